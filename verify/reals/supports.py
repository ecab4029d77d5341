"""Supports, at most two features that are not 0: all of them, bounded in blocks on all cores, and the largest error of
one output on one, over the vertices of its bends, exactly."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from itertools import islice, product
from math import comb
from typing import NamedTuple, final

import numpy as np

from verify.arrays import Longs
from verify.floats.exact_values import Exact
from verify.reals.error_function import ErrorFunction
from verify.reals.problem import RealProblem
from verify.reals.support_bounds import Screen

Support = tuple[int, ...]
"""The features that are not 0, ascending, at most two."""
Block = tuple[int, list[int], Longs]
KEPT = 4096
"""Functions whose worst errors are remembered."""


@final
class Supports:
    """Supports such that every admissible input has values of its features on one of them, and 0 elsewhere.

    Those of v features, where 0 is a value of every feature; else those of fewer features too. Errors: ValueError for a
    sparsity above 2.

    >>> from verify.reals.problem import autoencoder
    >>> list(Supports(autoencoder(3, 2)).blocks(most=9)), Supports(autoencoder(3, 2)).count
    ([(0, [1, 2]), (1, [2])], 3)
    """

    def __init__(self, problem: RealProblem) -> None:
        if problem.sparsity > 2:
            raise ValueError(f"worst errors are known for at most two active features, not {problem.sparsity}")
        at_ends = all(0 in ends for ends in problem.ranges)
        zero = at_ends if problem.corners else all(low <= 0 <= high for low, high in problem.ranges)
        self._sizes = range(problem.sparsity if zero else 0, problem.sparsity + 1)
        self._features = problem.features

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(comb(self._features, size) for size in self._sizes)

    def blocks(self, most: int) -> Iterator[tuple[int, list[int]]]:
        """All of them as (one feature, others with it), at most `most` others at a time; m stands for no feature."""
        none = self._features
        for size in self._sizes:
            firsts = range(none) if size == 2 else [none]
            for first in firsts:
                seconds = [[none], range(none), range(first + 1, none)][size]
                for start in range(0, len(seconds), most):
                    yield first, list(seconds[start : start + most])

    def support(self, first: int, second: int) -> Support:
        """The features of a pair of a block, without m, which stands for none."""
        return tuple(feature for feature in (first, second) if feature < self._features)


def scan(screen: Screen, kept: Supports) -> Iterator[Block]:
    """(first, seconds, bounds) of every block, in the order of `kept`.

    Threads share nothing but the screen, which they only read; numpy lets go of the interpreter in its loops.
    """
    workers = os.cpu_count() or 1
    blocks = kept.blocks(screen.block)
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Block]] = deque(
            pool.submit(_bounded, screen, *block) for block in islice(blocks, 2 * workers)
        )
        try:
            while waiting:
                done = waiting.popleft().result()
                waiting.extend(pool.submit(_bounded, screen, *block) for block in islice(blocks, 1))
                yield done
        finally:
            for future in waiting:
                future.cancel()


def _bounded(screen: Screen, first: int, seconds: list[int]) -> Block:
    return first, seconds, screen.bounds(first, seconds)


class Worst(NamedTuple):
    """An input, as (feature, value) pairs, and the size of the output's error there."""

    error: Fraction
    input: tuple[tuple[int, Fraction], ...]


@final
class WorstOn:
    """`worst_on` of one problem, computed once for all supports on which an output is the same function of them.

    Symmetric networks have many such supports. `computed` counts what was not known; at most `KEPT` functions are.
    """

    def __init__(self, problem: RealProblem, function: ErrorFunction) -> None:
        self._problem, self._function, self.computed = problem, function, 0
        self._known: dict[object, tuple[Fraction, list[Fraction]]] = {}

    def __call__(self, output: int, support: Support) -> Worst:
        """What `worst_on` says, but for the order in which equal errors are tried."""
        same = self._same(output, support)
        if same not in self._known:
            worst = worst_on(self._problem, self._function, output, support)
            self.computed += 1
            if len(self._known) < KEPT:
                self._known[same] = worst.error, [value for _, value in worst.input]
            return worst
        error, values = self._known[same]
        return Worst(error, tuple(zip(support, values, strict=True)))

    def _same(self, output: int, support: Support) -> object:
        """All that E_output on the support depends on; units in an order of their own."""
        function, used = self._function, np.flatnonzero(self._function.reading[output])
        columns = [function.weights[used, j].tolist() for j in support]
        units = sorted(
            zip(function.reading[output, used].tolist(), function.bias[used].tolist(), *columns, strict=True)
        )
        straight = [function.straight[output, j] for j in support]
        return function.constant[output], tuple(straight), tuple(units), tuple(self._problem.ranges[j] for j in support)


