"""Neurons against outputs: what counting demands, what constructions use, and where a network stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, log2, sqrt
from typing import TYPE_CHECKING, final

from bounds import LabelledTwoAnd, Permutations, lower_bound
from bounds.representation import random_sign_codes
from superproof.report.figures.canvas import GRID, INK, MUTED, ONE, PAPER, ZERO, Picture, drawing, to_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTHS = (1, 2, 8)
"""Bits of a parameter for which lower bounds are drawn."""
LEAST, MOST = 16, 2**14
"""Outputs drawn, fewer or more where a network has fewer or more."""
FEWEST = 4
"""Outputs from which every curve is defined."""
LABEL_GAP = 0.052
"""Least distance between two labels, as a part of the height."""


@final
@dataclass(frozen=True)
class Curve:
    """A named function of m'."""

    name: str
    neurons: Callable[[int], float]
    colour: str
    style: str | tuple[int, tuple[float, ...]]


@final
@dataclass(frozen=True)
class Landmark:
    """A network at its place; `name` says which and whether it is proved, None leaves a small mark without a name."""

    name: str | None
    outputs: int
    neurons: int


def frontier(kind: str, sparsity: int, landmarks: Sequence[Landmark] = ()) -> Picture:
    """Draw the curves of 2-AND with m = m', or of permutations (`kind`), and the networks given.

    Lower bounds are those of one layer of n x n parameters of b bits, exact at each drawn size.
    """
    title = "Neurons against outputs: the frontier"
    marked = [mark.outputs for mark in landmarks]
    least = max(FEWEST, min([LEAST, *(outputs // 2 for outputs in marked)]))
    most = max([MOST, *(4 * outputs for outputs in marked)])
    sizes = [2**power for power in range(least.bit_length() - 1, most.bit_length() + 1)]
    with drawing(7.4, 4.8) as figure:
        axes = figure.subplots()
        axes.set_xscale("log", base=2)
        axes.set_yscale("log", base=2)
        ends = []
        for curve in curves(kind, sparsity):
            heights = [curve.neurons(size) for size in sizes]
            axes.plot(sizes, heights, color=curve.colour, linestyle=curve.style, linewidth=1.7)
            ends.append((heights[-1], curve))
        _frame(axes, sizes, min([sizes[0], *marked]))
        _label_ends(axes, ends)
        for mark in landmarks:
            _mark(axes, mark)
        return Picture("frontier", title, _caption(kind, sparsity), to_svg(figure, "frontier", title))


def curves(kind: str, sparsity: int) -> tuple[Curve, ...]:
    """The curves drawn, from what counting demands to one neuron an output."""

    def least(bits: int) -> Callable[[int], float]:
        return lambda size: lower_bound(
            Permutations(size) if kind == "permutation" else LabelledTwoAnd(size, size)
        ).neurons(bits)

    def represented(size: int) -> float:
        value = random_sign_codes(size, sparsity).value
        return float(value) if isinstance(value, int) else float("nan")

    solid: tuple[str | tuple[int, tuple[float, ...]], ...] = ("solid", (0, (7, 2)), (0, (3, 2)))
    bounds = [
        Curve(f"at least, b = {bits} bit{'' if bits == 1 else 's'}", least(bits), ONE, style)
        for bits, style in zip(WIDTHS, solid, strict=True)
    ]
    # AS state the order for pairwise AND; a permutation is routed in one linear layer (our analysis).
    built = (
        Curve(
            "\N{SQUARE ROOT}(8 v m' ln m'), built",
            lambda m: sqrt(8 * sparsity * m * log(m)),
            ZERO,
            "dashdot",
        )
        if kind == "permutation"
        else Curve("\N{SQUARE ROOT}m' lg m', built (AS)", lambda m: sqrt(m) * log2(m), ZERO, "dashdot")
    )
    return (
        *bounds,
        built,
        Curve("one per output", float, INK, "solid"),
        Curve("represent only", represented, MUTED, (0, (1, 1.6))),
    )


def _frame(axes: "Axes", sizes: Sequence[int], least: int) -> None:
    axes.set_xlim(least, sizes[-1])
    axes.set_xlabel("outputs m', as many as features (logarithmic)")
    axes.set_ylabel("neurons n of a layer (logarithmic)")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_xticks(sizes[::2])
    axes.grid(color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.minorticks_off()


def _label_ends(axes: "Axes", ends: Sequence[tuple[float, Curve]]) -> None:
    """Name each curve at its right end, pushed up where two names would touch."""
    low, high = (log2(limit) for limit in axes.get_ylim())
    last = -1.0
    for height, curve in sorted(ends, key=lambda end: end[0]):
        place = max((log2(height) - low) / (high - low), last + LABEL_GAP)
        axes.text(1.015, place, curve.name, color=curve.colour, size=11, va="center", transform=axes.transAxes)
        last = place


def _mark(axes: "Axes", mark: Landmark) -> None:
    size = 4 if mark.name is None else 8
    axes.plot([mark.outputs], [mark.neurons], marker="o", markersize=size, color=ZERO, markeredgecolor=PAPER)
    if mark.name is None:
        return
    low, high = (log2(limit) for limit in axes.get_xlim())
    right = log2(mark.outputs) > (low + high) / 2  # a name runs towards the middle, not over the axis
    axes.annotate(
        f"{mark.name}: {mark.neurons:,}",
        (mark.outputs, mark.neurons),
        xytext=(-9, 9) if right else (9, -15),
        textcoords="offset points",
        ha="right" if right else "left",
        color=INK,
        size=11,
        weight="bold",
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0},
    )


def _caption(kind: str, sparsity: int) -> str:
    functions = "permutations" if kind == "permutation" else "2-AND with as many features as outputs"
    built = (
        "the first order of one linear layer of random codes, read by a public code (ours)"
        if kind == "permutation"
        else "the order of the construction of AS with its constant left out"
    )
    return (
        f"Solid and dashed blue: the counting bound for {functions}, one layer of n \N{MULTIPLICATION SIGN} n "
        f"parameters of b bits. Dash-dotted: {built}. Dotted: random sign codes that only represent the features, "
        f"at most {sparsity} active, without computing anything."
    )
