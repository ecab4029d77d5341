"""A float network of one hidden layer in integers, and bounds on its scores that are sums of one term a feature (ours).

With the features T active, s slots for others, and z(T) = W 1_T + b, a neuron of weight w in a score is, for every set
S of s more features,

    w ReLU(z(T) + sum of G_k over S) <= 1/s sum over S of w ReLU(s G_k + z(T))   where w > 0, by convexity,
    w ReLU(z(T) + sum of G_k over S) <= 1/s sum over S of c (s G_k + z(T))       where w < 0, for any w <= c <= 0,

because ReLU lies above every line through 0 of slope from 0 to 1; for a linear neuron both hold with c = w, and are
equalities. So s times a score is at most a sum of one term a feature, and no set of features with a smaller sum need
be looked at. Lower bounds are upper bounds of the score with its sign changed. Slots that stay empty are filled with
features that nothing receives.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import final

import numpy as np
import numpy.typing as npt

from verify.arrays import Longs
from verify.floats.fine import Units
from verify.floats.machine import worst_losses
from verify.floats.network import FloatNetwork
from verify.floats.precision import Reals
from verify.floats.rounding import Rounded, cutoffs, rounded
from verify.statement.gates import Gate
from verify.statement.problem import Problem

BITS = range(49, 16, -4)
MOST = 2**52
"""Every sum in a bound is an integer below this: float64 adds them exactly, whatever the order."""
STEPS = 127
"""Slopes are counted in 127ths."""
MOST_SLOTS = 32
MOST_CASES = 2**12
"""Sets of active inputs of one gate."""
Slopes = npt.NDArray[np.int8]
"""0..127 for every neuron."""


@final
@dataclass(frozen=True, eq=False)
class Side:
    """One output where it must be `truth`: surely right unless `weights` x > `limit`, x the hidden neurons (n,).

    `convex` are the weights that the convex bound is for, and 0 besides.
    """

    output: int
    truth: bool
    weights: Reals
    convex: Reals
    limit: int


@final
class TwoLayers:
    """The network rounded to integers, in float64: `words` (features and slots, n) what each feature adds to z.

    The last `filling` rows are 0: features that nothing receives, one a slot. Errors: ValueError for networks of
    other depths; OverflowError where no scale keeps all sums of bounds below 2**52.
    """

    def __init__(self, network: FloatNetwork, active: int) -> None:
        if len(network.layers) != 2:
            raise ValueError(f"bounds are for networks of one hidden layer, not of {len(network.layers) - 1}")
        self.rounded, self.filling = _rounded_for_bounds(network, active), active
        first, last = self.rounded.layers
        self.words = np.concatenate([first.weights.T, np.zeros((active, len(first.bias)))])
        self.bias, self.rectified = first.bias, first.rectified
        self.floor = np.where(first.rectified, 0.0, -np.inf)
        self._network, self._reading, self._offsets = network, last.weights, last.bias
        self.doubt: str | None = None
        self._errors: Units = self.rounded.errors
        try:
            self._errors = self._errors + worst_losses(network, active)
        except OverflowError as error:
            self.doubt = str(error)

    def sides(self) -> list[tuple[Side, Side]]:
        """Of every output the sides on which it must be 0, and 1.

        What is surely right is so in exact arithmetic, and as executed too unless `doubt` says why nothing is.
        """
        above, below = cutoffs(self._network, self.rounded.scales, self._errors)
        found = []
        for output, (weights, offset) in enumerate(zip(self._reading, self._offsets.tolist(), strict=True)):
            most = MOST // MOST_SLOTS
            zero = min(max(int(below[output]) - int(offset), -most), most)
            one = min(max(int(offset) - int(above[output]), -most), most)
            found.append((self._side(output, False, weights, zero), self._side(output, True, -weights, one)))
        return found

    def _side(self, output: int, truth: bool, weights: Reals, limit: int) -> Side:
        return Side(output, truth, weights, np.where(self.rectified & (weights > 0), weights, 0.0), limit)

    def lines(self, side: Side, slopes: Slopes) -> Reals:
        """c of every neuron with the slope it is given: w where it is linear, 0 where the convex bound is taken."""
        with_slopes = np.maximum(np.floor(side.weights * slopes / STEPS), side.weights)
        return np.where(self.rectified, np.where(side.weights < 0, with_slopes, 0.0), side.weights)

    def terms(self, side: Side, state: Reals, free: Longs, slots: int, lines: Reals) -> Reals:
        """The term of every free feature, `slots` being free and z = `state` so far."""
        z = self.words[free]
        z *= slots
        z += state
        found = z @ lines
        np.maximum(z, 0, out=z)
        found += z @ side.convex
        return found

    def exceeding(self, side: Side, state: Reals, sets: Longs) -> Longs:
        """Which sets of features, one a row, added to z = `state`, are not surely right."""
        z = self.words[sets[:, 0]]
        for features in sets.T[1:]:
            z += self.words[features]
        z += state
        np.maximum(z, self.floor, out=z)
        return np.flatnonzero(z @ side.weights > side.limit)


def cases(problem: Problem, output: int) -> Iterator[tuple[tuple[int, ...], bool]]:
    """All sets of at most v active inputs of a gate, with its value: no other feature changes that.

    >>> from verify import TwoAnd
    >>> list(cases(TwoAnd(inputs=3, sparsity=1, pairs=((0, 1),)), 0))
    [((), False), ((0,), False), ((1,), False)]
    """
    gate = problem.gates[output]
    for k in range(min(problem.sparsity, len(gate.inputs)) + 1):
        for active in combinations(gate.inputs, k):
            yield active, gate.value(active)


def cannot_branch(problem: Problem, network: FloatNetwork) -> str | None:
    """Why there are no such bounds for this question, or None."""
    if len(network.layers) != 2:
        return f"bounds are for networks of one hidden layer, not of {len(network.layers) - 1}"
    if problem.is_circuit:
        return "bounds are for problems of one level of gates, not for circuits"
    if problem.sparsity > MOST_SLOTS:
        return f"bounds are for at most {MOST_SLOTS} active features, not {problem.sparsity}"
    if any(_count(gate, problem.sparsity) > MOST_CASES for gate in problem.gates):
        return f"bounds are for gates with at most {MOST_CASES} sets of active inputs"
    return None


def _count(gate: Gate, sparsity: int) -> int:
    return sum(comb(len(gate.inputs), k) for k in range(min(sparsity, len(gate.inputs)) + 1))


def _rounded_for_bounds(network: FloatNetwork, active: int) -> Rounded:
    """Integers such that nothing is dropped between the layers and every sum of `active` terms stays below 2**52."""
    for bits in BITS:
        found = rounded(network, active, bits=bits, drops=False)
        first, last = found.layers
        if first.drop:
            continue
        widest = np.abs(first.weights).max(axis=1)
        sizes = [2 * active * int(most) + abs(int(b)) for most, b in zip(widest, first.bias, strict=True)]
        sums = [sum(abs(int(w)) * size for w, size in zip(row, sizes, strict=True)) for row in last.weights]
        if active * (max(sums) + 2) < MOST and max(sums) + 2 < MOST // MOST_SLOTS:
            return found
    raise OverflowError("no scale keeps the sums of bounds on this network below 2**52")
