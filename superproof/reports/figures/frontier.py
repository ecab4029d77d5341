"""Neurons against outputs: what counting demands, what constructions use, and where a network stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isqrt, log, log2, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, final

from bounds import LabelledTwoAnd, LowerBound, Permutations, lower_bound, random_sign_codes
from superproof.comparison import Comparison
from superproof.reports.figures.canvas import BOUND, GRID, INK, MUTED, NETWORK, PAPER, Picture, drawing, picture_of
from superproof.words import count
from verify import Problem, load_certificate, load_network, load_problem, problem_digest
from verify.errors import DocumentError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEAST, MOST = 16, 2**14
"""Outputs drawn, fewer or more where a network has fewer or more."""
FEWEST = 4
"""Outputs from which every curve is defined."""
LABEL_GAP = 0.052
"""Least distance between two labels, as a part of the height."""


class Curve(NamedTuple):
    """A named function of m'."""

    name: str
    neurons: Callable[[int], float]
    colour: str
    style: str | tuple[int, tuple[float, ...]]


class Landmark(NamedTuple):
    """A network at its place; `name` says which and whether it is proved, None leaves a small mark without a name."""

    name: str | None
    outputs: int
    neurons: int


def certified_landmark(folder: str) -> Landmark:
    """The network in a folder of results, named after the folder.

    Its certificate must be there and be bound to its problem and network; it is not checked again. Errors:
    DocumentError for a folder without one, or with one of another problem or network.
    """
    place = Path(folder)
    problem, network = load_problem(place / "problem.json"), load_network(place / "network.safetensors")
    certificate = load_certificate(place / "certificate.json")
    if (certificate.problem, certificate.network) != (problem_digest(problem), network.digest):
        raise DocumentError(place / "certificate.json", "is of another problem or network than the folder's")
    return Landmark(place.resolve().name, network.outputs, network.neurons)


@final
@dataclass(frozen=True)
class Family:
    """Problems like the one at hand, at every m': as many features an output, at most v active.

    Lower bounds are for `layers` layers of n x n parameters of `bits` bits and n biases, as in the tables.
    """

    permutations: bool
    features: int
    outputs: int
    sparsity: int
    bits: int
    layers: int

    def features_at(self, outputs: int) -> int:
        """m at this m', in the problem's own ratio, but with as many pairs as there are outputs."""
        if self.permutations:
            return outputs
        fewest = (isqrt(8 * outputs - 7) + 3) // 2
        return max(fewest, round(self.features * outputs / self.outputs))

    def bound(self, outputs: int) -> LowerBound:
        """The counting bound of all problems of these sizes."""
        if self.permutations:
            return lower_bound(Permutations(outputs))
        return lower_bound(LabelledTwoAnd(self.features_at(outputs), outputs))

    def least_neurons(self, outputs: int) -> int:
        """The fewest neurons a layer that the bound leaves."""
        return self.bound(outputs).neurons(self.bits, layers=self.layers, biases=True)


def family_of(problem: Problem, comparison: Comparison) -> Family | None:
    """The problem's family; None where there is no bound, or the curves are not known (gates other than 2-AND)."""
    if comparison.bound_neurons is None or not (problem.is_two_and or problem.is_permutation):
        return None
    sizes = problem.inputs, problem.outputs, problem.sparsity
    return Family(problem.is_permutation, *sizes, comparison.width, comparison.layers)


def frontier(family: Family, landmarks: Sequence[Landmark] = ()) -> Picture:
    """Draw the curves of a family, exact at each drawn size, and the networks given.

    The sizes are powers of two and the m' of every network, so that the bound of a network is the one in the tables.
    """
    marked = [mark.outputs for mark in landmarks]
    least = max(FEWEST, min([LEAST, *(outputs // 2 for outputs in marked)]))
    most = max([MOST, *(4 * outputs for outputs in marked)])
    powers = [2**power for power in range(least.bit_length() - 1, most.bit_length() + 1)]
    sizes = sorted({*powers, *(outputs for outputs in marked if outputs >= powers[0])})
    with drawing(7.4, 4.8) as figure:
        axes = figure.subplots()
        axes.set_xscale("log", base=2)
        axes.set_yscale("log", base=2)
        ends = []
        for curve in curves(family):
            heights = [curve.neurons(size) for size in sizes]
            axes.plot(sizes, heights, color=curve.colour, linestyle=curve.style, linewidth=1.7)
            ends.append((heights[-1], curve))
        axes.set(xlim=(min([powers[0], *marked]), powers[-1]), xticks=powers[::2], axisbelow=True)
        axes.set(xlabel=f"outputs m', with {_ratio(family)} (logarithmic)", ylabel="neurons n of a layer (logarithmic)")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.grid(color=GRID, linewidth=0.6)
        axes.minorticks_off()
        _label_ends(axes, ends)
        for mark in landmarks:
            _mark(axes, mark)
        return picture_of(figure, "frontier", "Neurons against outputs: the frontier", _caption(family))


def curves(family: Family) -> tuple[Curve, ...]:
    """The curves drawn, from what counting demands to one neuron an output."""
    v = family.sparsity

    def represented(size: int) -> float:
        value = random_sign_codes(family.features_at(size), v).value
        return float(value) if isinstance(value, int) else float("nan")

    # AS state the order for pairwise AND; a permutation is routed in one linear layer (our analysis).
    built = Curve("\N{SQUARE ROOT}m' lg m', built (AS)", lambda m: sqrt(m) * log2(m), INK, "dashdot")
    if family.permutations:
        built = Curve("\N{SQUARE ROOT}(8 v m' ln m'), built", lambda m: sqrt(8 * v * m * log(m)), INK, "dashdot")
    bits = f"{family.bits} bit{'' if family.bits == 1 else 's'}"
    return (
        Curve(f"at least, b = {bits}", family.least_neurons, BOUND, "solid"),
        built,
        Curve("one per output", float, INK, "solid"),
        Curve("represent only", represented, MUTED, (0, (1, 1.6))),
    )


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
    axes.plot([mark.outputs], [mark.neurons], marker="o", markersize=size, color=NETWORK, markeredgecolor=PAPER)
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
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0, "alpha": 0.6},
    )


def _ratio(family: Family) -> str:
    if family.features == family.outputs:
        return "as many features"
    return f"{family.features / family.outputs:.2g} features an output"


def _caption(family: Family) -> str:
    functions = "permutations" if family.permutations else f"2-AND with {_ratio(family)}"
    built = (
        "the first order of one linear layer of random codes, read by a public code (ours)"
        if family.permutations
        else "the order of the construction of AS with its constant left out"
    )
    return (
        f"Orange: no network below this line computes most {functions}, by counting, in "
        f"{count(family.layers, 'layer')} of n \N{MULTIPLICATION SIGN} n parameters and n biases of {family.bits} "
        f"bits. Dash-dotted: {built}. Dotted: random sign codes that only represent the features, at most "
        f"{family.sparsity} active, without computing anything."
    )
