"""An error function rounded to numbers of few bits, and in integers how far the rounded one is from the exact one.

Sums of the rounded function stay below 2**53, so that matrix products in float64 add integers and are exact.
"""

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

import numpy as np

from verify.arrays import Longs
from verify.floats.exact_values import Exact
from verify.floats.fine import largest_terms, shifted_up
from verify.reals.error_function import ErrorFunction
from verify.reals.problem import RealProblem

UNIT_BITS = 20
GRID_BITS = 20
HIDDEN_BITS = 24
SUM_BITS = 50


class Rounded(NamedTuple):
    """E~(y) = A~ y + c~ + C~ max(0, B~ y + b~), an integer over 2**exponent for y on the grid.

    A step of the grid is 2**(size - GRID_BITS). `weights` B~ (u, m) and `bias` b~ (u,) have at most UNIT_BITS bits;
    max(0, B~ y + b~ 2**GRID_BITS) is shifted down by `shift`, then read by `reading` C~ (m', u); `straight` A~ (m', m)
    is for y on the grid; `constant` c~ (m',). |E - E~| is at most `apart` (m',) on every support of two features, all
    over 2**exponent; when y_j moves by a step, E~ changes by at most `slope` (m', m). `low` and `high` (m,) are the
    ranges on the grid, rounded outward.
    """

    weights: Longs
    bias: Longs
    reading: Longs
    straight: Longs
    constant: Longs
    shift: int
    exponent: int
    apart: Longs
    slope: Longs
    low: Longs
    high: Longs


def rounded(problem: RealProblem, function: ErrorFunction) -> Rounded:
    """The rounded function with its distances, computed in Python integers and rounded up.

    Guarantee: for every support of at most two features, every y in its box and every output i, the distance of E_i(y)
    from E~_i(y) is at most apart[i] / 2**exponent. O(outputs * units * features). Source: ours.
    """
    size = _size(problem)
    function = function.in_units(size)
    largest = max(int(np.abs(part).max(initial=1)) for part in (function.weights, function.bias))
    unit_scale = UNIT_BITS - largest.bit_length() + function.unit_exponent
    weights = _shifted(function.weights, function.unit_exponent - unit_scale)
    bias = _shifted(function.bias, function.unit_exponent - unit_scale)
    # The exact unit, over 2**unit_scale, is at most half a step for y_j, y_k and the bias each from the rounded one.
    hidden = largest_terms(np.abs(weights), 2) + np.abs(bias) + 2
    exponent = SUM_BITS - max(_bound(function, hidden, unit_scale), 1).bit_length()
    shift = max(0, int(hidden.max(initial=0)).bit_length() + GRID_BITS - HIDDEN_BITS)
    read_scale = exponent - (unit_scale + GRID_BITS - shift)
    reading = _shifted(function.reading, function.reading_exponent - read_scale)
    straight = _shifted(function.straight, function.exponent - (exponent - GRID_BITS))
    constant = _shifted(function.constant, function.exponent - exponent)
    apart = (
        shifted_up(3 * np.abs(function.reading).sum(axis=1), exponent - function.reading_exponent - unit_scale - 1)
        + shifted_up((function.reading != 0).astype(object) @ hidden, exponent - unit_scale - read_scale - 1)
        + (2**GRID_BITS + 1)  # A~ for two features, c~
        + np.abs(reading).sum(axis=1)  # what the shift drops
    )
    # Narrow: with |B~ y_j| in place of what a unit answers this is part of a sum below 2**SUM_BITS.
    steep = np.abs(reading).astype(np.int64) @ np.abs(weights).astype(np.int64)
    slope = np.abs(straight) + (steep >> shift) + 1
    low, high = _grid(problem, size)
    arrays = {
        "weights": weights, "bias": bias, "reading": reading, "straight": straight, "constant": constant,
        "apart": apart, "slope": slope, "low": low, "high": high,
    }  # fmt: skip
    longs = {name: array.astype(np.int64) for name, array in arrays.items()}
    return Rounded(**longs, shift=shift, exponent=exponent)


def _bound(function: ErrorFunction, hidden: Exact, unit_scale: int) -> int:
    """A bound on the sum of the sizes of all terms of any E_i on any support, rounded up to an integer."""
    bent = shifted_up(np.abs(function.reading) @ hidden, -function.reading_exponent - unit_scale)
    rest = shifted_up(largest_terms(np.abs(function.straight), 2) + np.abs(function.constant), -function.exponent)
    return int((bent + rest).max())


def _size(problem: RealProblem) -> int:
    """The smallest t from -4096 on with all ranges inside [-2**t, 2**t]."""
    furthest = max(problem.furthest)
    t = furthest.numerator.bit_length() - furthest.denominator.bit_length()
    return t if furthest <= Fraction(2) ** t else t + 1


def _grid(problem: RealProblem, size: int) -> tuple[Longs, Longs]:
    step = Fraction(2) ** (size - GRID_BITS)
    grid = np.array([(floor(low / step), ceil(high / step)) for low, high in problem.ranges], dtype=np.int64)
    return grid[:, 0], grid[:, 1]


def _shifted(array: Exact, places: int) -> Exact:
    """array / 2**places, rounded to the nearest integer: off by at most a half."""
    if places <= 0:
        return np.asarray(array * 2**-places)
    return np.asarray((array + 2 ** (places - 1)) // 2**places)
