"""Bounds on a float network of any depth: what an output reads, bounded by a sum over the first hidden layer (ours).

All numbers are integers that float64 holds, x_l = rint(f(z_l) / 2**d_l) with f(z) = max(z, 0) where a neuron is
rectified, else z.

The intervals are such bounds themselves, from the second layer upwards. On the way q, ends of intervals, biases and the
first layer are rounded to `BITS` bits or fewer, so that all sums are exact; what that may cost is added. Details:
docs/methods.md.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple, final

import numpy as np

from verify.arrays import Bools, Longs, Reals
from verify.floats.composed import composed
from verify.floats.exact_values import Exact
from verify.floats.first_sums import STEPS, FirstLayer, Side, Slopes, sides_of
from verify.floats.network import FloatNetwork
from verify.floats.to_integers import Rounded, RoundedLayer, rounded

BITS = 24
SCALES = (53, 45, 37)
"""Bits of the sums of the integer network, the first that suffice for its weights."""
WORDS = 2**22
"""Numbers of intervals that are kept for nodes to come."""


class Interval(NamedTuple):
    """low <= f(z) / 2**d <= high before f, in units of x: whole numbers, neuron by neuron."""

    low: Reals
    high: Reals


class Bound(NamedTuple):
    """Row by row: at most 2**`unit` (`weights` f(z_1) + `more`), Python integers but for the weights."""

    weights: Reals
    more: Exact
    unit: Exact


Choose = Callable[[int, Reals, Interval], Reals]
"""Of layer l, q and the intervals of its neurons: c in place of q, any integers at most as large as q."""


@final
class Deeper:
    """The network in integers, its linear layers at the start multiplied out. Errors: OverflowError, no scale fits."""

    def __init__(self, network: FloatNetwork, active: int) -> None:
        whole, errors = composed(network, active)
        self._active, self.widths = active, whole.widths[1:-1]
        self.slopes, self.widest = sum(self.widths), max(self.widths)
        # Of q: s (s + 1) 2**BITS sums of 2 |q| stay below 2**52, and so do sums of |q| W.
        self._bits = 51 - BITS - 2 * active.bit_length()
        found = self._rounded(whole)
        self.layers = found.layers
        self.outputs, self.doubt = sides_of(network, active, found, found.errors + errors, 1 << 60)
        first = self.layers[0]
        self.first = FirstLayer(first, active)
        # The first layer in units in which z has few bits, for terms.
        falls, rises = (np.sort(sign * self.first.words, axis=0)[:active].sum(axis=0) for sign in (1, -1))
        self._unit = max(0, _bits(np.abs(first.bias) - np.minimum(falls, rises)) - BITS)
        few = _over(first.weights, self._unit), _over(first.bias, self._unit)
        self.coarse = FirstLayer(RoundedLayer(*few, first.rectified, 0), active)
        self._known: dict[tuple[int, tuple[int, ...]], list[Interval]] = {}

    def _rounded(self, whole: FloatNetwork) -> Rounded:
        for bits in SCALES:
            found = rounded(whole, self._active, bits=bits)
            largest = [float(np.abs(layer.weights).max()) for layer in found.layers[1:-1]]
            read = float(np.abs(found.layers[-1].weights).sum(axis=1).max())
            if max(largest, default=0) < 2 ** (50 - self._bits) and read < 2**52 and self.widest < 2**self._bits:
                return found
        raise OverflowError("no scale keeps the sums of bounds on this network below 2**52")

    def terms(
        self, side: Side, active: tuple[int, ...], state: Reals, free: Longs, slopes: Slopes
    ) -> tuple[Reals, int]:
        """As `TwoLayers.terms`: the term of every free feature, and what s of them must exceed."""
        starts, slots = np.cumsum((0, *self.widths)), self._active - len(active)

        def stated(level: int, q: Reals, _: Interval) -> Reals:
            return np.rint(q * slopes[starts[level] : starts[level + 1]] / STEPS)

        bound = self._to_first(side.weights[None, :], len(self.layers) - 2, self.intervals(active, state), stated)
        unit, more = int(bound.unit[0]), int(bound.more[0])
        limit = (side.limit >> unit if unit >= 0 else side.limit << -unit) - more
        most = 1 << 52 - self._active.bit_length()  # No s-th of a sum of terms is as large.
        terms = self.coarse.terms(_over(state, self._unit), free, slots, bound.weights[0], slopes[: self.widths[0]])
        return terms, slots * min(max(limit, -most), most)

    def sums(self, side: Side, state: Reals, sets: Longs) -> Reals:
        """What `side` limits, with sets of features, one a row, added to z = `state`."""
        x = self.first.neurons(state, sets)
        for before, layer in pairwise(self.layers[:-1]):
            x = _over(x, before.drop) @ layer.weights.T + layer.bias
            np.maximum(x, np.where(layer.rectified, 0.0, -np.inf), out=x)
        return _over(x, self.layers[-2].drop) @ side.weights

    def intervals(self, active: tuple[int, ...], state: Reals) -> list[Interval]:
        """Of every hidden layer, with these active features and any others in the slots that are left."""
        features = len(self.first.words) - self._active
        slots, key = self._active - len(active), tuple(sorted(j for j in active if j < features))
        if (slots, key) not in self._known:
            if len(self._known) * self.slopes > WORDS:
                self._known.clear()
            self._known[slots, key] = self._intervals(slots, key, state)
        return self._known[slots, key]

    def _intervals(self, slots: int, active: tuple[int, ...], state: Reals) -> list[Interval]:
        free, first = np.setdiff1d(np.arange(len(self.first.words)), active), self.layers[0]
        ordered = np.sort(self.first.words[free], axis=0)
        low, high = state + ordered[:slots].sum(axis=0), state + ordered[-slots:].sum(axis=0)
        found = [_interval(_whole(low), _whole(high), first.drop)]
        slopes = np.floor(STEPS * _share(Interval(low, high))).astype(np.int8)
        for level, layer in enumerate(self.layers[1:-1]):
            bound = self._to_first(np.concatenate([layer.weights, -layer.weights]), level, found, _chord)
            terms = self.coarse.terms(_over(state, self._unit), free, slots, bound.weights, slopes)
            largest = np.partition(terms, len(free) - slots, axis=0)[len(free) - slots :].sum(axis=0)
            most = [
                (int(total) // slots + more) << unit if unit >= 0 else -(-(int(total) // slots + more) >> -unit)
                for total, more, unit in zip(largest, bound.more, bound.unit, strict=True)
            ]
            bias, ends = _whole(layer.bias), np.array(most, dtype=object)
            found.append(_interval(bias - ends[len(bias) :], bias + ends[: len(bias)], layer.drop))
        return found

    def _to_first(self, raw: Reals, level: int, known: list[Interval], choose: Choose) -> Bound:
        """A bound on raw x, row by row, x being that of hidden layer `level`."""
        more, unit = np.zeros(len(raw), dtype=object), np.zeros(len(raw), dtype=object)
        for place in range(level, -1, -1):
            layer, interval = self.layers[place], known[place]
            # Few bits: what is cut off of an entry is at most half a unit times |x|.
            places = np.maximum(np.frexp(np.abs(raw).sum(axis=1))[1] - self._bits, 0)
            q = np.rint(np.ldexp(raw, -places[:, None]))
            size = np.abs([_after(layer.rectified, end) for end in interval]).max(axis=0)
            cut, lost = places.astype(object), int(np.ceil(size.sum() / 2))
            more, unit = -(-more >> cut) + np.where(places > 0, lost, 0), unit + cut
            if layer.drop:  # rint moves every x by at most 1/2.
                more = more + _half(q)
            more, unit = more << layer.drop, unit - layer.drop
            if place == 0:
                if self._unit:  # A state and the words of all slots are off by at most half a unit each.
                    more = -(-more >> self._unit) + _half(q) * (self._active + 1)
                return Bound(q, more, unit + self._unit)
            c = np.where(layer.rectified, choose(place, q, interval), q)
            kink = np.clip(0, interval.low, interval.high)
            gaps = [q * _after(layer.rectified, t) - c * t for t in (*interval, kink)]
            more = more + (_whole(np.max(gaps, axis=0).sum(axis=1)) << layer.drop)
            down = max(0, _bits(layer.bias) - BITS)
            offset: Exact = _whole(c @ _over(layer.bias, down)) + (_half(c) if down else 0)
            more = more + (offset << down)
            raw = c @ layer.weights
        raise ValueError(f"level must be that of a hidden layer, not {level}")


def _after(rectified: Bools, z: Reals) -> Reals:
    return np.where(rectified, np.maximum(z, 0), z)


def _over(values: Reals, places: int) -> Reals:
    """rint(values / 2**places), off by at most 1/2, and by nothing without places."""
    return np.rint(np.ldexp(values, -places))


def _whole(values: Reals) -> Exact:
    """Whole numbers as Python integers."""
    return np.array([int(value) for value in values.tolist()], dtype=object)


def _half(rows: Reals) -> Exact:
    """Of every row half of the sum of |entries|, rounded up."""
    return _whole(np.ceil(np.abs(rows).sum(axis=1) / 2))


def _interval(low: Exact, high: Exact, drop: int) -> Interval:
    """In units of x, of few bits, rounded outwards; no number of the integer network is beyond 2**53."""
    low, high = np.maximum(low, -(1 << 53)), np.minimum(high, 1 << 53)
    size = max(int(np.abs(end).max()) for end in (low, high)).bit_length()
    places = max(0, size - drop - BITS)
    least, most = low >> drop + places, -(-high >> drop + places)
    return Interval(np.ldexp(least.astype(np.float64), places), np.ldexp(most.astype(np.float64), places))


def _bits(values: Reals) -> int:
    """The bits of the largest whole number."""
    return int(np.frexp(np.abs(values).max())[1])


def _share(interval: Interval) -> Reals:
    """The slope of the line through both ends of a rectified neuron: 0 if it is never above 0, 1 if never below."""
    low, high = np.minimum(interval.low, 0), np.maximum(interval.high, 0)
    return np.asarray(high / np.maximum(high - low, 1))


def _chord(_: int, q: Reals, interval: Interval) -> Reals:
    """The line through both ends from above; from below that through 0 which is nearer to most of the interval."""
    share = _share(interval)
    return np.trunc(q * np.where(q > 0, share, np.rint(share)))
