"""A bound on the error of every output on many supports at once, from the vertices of the rounded error function."""

from collections.abc import Iterator
from typing import NamedTuple, final

import numpy as np

from verify.arrays import Bools, Longs
from verify.reals.rounded import GRID_BITS, Rounded

CELLS = 2**20


class _Own(NamedTuple):
    """At most one unit of every output that no other output reads; where there is none, all is 0."""

    weights: Longs
    bias: Longs
    reading: Longs


class _Pairs(NamedTuple):
    """One feature x and k others y, by their columns; a point is on the grid and belongs to one of the pairs."""

    x: int
    y: Longs
    low: tuple[int, Longs]
    high: tuple[int, Longs]

    def holds(self, x: Longs, y: Longs, pair: Longs) -> Bools:
        """Which points lie in the boxes of their pairs."""
        return (x >= self.low[0]) & (x <= self.high[0]) & (y >= self.low[1][pair]) & (y <= self.high[1][pair])


_Points = tuple[Longs, Longs, Longs]
"""Points of the grid (x, y) and the number of the pair of each."""


@final
class Screen:
    """Bounds on the errors on blocks of supports.

    Units that several outputs read are shared: where their lines meet, all outputs are computed at once, by a matrix
    product that is exact because all partial sums are integers below 2**53. The line of a unit that only one output
    reads bends only that output. Feature m is none: its column is 0, its range from 0 to 0.
    """

    def __init__(self, function: Rounded, *, corners: bool = False) -> None:
        readers = (function.reading != 0).sum(axis=0)
        shared = np.flatnonzero(readers > 1)
        self._apart, self._shift, self._corners = function.apart, function.shift, corners
        self._constant = function.constant
        self._straight, self._slope = _with_none(function.straight), _with_none(function.slope)
        self._weights, self._bias = _with_none(function.weights[shared]), function.bias[shared]
        self._reading = function.reading[:, shared]
        self._floats = self._reading.astype(np.float64)
        self._own = _own_units(function, np.flatnonzero(readers == 1))
        self._low, self._high = np.append(function.low, 0), np.append(function.high, 0)

    @property
    def block(self) -> int:
        """How many supports to bound at a time, to stay within some 100 MB."""
        points = 5 + 2 * len(self._bias) + (len(self._bias) ** 2) // 8 * bool(self._bias.any())
        own = len(self._own) * (4 + len(self._bias))
        return max(1, CELLS // (len(self._constant) * (points + own)))

    def bounds(self, first: int, seconds: list[int]) -> Longs:
        """(m', k) over 2**exponent: |E_i(y)| <= bounds[i, p] for every output i and every y in the box of pair p.

        With `corners` for the corners of the boxes only. O(units^2 * (units + outputs)) operations a pair.
        """
        others = np.array(seconds)
        low, high = self._low, self._high
        pairs = _Pairs(first, others, (int(low[first]), low[others]), (int(high[first]), high[others]))
        most = np.zeros((len(self._constant), len(others)), dtype=np.int64)
        groups = [_corners(pairs)]
        if not self._corners:
            groups.extend(_meetings(self._weights, self._bias, pairs))
        for points in groups:
            self._raise_all(most, pairs, points)
        if not self._corners:
            for number in range(len(self._own)):
                self._raise_own(most, pairs, number)
        return np.asarray(most + self.looseness(first, seconds))

    def looseness(self, first: int, seconds: list[int]) -> Longs:
        """(m', k) over 2**exponent: the worst error on a pair is at most twice so much below its bound."""
        return np.asarray((self._apart + self._slope[:, first])[:, None] + self._slope[:, seconds])

    def _raise_all(self, most: Longs, pairs: _Pairs, points: _Points) -> None:
        """Raise `most` to the errors of all outputs at the points; sums are integers below 2**53, held in float64."""
        order = np.argsort(points[2], kind="stable")
        step = max(1, CELLS // len(most))
        for start in range(0, len(order), step):
            x, y, pair = (part[order[start : start + step]] for part in points)
            other = pairs.y[pair]
            fired = self._fired(self._weights[:, pairs.x, None], self._weights[:, other], self._bias[:, None], x, y)
            sums = self._floats @ fired.astype(np.float64)
            sums += self._constant[:, None]
            if self._straight.any():
                sums += self._straight[:, pairs.x, None] * x + self._straight[:, other] * y
            for own in self._own:
                a, b = own.weights[:, pairs.x], own.weights[:, pairs.y]
                rows = np.flatnonzero((a != 0) | (b != 0).any(axis=1) | (own.bias > 0))
                fired = self._fired(a[rows, None], b[rows][:, pair], own.bias[rows, None], x, y)
                sums[rows] += own.reading[rows, None] * fired
            np.abs(sums, out=sums)
            found, begins = np.unique(pair, return_index=True)
            largest = np.maximum.reduceat(sums, begins, axis=1).astype(np.int64)
            most[:, found] = np.maximum(most[:, found], largest)

    def _raise_own(self, most: Longs, pairs: _Pairs, number: int) -> None:
        """Raise `most` to the errors of outputs where their own lines `number` meet other lines or sides of the box."""
        own = self._own[number]
        bends = (own.weights[:, pairs.x, None] != 0) | (own.weights[:, pairs.y] != 0)
        rows, of = np.nonzero(bends & (own.reading[:, None] != 0))
        step = max(1, CELLS // ((len(self._bias) + 1) * (len(self._bias) + 4 + len(self._own))))
        for start in range(0, len(rows), step):
            row, pair = rows[start : start + step], of[start : start + step]
            x, y = self._own_points(pairs, number, row, pair)
            errors = np.abs(self._errors_of(pairs, row, pair, x, y)).max(axis=1)
            np.maximum.at(most, (row, pair), errors)

    def _own_points(self, pairs: _Pairs, number: int, row: Longs, pair: Longs) -> tuple[Longs, Longs]:
        """(t, q) points of t outputs `row`, each on its pair; what lies outside of the box is put into a corner."""
        own, other = self._own[number], pairs.y[pair]
        line = own.weights[row, pairs.x, None], own.weights[row, other][:, None], own.bias[row, None]
        shared = self._weights[:, pairs.x], self._weights[:, other].T, self._bias
        met = [_meet(*line, *shared), *_on_sides(*line, pairs, pair[:, None])]
        for next_own in self._own[number + 1 :]:
            second = next_own.weights[row, pairs.x, None], next_own.weights[row, other][:, None]
            met.append(_meet(*line, *second, next_own.bias[row, None]))
        x, y, real = (np.concatenate(parts, axis=1) for parts in zip(*met, strict=True))
        inside = real & pairs.holds(x, y, pair[:, None])
        return np.where(inside, x, pairs.low[0]), np.where(inside, y, pairs.low[1][pair, None])

    def _errors_of(self, pairs: _Pairs, row: Longs, pair: Longs, x: Longs, y: Longs) -> Longs:
        """(t, q): E~ of each output `row` (t,) on its pair, at q points of its own."""
        other = pairs.y[pair]
        sums = self._straight[row, pairs.x, None] * x + self._straight[row, other][:, None] * y
        sums += self._constant[row, None]
        weights = self._weights[:, pairs.x, None, None], self._weights[:, other][:, :, None]
        fired = self._fired(*weights, self._bias[:, None, None], x, y)
        sums += (self._reading[row].T[:, :, None] * fired).sum(axis=0)
        for own in self._own:
            a, b = own.weights[row, pairs.x, None], own.weights[row, other][:, None]
            sums += own.reading[row, None] * self._fired(a, b, own.bias[row, None], x, y)
        return np.asarray(sums)

    def _fired(self, a: Longs, b: Longs, c: Longs, x: Longs, y: Longs) -> Longs:
        """What units with the lines a x + b y + c answer at points of the grid, shifted; below 2**HIDDEN_BITS."""
        return np.asarray(np.maximum(a * x + b * y + (c << GRID_BITS), 0) >> self._shift)


def _with_none(matrix: Longs) -> Longs:
    """The matrix with a column of zeros for no feature."""
    return np.hstack([matrix, np.zeros((len(matrix), 1), dtype=np.int64)])


def _own_units(function: Rounded, units: Longs) -> list[_Own]:
    """The units that one output reads, in as many tables as an output has at most."""
    outputs, features = function.straight.shape
    tables: list[_Own] = []
    while len(units):
        rows, first = np.unique((function.reading[:, units] != 0).argmax(axis=0), return_index=True)
        taken, units = units[first], np.delete(units, first)
        weights = np.zeros((outputs, features + 1), dtype=np.int64)
        bias, reading = np.zeros((2, outputs), dtype=np.int64)
        weights[rows, :features], bias[rows] = function.weights[taken], function.bias[taken]
        reading[rows] = function.reading[rows, taken]
        tables.append(_Own(weights, bias, reading))
    return tables


def _corners(pairs: _Pairs) -> _Points:
    """The corners of all boxes."""
    count = len(pairs.y)
    x = np.repeat([pairs.low[0], pairs.low[0], pairs.high[0], pairs.high[0]], count)
    y = np.concatenate([pairs.low[1], pairs.high[1], pairs.low[1], pairs.high[1]])
    return x, y, np.tile(np.arange(count), 4)


def _meetings(weights: Longs, bias: Longs, pairs: _Pairs) -> Iterator[_Points]:
    """Points at most a step below where two lines, or a line and a side, meet in a box.

    Lines without a bias all meet in the origin, which is taken once.
    """
    pair = np.arange(len(pairs.y))
    origin = np.zeros(len(pair), dtype=np.int64)
    yield _inside(pairs, origin, origin, pair, np.ones(len(pair), dtype=np.bool_))
    a, b, c = weights[:, pairs.x, None], weights[:, pairs.y], bias[:, None]
    one, two = np.triu_indices(len(bias), 1)
    elsewhere = (bias[one] != 0) | (bias[two] != 0)
    one, two = one[elsewhere], two[elsewhere]
    step = max(1, CELLS // len(pair))
    for start in range(0, len(one), step):
        f, g = one[start : start + step], two[start : start + step]
        x, y, real = _meet(a[f], b[f], c[f], a[g], b[g], c[g])
        yield _inside(pairs, x, y, pair, real)
    for x, y, real in _on_sides(a, b, c, pairs, pair):
        yield _inside(pairs, x, y, pair, real)


def _inside(pairs: _Pairs, x: Longs, y: Longs, pair: Longs, real: Bools) -> _Points:
    """The points that are real and in their boxes, as lists."""
    x, y, pair = np.broadcast_arrays(x, y, pair)
    kept = real & pairs.holds(x, y, pair)
    return x[kept], y[kept], pair[kept]


def _meet(a: Longs, b: Longs, c: Longs, aa: Longs, bb: Longs, cc: Longs) -> tuple[Longs, Longs, Bools]:
    """Where the lines meet, rounded down to the grid, and whether they do; coefficients have at most UNIT_BITS."""
    whole = a * bb - b * aa
    real = whole != 0
    whole = np.where(real, whole, 1)
    x = ((b * cc - c * bb) << GRID_BITS) // whole
    y = ((c * aa - a * cc) << GRID_BITS) // whole
    return x, y, real


def _on_sides(a: Longs, b: Longs, c: Longs, pairs: _Pairs, pair: Longs) -> Iterator[tuple[Longs, Longs, Bools]]:
    """Where the lines meet the four sides of the boxes, as `_meet` has it."""
    shape = np.broadcast_shapes(a.shape, b.shape)
    for ends in (pairs.low, pairs.high):
        x, y = np.full(shape, ends[0]), np.broadcast_to(ends[1][pair], shape)
        yield x, _solved(a * x + (c << GRID_BITS), b), np.broadcast_to(b != 0, shape)
        yield _solved(b * y + (c << GRID_BITS), a), y, np.broadcast_to(a != 0, shape)


def _solved(rest: Longs, slope: Longs) -> Longs:
    return np.asarray(-rest // np.where(slope != 0, slope, 1))
