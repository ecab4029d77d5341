"""How long proofs take as the outputs grow, and where each prover stops within a minute: a table and a picture.

    python -m benchmarks.growth [--limit SECONDS] [--largest M] [--svg FILE]

Random 2-regular graphs at sparsity 2, inputs in superposition, the same network for every prover: branch, enumerate
and smt (Z3). A prover that needs longer than the limit (default 60 s) on one size is not asked about larger ones:
enumerate by its own forecast, smt by its answer Unknown. Compilers run before the clock starts.
"""

import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, final

from benchmarks.arguments import parser_of
from benchmarks.branch_scaling import GROWTH
from benchmarks.provers import right_network
from benchmarks.timing import table, timed
from constructions import structured_channels
from superproof.reports.figures.canvas import GRID, INK, MUTED, ONE, ZERO, Picture, drawing, to_svg
from verify import Found, Network, Problem, TwoAnd, find_proof
from verify.progress import Deadline
from verify.provers.enumeration import forecast

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZES = {32: (28, 4), 64: (60, 5), 128: (100, 6), **GROWTH}
PROVERS = {"branch": ZERO, "enumerate": ONE, "smt": INK}
TITLE = "Seconds for a proof against outputs"


@final
@dataclass
class Line:
    """One prover's (m', seconds), and the size at which the limit stopped it."""

    points: list[tuple[int, float]] = field(default_factory=list)
    stopped: int | None = None


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--largest", type=int, default=65536)
    parser.add_argument("--svg", type=Path)
    options = parser.parse_args()
    small = TwoAnd.random_regular(32, 2, sparsity=3, seed=0)
    for prover in PROVERS:
        find_proof(small, structured_channels(small, neurons=40), prover=prover)
    lines = {prover: Line() for prover in PROVERS}
    for size, (neurons, weight) in SIZES.items():
        if size > options.largest:
            continue
        found = right_network(size, 2, neurons, weight)
        if found is None:
            print(f"no right network at {size}", file=sys.stderr)
            continue
        for prover, line in lines.items():
            if line.stopped is None:
                extend(line, prover, size, *found, options.limit)
        print(size, {prover: line.points[-1:] for prover, line in lines.items()}, file=sys.stderr, flush=True)
    header = ("m'", *(f"{prover} s" for prover in PROVERS))
    print(table(header, [(size, *(cell(line, size) for line in lines.values())) for size in SIZES]))
    if options.svg is not None:
        options.svg.write_text(picture(lines, options.limit), encoding="utf-8")


def extend(line: Line, prover: str, size: int, problem: Problem, network: Network, limit: float) -> None:
    """The next point of a line, or the size at which it ends."""
    if prover == "enumerate" and forecast(problem, network).seconds > limit:
        line.stopped = size
        return
    timeout = limit if prover == "smt" else None
    verdict, seconds = timed(partial(find_proof, problem, network, prover=prover, deadline=Deadline(timeout)))
    if isinstance(verdict, Found):
        line.points.append((size, seconds))
    if not isinstance(verdict, Found) or seconds > limit:
        line.stopped = size


def cell(line: Line, size: int) -> str:
    seconds = dict(line.points).get(size)
    if seconds is not None:
        return f"{seconds:.3g}"
    return "" if line.stopped is None else "over the limit"


def picture(lines: dict[str, Line], limit: float) -> str:
    """The lines with logarithmic axes, beside m' * w * m through the last point of branch."""
    with drawing(7.4, 4.8) as figure:
        axes = figure.subplots()
        axes.set_xscale("log", base=2)
        axes.set_yscale("log")
        for prover, line in lines.items():
            draw(axes, prover, line)
        last, seconds = lines["branch"].points[-1]
        scale = seconds / cost(last)
        sizes = [size for size, _ in lines["branch"].points]
        axes.plot(sizes, [scale * cost(size) for size in sizes], color=MUTED, linestyle="dotted")
        axes.axhline(limit, color=MUTED, linewidth=0.8)
        middle = sizes[len(sizes) // 2]
        for text, place in (("m' w m", (middle, scale * cost(middle))), (f"{limit:.0f} s", (sizes[0], limit))):
            axes.annotate(text, place, xytext=(6, -14), textcoords="offset points", color=MUTED)
        axes.set_xlabel("outputs m', as many as features (logarithmic)")
        axes.set_ylabel("seconds (logarithmic)")
        axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.grid(color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.minorticks_off()
        return Picture("growth", TITLE, "", to_svg(figure, "growth", TITLE)).standalone


def draw(axes: "Axes", prover: str, line: Line) -> None:
    """One line with its name at its end."""
    if not line.points:
        return
    sizes, seconds = zip(*line.points, strict=True)
    axes.plot(sizes, seconds, color=PROVERS[prover], marker="o", markersize=5, linewidth=1.7)
    name = prover if line.stopped is None else f"{prover}, up to {line.points[-1][0]:,}"
    axes.annotate(
        name,
        line.points[-1],
        xytext=(6, 12) if line.stopped else (-8, 10),
        textcoords="offset points",
        ha="left" if line.stopped else "right",
        color=PROVERS[prover],
        weight="bold",
    )


def cost(size: int) -> float:
    """m' * w * m of the network of a size."""
    return float(size * SIZES[size][1] * size)


if __name__ == "__main__":
    main()
