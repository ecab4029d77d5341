"""Slopes of a node for bounds on networks of any depth, by subgradient steps in floating point."""

from typing import final

import numpy as np

from verify.arrays import Longs, Reals
from verify.floats.bound_tree import Node
from verify.floats.deeper import Deeper, Interval
from verify.floats.first_sums import STEPS, Slopes


@final
class DeepSlopes:
    """The bound of a node as a function of all slopes, in floats, and its derivative."""

    def __init__(self, bounds: Deeper, node: Node) -> None:
        self._first, self._node = bounds.first, node
        self._layers = bounds.layers[:-1]
        self._known = bounds.intervals(node.active, node.state)
        self._starts = np.cumsum((0, *bounds.widths))
        self._weights = node.side.weights / max(1.0, float(np.abs(node.side.weights).max()))

    def start(self, first: Slopes) -> Slopes:
        """`first` for the first layer, and for others the line through both ends, or that through 0."""
        slopes = np.concatenate([first / STEPS, np.zeros(int(self._starts[-1]) - len(first))])
        q = self._weights
        for level in range(len(self._layers) - 1, 0, -1):
            low, high = np.minimum(self._known[level].low, 0), np.maximum(self._known[level].high, 0)
            share = high / np.maximum(high - low, 1)
            mine = slice(self._starts[level], self._starts[level + 1])
            slopes[mine] = np.where(q > 0, share, np.rint(share))
            q = self._before(level, np.where(self._layers[level].rectified, q * slopes[mine], q))
        return stored(slopes)

    def look_at(self, near: Longs) -> None:
        """Take the bound over these features from now on."""
        self._z = self._node.slots * self._first.words[near] + self._node.state

    def bound(self, a: Reals) -> float:
        """The bound with these slopes."""
        return self._derivative(a)[0]

    def slope(self, a: Reals) -> Reals:
        """The derivative of the bound by every slope."""
        return self._derivative(a)[1]

    def _before(self, level: int, c: Reals) -> Reals:
        """q of the layer before, from c of this one."""
        layer = self._layers[level]
        found: Reals = c @ layer.weights * 2.0**-layer.drop
        return found

    def _derivative(self, a: Reals) -> tuple[float, Reals]:
        parts = np.split(a, self._starts[1:-1])
        found = [np.zeros_like(part) for part in parts]
        q = [self._weights]
        for level in range(len(self._layers) - 1, 0, -1):
            q.insert(0, self._before(level, np.where(self._layers[level].rectified, q[0] * parts[level], q[0])))
        first, slots, z = self._first, self._node.slots, self._z
        lines = np.where(first.rectified, np.where(q[0] < 0, q[0] * parts[0], 0), q[0])
        top = np.argpartition(-(np.maximum(z, 0) @ first.convex(q[0]) + z @ lines), slots - 1)[:slots]
        mean = z[top].mean(axis=0)
        falling = first.rectified & (q[0] < 0)
        found[0] = np.where(falling, q[0] * mean, 0)
        x = np.where(falling, parts[0] * mean, np.where(first.rectified, np.maximum(z[top], 0).mean(axis=0), mean))
        for level, layer in enumerate(self._layers[1:], start=1):
            x = x * 2.0 ** -self._layers[level - 1].drop
            z = layer.weights @ x + layer.bias
            end = self._end(level, parts[level])
            above = layer.rectified & (q[level] > 0)
            found[level] = np.where(layer.rectified, q[level] * (z - np.where(above, end, 0)), 0)
            line = parts[level] * z + np.where(above, np.maximum(end, 0) - parts[level] * end, 0)
            x = np.where(layer.rectified, line, z)
        return float(self._weights @ x) * 2.0 ** -self._layers[-1].drop, np.concatenate(found)

    def _end(self, level: int, a: Reals) -> Reals:
        """The end of every interval that decides how high the line lies, in units of z."""
        known: Interval = self._known[level]
        low, high = known.low, known.high
        chosen = np.where(np.maximum(low, 0) - a * low > np.maximum(high, 0) - a * high, low, high)
        return chosen * 2.0 ** self._layers[level].drop


def stored(slopes: Reals) -> Slopes:
    """Slopes from 0 to 1 as they are kept."""
    return np.rint(slopes * STEPS).astype(np.int8)
