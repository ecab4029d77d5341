"""A network and its targets in integers of few bits, for bounds on many parts of the inputs at once.

Sums of products are integers below 2**53 where float64 adds them, and below 2**63 where int64 does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import final

import numpy as np

from verify.arrays import Bools, Longs
from verify.floats.exact_values import Exact, integers
from verify.floats.fine import FINE, product_up, units_up
from verify.floats.network import FloatLayer, FloatNetwork
from verify.reals.additions import Additions, additions
from verify.reals.dyadic import exponent_of, number_words, scaled
from verify.reals.error_function import require_sizes
from verify.reals.executed import first_sums, sparse_sums
from verify.reals.hinges import Target
from verify.reals.problem import RealProblem

BITS, BIAS_BITS, GRID_BITS = 20, 28, 20
MOST_LAYERS, MOST_WIDTH, MOST_SPARSITY = 2**5, 2**12, 2**10
VALUE_BITS = 40
MOST_GRID = 32
"""Constants of targets, of BITS bits over the grid, take 20 + 32 bits, and with a slope 60."""
FURTHEST = 512
"""Numbers have sizes from 2**-FURTHEST to 2**FURTHEST."""


@final
@dataclass(frozen=True, eq=False)
class FixedLayer:
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


@final
@dataclass(frozen=True, eq=False)
class FixedTargets:
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


@final
@dataclass(frozen=True, eq=False)
class Fixed:
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
    sizes, limits = (
        (len(network.layers), max(network.widths), problem.sparsity),
        (MOST_LAYERS, MOST_WIDTH, MOST_SPARSITY),
    )
    for name, size, limit in zip(("number of layers", "width of a layer", "sparsity"), sizes, limits, strict=True):
        if size > limit:
            raise ValueError(f"the {name} must be at most {limit} where errors are bounded by branching, not {size}")
    ends = [end for pair in problem.ranges for end in pair]
    furthest = [max(abs(low), abs(high)) for low, high in problem.ranges]
    grid = GRID_BITS - _bit_length(max(furthest))
    if not 0 <= grid <= MOST_GRID:
        raise ValueError(
            f"features must reach to between 2**-{MOST_GRID - GRID_BITS} and 2**{GRID_BITS - 1}, not to "
            f"{number_words(max(furthest))}, where errors are bounded by branching: use another unit for them"
        )
    if exponent_of(ends) > grid:
        raise ValueError(f"the ends of ranges must be multiples of 2**-{grid} where errors are bounded by branching")
    low, high = (np.array([scaled(pair[k], grid) for pair in problem.ranges], dtype=np.int64) for k in (0, 1))
    sums = [first_sums(network.layers[0], furthest, problem.sparsity)]
    for layer in network.layers[1:]:
        sums.append(product_up(np.abs(layer.weights), sums[-1]) + units_up(np.abs(layer.bias)))
    totals = [int(of_layer.sum()) for of_layer in sums]
    totals[0] = min(totals[0], _sparse_total(network.layers[0], furthest, problem.sparsity))
    layers = tuple(map(_layer, network.layers, (int(of_layer.max()) for of_layer in sums), totals))
    targets = _targets(problem, grid)
    total = sum(sorted(np.maximum(np.abs(low), np.abs(high)).tolist())[-problem.sparsity :])
    largest = _bit_length(Fraction(int(sums[-1].max()), 2**FINE) + _target_size(problem, furthest))
    _require_sizes(largest)
    value = VALUE_BITS - largest
    hidden = any(layer.rectified.any() for layer in network.layers[:-1])
    reach = np.maximum(np.abs(low), np.abs(high))
    added = additions(problem, network.layers, reach, grid, value, look) if hidden else None
    return Fixed(layers, targets, low, high, grid, total, value, problem.sparsity, problem.corners, added)


def _sparse_total(layer: FloatLayer, furthest: list[Fraction], active: int) -> int:
    """A bound on the sum of all |z| of the first layer, as `first_sums` has them."""
    whole, unit = integers(np.abs(layer.weights))
    columns = sparse_sums(whole.sum(axis=0)[None], unit, furthest, active)
    return int(columns[0]) + int(units_up(np.abs(layer.bias)).sum())


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
    largest = max((abs(int(entry)) for entry in whole.ravel()), default=0)
    unit = min(bits - (largest.bit_length() + exponent), -exponent)
    places = -exponent - unit
    rounded = (whole + (2 ** (places - 1) if places else 0)) // 2**places
    return rounded.astype(np.int64), unit, places == 0


def _bit_length(number: Fraction) -> int:
    """The smallest t with number < 2**t, or one more."""
    return number.numerator.bit_length() - number.denominator.bit_length() + 1


def _require_sizes(*exponents: int) -> None:
    if max(map(abs, exponents)) > FURTHEST:
        raise ValueError(f"numbers must have sizes from 2**-{FURTHEST} to 2**{FURTHEST} to be bounded by branching")


def _target_size(problem: RealProblem, furthest: list[Fraction]) -> Fraction:
    """A bound on every |t_i|."""

    def affine(target: Target) -> Fraction:
        return abs(target.constant) + sum((abs(c) * furthest[j] for j, c in target.terms), Fraction(0))

    return max(
        affine(target) + sum((abs(c) * affine(inner) for c, inner in target.hinges), Fraction(0))
        for target in problem.targets
    )


def _targets(problem: RealProblem, grid: int) -> FixedTargets:
    m, outputs = problem.features, problem.outputs
    most = max(len(target.hinges) for target in problem.targets)
    inners = [inner for target in problem.targets for _, inner in target.hinges]
    outside = [n for t in problem.targets for n in (t.constant, *(c for _, c in t.terms), *(c for c, _ in t.hinges))]
    unit, inner_unit = exponent_of(outside), exponent_of([n for inner in inners for n in inner.numbers])
    numbers = [scaled(n, unit) for n in outside] + [scaled(n, inner_unit) for inner in inners for n in inner.numbers]
    if max(map(abs, numbers)) >= 2**BITS or max(unit, inner_unit) > BITS or most > 2**4:
        raise ValueError(f"targets must have at most 16 hinges, and numbers of {BITS} bits, to be bounded by branching")
    straight, constant = np.zeros((outputs, m), dtype=np.int64), np.zeros(outputs, dtype=np.int64)
    hinge, inner_constant = np.zeros((outputs, most), dtype=np.int64), np.zeros((outputs, most), dtype=np.int64)
    rows = np.zeros((outputs, most, m), dtype=np.int64)
    for i, target in enumerate(problem.targets):
        constant[i] = scaled(target.constant, unit)
        for j, c in target.terms:
            straight[i, j] = scaled(c, unit)
        for h, (c, inner) in enumerate(target.hinges):
            hinge[i, h], inner_constant[i, h] = scaled(c, unit), scaled(inner.constant, inner_unit)
            for j, factor in inner.terms:
                rows[i, h, j] = scaled(factor, inner_unit)
    return FixedTargets(straight, constant, hinge, rows, inner_constant, unit, inner_unit)
