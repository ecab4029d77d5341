"""A network and its targets in integers of few bits, and rows of them, for bounds on many parts of the inputs at once.

Sums of products are integers below 2**53 where float64 adds them, and below 2**63 where int64 does.
"""

from collections.abc import Callable
from fractions import Fraction
from heapq import nlargest
from typing import NamedTuple

import numpy as np

from verify.arrays import Bools, Longs
from verify.floats.exact_values import Exact, integers
from verify.floats.fine import FINE, units_up
from verify.floats.network import FloatLayer, FloatNetwork
from verify.reals.additions import Additions, additions
from verify.reals.dyadic import exponent_of, number_words, scaled
from verify.reals.error_function import require_sizes, straight_row
from verify.reals.executed import sparse_sums, sums_of_terms
from verify.reals.hinges import Target
from verify.reals.problem import RealProblem

BITS, BIAS_BITS, GRID_BITS = 20, 28, 20
MOST_LAYERS, MOST_WIDTH, MOST_SPARSITY = 2**5, 2**12, 2**10
VALUE_BITS = 40
MOST_GRID = 32
"""Constants of targets, of BITS bits over the grid, take 20 + 32 bits, and with a slope 60."""
FURTHEST = 512
"""Numbers have sizes from 2**-FURTHEST to 2**FURTHEST."""


class FixedLayer(NamedTuple):
    """z = W x + b. `weights` W~ are over 2**unit, and off by at most half a unit where not `exact`; so are `bias` b~.

    Numbers z are given over 2**z_unit, and no larger than 2**BITS there; all |z| together are at most `total`.
    """

    weights: Longs
    unit: int
    exact: bool
    bias: Longs
    bias_unit: int
    bias_exact: bool
    rectified: Bools
    z_unit: int
    total: int


class FixedTargets(NamedTuple):
    """t_i = constant_i + straight_i y + sum of hinge[i, h] max(0, inner[i, h] y + inner_constant[i, h]), exactly.

    `straight`, `constant` and `hinge` are over 2**unit, `inner` and `inner_constant` over 2**inner_unit, for y on the
    grid.
    """

    straight: Longs
    constant: Longs
    hinge: Longs
    inner: Longs
    inner_constant: Longs
    unit: int
    inner_unit: int


class Fixed(NamedTuple):
    """All over the grid: y = Y / 2**grid, Y from `low` to `high` where it is not 0, the sum of |Y| at most `total`.

    Bounds on errors are over 2**value. `additions` are for networks with one layer of ReLUs, not on their outputs only.
    """

    layers: tuple[FixedLayer, ...]
    targets: FixedTargets
    low: Longs
    high: Longs
    grid: int
    total: int
    value: int
    sparsity: int
    corners: bool
    additions: Additions | None


def fixed(problem: RealProblem, network: FloatNetwork, look: Callable[[], None] = lambda: None) -> Fixed:
    """The problem and the network in fixed point; `look`, which may raise, is called now and then.

    Errors: ValueError where sizes differ or numbers do not fit.
    """
    require_sizes(problem, network.layers)
    for name, size, limit in (
        ("number of layers", len(network.layers), MOST_LAYERS),
        ("width of a layer", max(network.widths), MOST_WIDTH),
        ("sparsity", problem.sparsity, MOST_SPARSITY),
    ):
        if size > limit:
            raise ValueError(f"the {name} must be at most {limit} where errors are bounded by branching, not {size}")
    furthest = max(problem.furthest)
    grid = GRID_BITS - _bit_length(furthest)
    if not 0 <= grid <= MOST_GRID:
        raise ValueError(
            f"features must reach to between 2**-{MOST_GRID - GRID_BITS} and 2**{GRID_BITS - 1}, not to "
            f"{number_words(furthest)}, where errors are bounded by branching: use another unit for them"
        )
    if exponent_of(end for pair in problem.ranges for end in pair) > grid:
        raise ValueError(f"the ends of ranges must be multiples of 2**-{grid} where errors are bounded by branching")
    low, high = (np.array([scaled(pair[k], grid) for pair in problem.ranges], dtype=np.int64) for k in (0, 1))
    reach = np.maximum(np.abs(low), np.abs(high))
    sums = sums_of_terms(problem, network.layers)
    totals = [int(of_layer.sum()) for of_layer in sums]
    totals[0] = min(totals[0], _sparse_total(problem, network.layers[0]))
    layers = tuple(map(_layer, network.layers, (int(of_layer.max()) for of_layer in sums), totals))
    targets, total = _targets(problem), sum(nlargest(problem.sparsity, reach.tolist()))
    largest = _bit_length(Fraction(int(sums[-1].max()), 2**FINE) + _target_size(problem))
    _require_sizes(largest)
    value = VALUE_BITS - largest
    hidden = any(layer.rectified.any() for layer in network.layers[:-1])
    added = additions(problem, network.layers, reach, grid, value, look) if hidden else None
    return Fixed(layers, targets, low, high, grid, total, value, problem.sparsity, problem.corners, added)


