"""How far an output is off by one feature alone, and how much further when more join: with one layer of ReLUs.

E(y) = A y + c + C max(0, B y + b). Let z hold one feature that is 0 in y. Then E_i(y + z) - E_i(y) is at most
E_i(z) - E_i(0) + sum_e |C_ie| min(|B_e y|, |B_e z|): for every ReLU max(0, b + p + q) - max(0, b + p) and
max(0, b + q) - max(0, b) both lie between 0 and q, so that they differ by at most |q|, and, p and q exchanged, by at
most |p|. And min(|p + p'|, |q|) <= min(|p|, |q|) + min(|p'|, |q|): what several features add is at most a sum over
these features and over pairs of them. (Ours; by Z3 in tests/verify/reals.) All in integers, rounded up.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from verify.arrays import Longs, Reals
from verify.floats.exact_values import Exact
from verify.floats.fine import shifted_up
from verify.floats.network import FloatLayer
from verify.reals.error_function import ErrorFunction, error_function
from verify.reals.problem import RealProblem
from verify.reals.rounded import GRID_BITS, rounded
from verify.reals.support_bounds import Screen

Whole = Reals
"""Longs below 2**53, as are the sums in their products."""
BITS, MOST_UNITS = 20, 2**12
LARGEST = 2**42
"""Of what one feature adds, over 2**value: 2**10 features with as many others stay below 2**63."""


class Additions(NamedTuple):
    """What features add to the error of every output, whatever its sign.

    Over 2**value: `alone` (m', m) bounds |E_i(z) - E_i(0)|, and `beside` (m', m), for every feature j, what
    sum_e |C_ie| min(|B_ej z_j|, |B_ek z_k|) is at most with any other k. `weights` (u, m) is |B|, `heard` (u, m) is
    |B_ej z_j| and `reading` (m', u) is |C|, over units of their own.
    """

    alone: Longs
    beside: Longs
    weights: Whole
    heard: Whole
    reading: Whole
    shift: int

    def gains(self, sizes: Longs, slots: Longs, output: Longs) -> Longs:
        """(k, m) over 2**value: what a feature adds to those that are as large as `sizes` (k, m), on the grid, at most;
        what `slots` (k,) features add is at most the sum."""
        held = np.ceil(sizes.astype(np.float64) @ self.weights.T / 2.0**GRID_BITS)
        both = (self.reading[output][:, None] @ np.minimum(held[:, :, None], self.heard))[:, 0]
        gains = self.alone[output] + shifted_up(both.astype(np.int64), -self.shift)
        return np.asarray(gains - (-np.maximum(slots - 1, 0)[:, None] * self.beside[output] // 2))


def additions(
    problem: RealProblem,
    layers: Sequence[FloatLayer],
    furthest: Longs,
    grid: int,
    value: int,
    look: Callable[[], None],
) -> Additions | None:
    """Bounds on what features add, which reach to `furthest` (m,) on the grid, y = Y / 2**grid.

    Guarantee: let y have features that are at most `sizes`, and at most s others that are not 0. Then E_i(y) is at
    most E_i where these others are 0, and the sum of their `gains`; so is -E_i. None for a ReLU of a ReLU, and where
    numbers do not fit. O(features^2 * units * outputs) operations.
    """
    try:
        function = error_function(problem, layers, look)
    except ValueError:
        return None
    m, used = problem.features, np.flatnonzero((function.weights != 0).sum(axis=1) > 1)
    weights, unit = _short(np.abs(function.weights[used]), function.unit_exponent)
    reading, read = _short(np.abs(function.reading[:, used]), function.reading_exponent)
    heard = np.ceil(weights * furthest.astype(np.float64) / 2.0**GRID_BITS)
    shift = unit + grid - GRID_BITS + read - value
    centred = replace(function, constant=-function.reading @ np.maximum(function.bias, 0))  # E - E(0)
    bounds, exponent = interference_bounds(problem, centred, look)
    alone = shifted_up(bounds.astype(object), value - exponent)
    largest = Fraction(heard.max(initial=0) * reading.sum(axis=1).max(initial=0)) * Fraction(2) ** -shift
    if len(used) > MOST_UNITS or max(largest, Fraction(int(alone.max()))) >= LARGEST:
        return None
    beside = np.zeros((problem.outputs, m), dtype=np.int64)
    for j in range(m):
        look()
        both = reading @ np.minimum(heard[:, j, None], heard)
        both[:, j] = 0
        beside[:, j] = shifted_up(both.max(axis=1).astype(np.int64), -shift)
    return Additions(alone.astype(np.int64), beside, weights, heard, reading, shift)


def _short(whole: Exact, exponent: int) -> tuple[Whole, int]:
    """At least whole / 2**exponent, in integers below 2**BITS over 2**unit; and the unit."""
    unit = BITS - 1 - int(whole.max(initial=0)).bit_length() + exponent
    return shifted_up(whole, unit - exponent).astype(np.float64), unit


def interference_bounds(
    problem: RealProblem, function: ErrorFunction, look: Callable[[], None] = lambda: None
) -> tuple[Longs, int]:
    """A bound for every output and feature, (m', m) over 2**exponent, and the exponent.

    Guarantee: for every output i and feature j, wherever y_j is in its range (with `corners`: at an end of it) and all
    others are 0: |E_i(y)| <= bounds[i, j] / 2**exponent. Bounds are below 2**53, and above the largest error by some
    2**-18 of the largest terms of E_i. `look`, which may raise, is called now and then.

    >>> from verify import FloatNetwork, autoencoder
    >>> network = FloatNetwork([([[1.0, -0.5]], [0.0], False), ([[1.0], [-0.5]], [0.0, 0.0], True)], 0.5)
    >>> problem = autoencoder(2, 1)
    >>> bounds, exponent = interference_bounds(problem, error_function(problem, network.layers))
    >>> (bounds / 2.0**exponent).round(3).tolist()
    [[0.0, 0.0], [0.0, 0.75]]
    """
    form, features = rounded(problem, function), problem.features
    screen, blocks = Screen(form, corners=problem.corners), []
    for start in range(0, features, screen.block):
        look()
        blocks.append(screen.bounds(features, list(range(start, min(features, start + screen.block)))))
    return np.hstack(blocks), form.exponent
