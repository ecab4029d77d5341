"""A bound on the error of every output on one support, from the vertices of the rounded error function."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import final

import numpy as np
import numpy.typing as npt

from verify.reals.rounded import GRID_BITS, Integers, Rounded

CELLS = 2**21


@final
@dataclass(frozen=True)
class _Own:
    """At most one unit of every output that no other output reads; where there is none, all is 0."""

    weights: Integers
    bias: Integers
    reading: Integers


@final
@dataclass(frozen=True)
class _Box:
    """low <= point <= high on the grid, both (2,); a coordinate that there is not lies between 0 and 0."""

    low: Integers
    high: Integers

    def corners(self) -> Integers:
        """(4, 2), some of them twice where a side has no length."""
        (x, y), (xx, yy) = self.low, self.high
        return np.array([(x, y), (xx, y), (x, yy), (xx, yy)], dtype=np.int64)

    def holds(self, x: Integers, y: Integers) -> npt.NDArray[np.bool_]:
        """Which points lie in it."""
        return (x >= self.low[0]) & (x <= self.high[0]) & (y >= self.low[1]) & (y <= self.high[1])


@final
class Screen:
    """Bounds, one support at a time.

    Units that several outputs read are shared: where their lines meet, all outputs are computed at once, by a matrix
    product that is exact because all partial sums are integers below 2**53. The line of a unit that only one output
    reads bends only that output.
    """

    def __init__(self, function: Rounded) -> None:
        readers = (function.reading != 0).sum(axis=0)
        shared = np.flatnonzero(readers > 1)
        self._function = function
        self._weights, self._bias = function.weights[shared], function.bias[shared]
        self._reading = function.reading[:, shared]
        self._floats = self._reading.astype(np.float64)
        self._own = _own_units(function, np.flatnonzero(readers == 1))

    def bounds(self, support: Sequence[int], *, corners: bool = False) -> Integers:
        """(m',) over 2**exponent: for every y in the box of the support and every output i, |E_i(y)| <= bounds[i].

        With `corners` for the corners of the box only. O(units^2 * (units + outputs)) operations.
        """
        f, features = self._function, list(support)
        box = _Box(_two(f.low[features]), _two(f.high[features]))
        lines = _columns(self._weights, features)
        points = box.corners() if corners else np.concatenate([box.corners(), *_meetings(*lines, self._bias, box)])
        most = np.zeros(len(f.constant), dtype=np.int64)
        step = max(1, CELLS // len(most))
        for start in range(0, len(points), step):
            found = self._errors(features, lines, points[start : start + step])
            np.maximum(most, np.abs(found).max(axis=1), out=most)
        for number in range(0 if corners else len(self._own)):
            self._raise(most, number, features, lines, box)
        return np.asarray(most + self.looseness(support))

    def looseness(self, support: Sequence[int]) -> Integers:
        """(m',) over 2**exponent: the worst error on the support is at most twice so much below its bound."""
        return np.asarray(self._function.apart + self._function.slope[:, list(support)].sum(axis=1))

    def _errors(self, features: list[int], lines: tuple[Integers, Integers], points: Integers) -> Integers:
        """(m', n): E~ of every output at every point (n, 2)."""
        f = self._function
        x, y = points.T
        fired = _fired(lines[0][:, None], lines[1][:, None], self._bias[:, None], x, y, f.shift)
        sums = (self._floats @ fired.astype(np.float64)).astype(np.int64) + f.constant[:, None]
        along, across = _columns(f.straight, features)
        sums += along[:, None] * x + across[:, None] * y
        for own in self._own:
            a, b = _columns(own.weights, features)
            rows = np.flatnonzero((a != 0) | (b != 0) | (own.bias > 0))
            fired = _fired(a[rows, None], b[rows, None], own.bias[rows, None], x, y, f.shift)
            sums[rows] += own.reading[rows, None] * fired
        return sums

    def _raise(
        self, most: Integers, number: int, features: list[int], lines: tuple[Integers, Integers], box: _Box
    ) -> None:
        """Raise `most` to the errors where the outputs' own lines `number` meet other lines or the sides of the box."""
        own = self._own[number]
        a, b = _columns(own.weights, features)
        rows = np.flatnonzero((a != 0) | (b != 0))
        if not len(rows):
            return
        a, b, c = a[rows, None], b[rows, None], own.bias[rows, None]
        others = [_meet(a, b, c, lines[0], lines[1], self._bias), *_on_sides(a, b, c, box)]
        for other in self._own[number + 1 :]:
            along, across = _columns(other.weights, features)
            others.append(_meet(a, b, c, along[rows, None], across[rows, None], other.bias[rows, None]))
        x, y, real = (np.concatenate(parts, axis=1) for parts in zip(*others, strict=True))
        inside = real & box.holds(x, y)
        x, y = np.where(inside, x, box.low[0]), np.where(inside, y, box.low[1])
        errors = np.abs(self._errors_of(rows, features, lines, x, y))
        most[rows] = np.maximum(most[rows], errors.max(axis=1))

    def _errors_of(
        self, rows: Integers, features: list[int], lines: tuple[Integers, Integers], x: Integers, y: Integers
    ) -> Integers:
        """(k, n): E~ of the outputs `rows` (k,), each at n points of its own."""
        f = self._function
        along, across = _columns(f.straight, features)
        sums = along[rows, None] * x + across[rows, None] * y + f.constant[rows, None]
        for unit in range(len(self._bias)):
            fired = _fired(lines[0][unit], lines[1][unit], self._bias[unit], x, y, f.shift)
            sums += self._reading[rows, unit, None] * fired
        for own in self._own:
            a, b = _columns(own.weights, features)
            fired = _fired(a[rows, None], b[rows, None], own.bias[rows, None], x, y, f.shift)
            sums += own.reading[rows, None] * fired
        return np.asarray(sums)


def _own_units(function: Rounded, units: Integers) -> list[_Own]:
    """The units that one output reads, in as many tables as an output has at most."""
    outputs, features = function.straight.shape
    tables: list[_Own] = []
    taken = np.zeros(outputs, dtype=np.int64)
    for unit in units:
        output = int(np.flatnonzero(function.reading[:, unit])[0])
        if taken[output] == len(tables):
            empty = np.zeros((outputs, features), dtype=np.int64)
            tables.append(_Own(empty, np.zeros(outputs, dtype=np.int64), np.zeros(outputs, dtype=np.int64)))
        table = tables[taken[output]]
        table.weights[output], table.bias[output] = function.weights[unit], function.bias[unit]
        table.reading[output] = function.reading[output, unit]
        taken[output] += 1
    return tables


def _fired(a: Integers, b: Integers, c: Integers, x: Integers, y: Integers, shift: int) -> Integers:
    """What units with the lines a x + b y + c answer at points of the grid, shifted; below 2**HIDDEN_BITS."""
    return np.asarray(np.maximum(a * x + b * y + (c << GRID_BITS), 0) >> shift)


def _meetings(a: Integers, b: Integers, c: Integers, box: _Box) -> Iterator[Integers]:
    """(n, 2) points of the grid, each at most a step below a meeting of two lines, or of a line and a side, in the box.

    Lines through the origin all meet there.
    """
    origin = np.zeros((1, 2), dtype=np.int64)
    yield origin[box.holds(*origin.T)]
    first, second = np.triu_indices(len(c), 1)
    apart = (c[first] != 0) | (c[second] != 0)
    one, two = first[apart], second[apart]
    for x, y, real in (_meet(a[one], b[one], c[one], a[two], b[two], c[two]), *_on_sides(a, b, c, box)):
        inside = real & box.holds(x, y)
        yield np.stack([x[inside], y[inside]], axis=1)


def _meet(
    a: Integers, b: Integers, c: Integers, aa: Integers, bb: Integers, cc: Integers
) -> tuple[Integers, Integers, npt.NDArray[np.bool_]]:
    """Where the lines meet, rounded down to the grid, and whether they do; coefficients have at most UNIT_BITS."""
    whole = a * bb - b * aa
    real = whole != 0
    whole = np.where(real, whole, 1)
    x = ((b * cc - c * bb) << GRID_BITS) // whole
    y = ((c * aa - a * cc) << GRID_BITS) // whole
    return x, y, real


def _on_sides(
    a: Integers, b: Integers, c: Integers, box: _Box
) -> Iterator[tuple[Integers, Integers, npt.NDArray[np.bool_]]]:
    """Where the lines meet the four sides, as `_meet` has it."""
    for ends in (box.low, box.high):
        yield np.broadcast_to(ends[0], a.shape), _solved(a * ends[0] + (c << GRID_BITS), b), b != 0
        yield _solved(b * ends[1] + (c << GRID_BITS), a), np.broadcast_to(ends[1], a.shape), a != 0


def _solved(rest: Integers, slope: Integers) -> Integers:
    return np.asarray(-rest // np.where(slope != 0, slope, 1))


def _columns(matrix: Integers, features: list[int]) -> tuple[Integers, Integers]:
    """The columns of at most two features, 0 for one that there is not."""
    columns = [matrix[:, feature] for feature in features]
    missing = [np.zeros(len(matrix), dtype=np.int64)] * (2 - len(columns))
    first, second = [*columns, *missing]
    return first, second


def _two(values: Integers) -> Integers:
    return np.concatenate([values, np.zeros(2 - len(values), dtype=np.int64)])
