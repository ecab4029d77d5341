"""Where output channels fail and input channels take over as feature influence grows, with m' fixed. Sampled.

    python -m benchmarks.influence [--outputs M] [--channel K] [--points Q] [--weight W] [--sparsity V] [--samples S]
        [--seed SEED] [--svg docs/influence.svg]

For every influence d: the edges of a random d-regular graph on 2 m' / d features, computed once by output channels and
once by input channels, in k Q neurons each, with the inputs exact. An input is a random gate and v - 2 further random
features. R is the number of neurons that fire outside the channels of true outputs. *Read-out*: output i reads 1 iff
3/4 of its channel fires (the channels are those of the problem: no re-encoding). *Re-encoded*: a neuron of the second
layer is on iff its outputs' channels fire to more than one half together, and output i reads 1 iff 3/4 of its public
word is on. A rate is the share of inputs on which all m' outputs are right: an estimate from S inputs, not a proof.
"""

import argparse
import sys
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.arguments import parser_of
from benchmarks.timing import table
from constructions.regimes.block import Block
from constructions.regimes.layers import public_code
from constructions.regimes.techniques import input_block, output_block
from superproof.reports.figures.canvas import INK, MUTED, ONE, ZERO, Picture, drawing, to_svg
from verify import TwoAnd

IndexArray = npt.NDArray[np.int64]
TECHNIQUES = {"output channels": output_block, "input channels": input_block}
COLOURS = {"output channels": ONE, "input channels": ZERO}
HEADER = ("d", "features", "technique", "neurons", "R mean", "R most", "read-out rate", "re-encoded rate")


@dataclass(frozen=True)
class Point:
    """What was measured at one influence with one technique."""

    influence: int
    features: int
    technique: str
    neurons: int
    mean_spurious: float
    most_spurious: int
    read_rate: float
    reencoded_rate: float


def main() -> None:
    parser = parser_of(__doc__)
    defaults = {"outputs": 4096, "channel": 12, "points": 307, "weight": 12, "sparsity": 3, "samples": 200, "seed": 0}
    for name, default in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--influences", nargs="*", type=int, default=(2, 4, 8, 16, 32, 64))
    parser.add_argument("--svg", type=Path)
    chosen = parser.parse_args()
    points = []
    for d in chosen.influences:
        for technique in TECHNIQUES:
            points.append(measured(d, technique, chosen))
            print(points[-1], file=sys.stderr, flush=True)
    rows = [
        (
            *(p.influence, p.features, p.technique, p.neurons, f"{p.mean_spurious:.1f}", p.most_spurious),
            *(f"{p.read_rate:.3f}", f"{p.reencoded_rate:.3f}"),
        )
        for p in points
    ]
    print(table(HEADER, rows))
    if chosen.svg is not None:
        chosen.svg.write_text(picture(points, chosen).standalone, encoding="utf-8")


def measured(influence: int, technique: str, chosen: argparse.Namespace) -> Point:
    """Sample inputs at one influence."""
    features = 2 * chosen.outputs // influence
    problem = TwoAnd.random_regular(features, influence, sparsity=chosen.sparsity, seed=chosen.seed)
    rng = np.random.default_rng(chosen.seed)
    everything = np.arange(problem.outputs)
    block = TECHNIQUES[technique](problem, everything, chosen.points, chosen.channel, rng)
    columns = columns_of(block, features)
    words = public_code(problem.outputs, chosen.channel * chosen.points, chosen.weight).supports(0, problem.outputs)
    pairs = np.array(problem.pairs, dtype=np.int64)
    spurious, read, reencoded = [], 0, 0
    for _ in range(chosen.samples):
        others = rng.choice(features, size=chosen.sparsity - 2, replace=False)
        active = np.union1d(pairs[rng.integers(len(pairs))], others)
        state = np.zeros(block.rows, dtype=np.int64)
        for feature in active:
            state[columns[feature]] += 1
        fires = state > block.rest
        true = np.isin(pairs, active).all(axis=1)
        own = np.unique(block.channels[true])
        spurious.append(int(np.count_nonzero(fires)) - len(own))
        shares = fires[block.channels].sum(axis=1)
        read += bool(((4 * shares >= 3 * chosen.channel) == true).all())
        level = np.bincount(words.ravel(), weights=np.repeat(shares, chosen.weight))
        on = 2 * level > chosen.channel
        seen = 4 * on[words].sum(axis=1) >= 3 * chosen.weight
        reencoded += bool((seen == true).all())
    mean, count = float(np.mean(spurious)), chosen.samples
    return Point(influence, features, technique, block.rows, mean, max(spurious), read / count, reencoded / count)


def columns_of(block: Block, features: int) -> list[IndexArray]:
    """For every feature the neurons that it excites."""
    order = np.argsort(block.features, kind="stable")
    bounds = np.searchsorted(block.features[order], np.arange(features + 1))
    return [block.neurons[order[a:b]] for a, b in pairwise(bounds)]


def picture(points: list[Point], chosen: argparse.Namespace) -> Picture:
    """Spurious neurons on the left, rates on the right, over influence."""
    title = "Output channels fail and input channels take over as influence grows"
    with drawing(9.4, 3.6) as figure:
        left, right = figure.subplots(1, 2)
        for technique, colour in COLOURS.items():
            own = [p for p in points if p.technique == technique]
            d = [p.influence for p in own]
            spurious = [max(p.mean_spurious, 0.1) for p in own]
            left.plot(d, spurious, color=colour, marker="o", markersize=4)
            place = 0 if technique == "input channels" else -1
            left.annotate(
                technique, (d[place], spurious[place]), xytext=(0, 7), textcoords="offset points", color=colour,
                ha="left" if place == 0 else "right",
            )  # fmt: skip
            right.plot(d, [p.read_rate for p in own], color=colour, linestyle=(0, (4, 3)), marker="s", markersize=4)
            right.plot(d, [p.reencoded_rate for p in own], color=colour, marker="o", markersize=4)
        left.axhline(chosen.channel, color=MUTED, linewidth=1)
        left.text(chosen.influences[0], chosen.channel, f"k = {chosen.channel}", va="bottom", color=MUTED)
        left.set_yscale("log")
        left.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
        left.set_ylabel("spurious neurons R, mean")
        right.set_ylabel("whole vector right, share of inputs")
        right.set_ylim(-0.03, 1.12)
        right.text(
            0.02, 0.12, "solid, circles: re-encoded\ndashed, squares: read-out", transform=right.transAxes, color=INK
        )
        fourth, second = chosen.outputs**0.25, sqrt(chosen.outputs)
        for axes in (left, right):
            axes.set_xscale("log", base=2)
            axes.set_xticks(chosen.influences, [str(d) for d in chosen.influences])
            axes.set_xlabel(f"feature influence d (m\N{PRIME} = {chosen.outputs}, v = {chosen.sparsity})")
            for at in (fourth, second):
                axes.axvline(at, color=MUTED, linewidth=0.8, linestyle=(0, (2, 3)))
        top = right.get_ylim()[1]
        right.text(fourth, top, "m\N{PRIME}^(1/4)", color=MUTED, ha="center", va="top")
        right.text(second, top, "m\N{PRIME}^(1/2)", color=MUTED, ha="right", va="top")
        figure.tight_layout()
        return Picture("influence", title, "", to_svg(figure, "influence", title))


if __name__ == "__main__":
    main()