def _sparse_total(problem: RealProblem, layer: FloatLayer) -> int:
    """A bound on the sum of all |z| of the first layer, in units."""
    whole, unit = integers(np.abs(layer.weights))
    return int(sparse_sums(problem, whole.sum(axis=0)[None], unit)[0]) + int(units_up(np.abs(layer.bias)).sum())


def _layer(layer: FloatLayer, largest: int, total: int) -> FixedLayer:
    """From bounds on every |z| and on all together, in units of `verify.floats.fine`."""
    weights, unit, exact = _short(*integers(layer.weights), BITS)
    bias, bias_unit, bias_exact = _short(*integers(layer.bias), BIAS_BITS)
    size = _bit_length(Fraction(largest, 2**FINE))
    _require_sizes(size, unit, bias_unit)
    z_unit = BITS - size
    every = -(-total * Fraction(2) ** (z_unit - FINE) // 1)
    return FixedLayer(weights, unit, exact, bias, bias_unit, bias_exact, layer.rectified, z_unit, int(every))


def _short(whole: Exact, exponent: int, bits: int) -> tuple[Longs, int, bool]:
    """whole * 2**exponent as integers of about so many bits over 2**unit; the unit; whether nothing was lost."""
    unit = min(bits - (int(np.abs(whole).max()).bit_length() + exponent), -exponent)
    places = -exponent - unit
    rounded = (whole + (2 ** (places - 1) if places else 0)) // 2**places
    return rounded.astype(np.int64), unit, places == 0


def _bit_length(number: Fraction) -> int:
    """The smallest t with number < 2**t, or one more."""
    return number.numerator.bit_length() - number.denominator.bit_length() + 1


def _require_sizes(*exponents: int) -> None:
    if max(map(abs, exponents)) > FURTHEST:
        raise ValueError(f"numbers must have sizes from 2**-{FURTHEST} to 2**{FURTHEST} to be bounded by branching")


def _target_size(problem: RealProblem) -> Fraction:
    """A bound on every |t_i|."""
    furthest = problem.furthest

    def affine(target: Target) -> Fraction:
        return abs(target.constant) + sum((abs(c) * furthest[j] for j, c in target.terms), Fraction(0))

    return max(
        affine(target) + sum((abs(c) * affine(inner) for c, inner in target.hinges), Fraction(0))
        for target in problem.targets
    )


def _targets(problem: RealProblem) -> FixedTargets:
    m, outputs = problem.features, problem.outputs
    most = max(len(target.hinges) for target in problem.targets)
    inners = [inner for target in problem.targets for _, inner in target.hinges]
    outside = [n for t in problem.targets for n in (t.constant, *(c for _, c in t.terms), *(c for c, _ in t.hinges))]
    unit, inner_unit = exponent_of(outside), exponent_of([n for inner in inners for n in inner.numbers])
    numbers = [scaled(n, unit) for n in outside] + [scaled(n, inner_unit) for inner in inners for n in inner.numbers]
    if max(map(abs, numbers)) >= 2**BITS or max(unit, inner_unit) > BITS or most > 2**4:
        raise ValueError(f"targets must have at most 16 hinges, and numbers of {BITS} bits, to be bounded by branching")
    straight = np.zeros((outputs, m + 1), dtype=np.int64)
    hinge, rows = np.zeros((outputs, most), dtype=np.int64), np.zeros((outputs, most, m + 1), dtype=np.int64)
    for i, target in enumerate(problem.targets):
        straight[i] = straight_row(m, target, unit)
        for h, (c, inner) in enumerate(target.hinges):
            hinge[i, h], rows[i, h] = scaled(c, unit), straight_row(m, inner, inner_unit)
    return FixedTargets(straight[:, :m], straight[:, m], hinge, rows[..., :m], rows[..., m], unit, inner_unit)


def narrowed(rows: Longs, unit: Longs, bits: int) -> tuple[Longs, Longs, Longs]:
    """The rows (k, r, n), over 2**unit (k, r), in at most so many bits, and the new units.

    Last, 1 where entries of a row were rounded, and so are off by at most half a unit, else 0.
    """
    shift = np.maximum(bit_lengths(rows) - bits, 0)
    half: Longs = (np.int64(1) << shift) >> 1
    narrow: Longs = (rows + half[:, :, None]) >> shift[:, :, None]
    return narrow, unit - shift, (shift > 0).astype(np.int64)


def bit_lengths(rows: Longs) -> Longs:
    """(k, r): t such that all entries of a row are below 2**t."""
    largest = np.abs(rows).max(axis=2, initial=0)
    return np.asarray(np.frexp(largest.astype(np.float64))[1].astype(np.int64))


def in_unit(values: Longs, have: Longs, want: Longs | int) -> Longs:
    """values over 2**have as integers over 2**want, rounded up, below 2**54: sums of some hundred stay below 2**63."""
    shift = have - want
    left, right = np.clip(-shift, 0, 54), np.clip(shift, 0, 62)
    short = -(-values >> right)
    if ((-shift > 54) & (values != 0)).any() or (np.abs(short) >> (54 - left)).any():
        raise ValueError("the numbers of this network differ too much in size for errors to be bounded by branching")
    return np.asarray(short << left)