def worst_on(problem: RealProblem, function: ErrorFunction, output: int, support: Support) -> Worst:
    """The largest |E_output(y)| over the y in the ranges of the `support`, 0 elsewhere, and a y that attains it.

    Why (ours): in the box of the support E_output is linear between the lines on which its units are 0, so that |E| is
    largest at a vertex: where two lines meet, or a line and a side, or in a corner. O(units^3) integer operations.
    """
    ends = [problem.ranges[j] for j in support] + [(Fraction(0),)] * (2 - len(support))
    points = np.array([_point(x, y) for x, y in product(*ends)], dtype=object)
    if not problem.corners:
        points = np.concatenate([points, *_crossings(_lines(function, output, support), ends)])
    errors = np.abs(function.scaled(output, list(support), points[:, : len(support)].T, points[:, -1]))
    best = 0
    for k in range(1, len(points)):  # errors are over points[:, -1], which differ
        if errors[k] * points[best, -1] > errors[best] * points[k, -1]:
            best = k
    whole = points[best, -1]
    values = [Fraction(int(c), int(whole)) for c in points[best, : len(support)]]
    return Worst(Fraction(int(errors[best]), int(whole) << function.exponent), tuple(zip(support, values, strict=True)))


def _lines(function: ErrorFunction, output: int, support: Support) -> Exact:
    """(k, 3) the lines a x + b y + c = 0 on which E_output may bend, without repeats of one form."""
    used = np.flatnonzero(function.reading[output])
    rows = np.zeros((len(used), 3), dtype=object)
    rows[:, : len(support)] = function.weights[used][:, list(support)]
    rows[:, 2] = function.bias[used]
    return rows[[bool(a or b) for a, b, _ in rows]]


def _point(x: Fraction, y: Fraction) -> tuple[int, int, int]:
    """(x, y, whole), which stands for the point (x / whole, y / whole)."""
    whole = max(x.denominator, y.denominator)  # powers of two both
    return x.numerator * (whole // x.denominator), y.numerator * (whole // y.denominator), whole


def _crossings(lines: Exact, ends: Sequence[tuple[Fraction, ...]]) -> list[Exact]:
    """Points (k, 3), as `_point` has them, where lines meet lines or sides, inside the box."""
    upright = [(end.denominator, 0, -end.numerator) for end in ends[0]]
    level = [(0, end.denominator, -end.numerator) for end in ends[1]]
    sides, found = np.array(upright + level, dtype=object), []
    for k, (a, b, c) in enumerate(lines):
        others = np.concatenate([lines[k + 1 :], sides])
        whole = a * others[:, 1] - b * others[:, 0]
        sign = np.where(whole < 0, -1, 1).astype(object)
        x, y = b * others[:, 2] - c * others[:, 1], c * others[:, 0] - a * others[:, 2]
        points = np.stack([x * sign, y * sign, whole * sign], axis=1)
        found.append(points[_inside(points, ends)])
    return found


def _inside(points: Exact, ends: Sequence[tuple[Fraction, ...]]) -> list[bool]:
    whole = points[:, 2]
    inside = whole > 0
    for place in (0, 1):
        low, high = min(ends[place]), max(ends[place])
        inside &= points[:, place] * low.denominator >= low.numerator * whole
        inside &= points[:, place] * high.denominator <= high.numerator * whole
    return [bool(value) for value in inside]
