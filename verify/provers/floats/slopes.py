"""Slopes for the tree of bounds, by subgradient steps in floating point: whatever is found here is a valid bound."""

from typing import final

import numpy as np

from verify.arrays import Longs, Reals
from verify.floats.bound_tree import Node, TreeBounds, ends
from verify.floats.first_sums import STEPS, Slopes, TwoLayers
from verify.provers.floats.deep_slopes import DeepSlopes, stored

ROUNDS, TRIES = 2, 12
NEAR = 24
"""Candidates that steps look at, for each slot: those with the largest terms."""
RATE = 0.08
OWN = 1


@final
class SlopeSearch:
    """Slopes for nodes, which children take from their parents as long as that costs less than a search."""

    def __init__(self, bounds: TreeBounds) -> None:
        self._bounds = bounds
        self.found: list[Slopes] = []
        self.rows: list[int] = []

    def choose(self, node: Node) -> tuple[int, Slopes]:
        """The slopes of the parent where few sets are left with them, else new ones."""
        own = OWN * self._bounds.slopes * NEAR * node.slots * ROUNDS * TRIES
        row, bounds = node.row, self._bounds
        if row < 0 or self._work(node, self.found[row])[0] > own:
            descent = FlatSlopes(bounds, node) if isinstance(bounds, TwoLayers) else DeepSlopes(bounds, node)
            slopes = self.found[row] if row >= 0 else np.where(node.state > 0, 115, 12).astype(np.int8)
            if row < 0 and isinstance(descent, DeepSlopes):
                slopes = descent.start(slopes)
            self.found.append(self._better(node, slopes, descent))
            row = len(self.found) - 1
        self.rows.append(row)
        return row, self.found[row]

    def _work(self, node: Node, slopes: Slopes) -> tuple[float, Reals]:
        """About what the node costs with these slopes, in multiplications, and its terms."""
        slots = node.slots
        terms, goal = self._bounds.terms(node.side, node.active, node.state, node.free, slopes)
        ordered = -np.sort(-terms)
        found = ends(ordered, slots, float(goal))
        widths = (found - np.arange(1, len(found) + 1)).astype(np.float64)
        return float((widths ** (slots - 1)).sum()) * len(slopes), terms

    def _better(self, node: Node, slopes: Slopes, descent: "FlatSlopes | DeepSlopes") -> Slopes:
        """Slopes for which the largest sums of terms are small, by Adam: less work, or as much by a lower bound."""
        best, (work, terms) = slopes, self._work(node, slopes)
        least, a, step = (work, np.inf), slopes / STEPS, 0
        mean, square = np.zeros_like(a), np.zeros_like(a)
        for _ in range(ROUNDS):
            if not least[0]:
                break
            near = np.argpartition(-terms, min(len(terms) - 1, NEAR * node.slots))[: NEAR * node.slots]
            descent.look_at(node.free[near])
            if np.isinf(least[1]):
                least = (work, descent.bound(a))
            for _ in range(TRIES):
                step += 1
                slope = descent.slope(a)
                mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
                size = RATE / (1 + 0.1 * step)
                a = np.clip(a - size * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-30), 0, 1)
            now = stored(a)
            work, terms = self._work(node, now)
            if (found := (work, descent.bound(a))) < least:
                best, least = now, found
        return best


@final
class FlatSlopes:
    """The bound of a node as a function of the slopes of one hidden layer, and its derivative."""

    def __init__(self, bounds: TwoLayers, node: Node) -> None:
        self._node, self._words, side, first = node, bounds.first.words, node.side, bounds.first
        scale = 1 / max(1.0, float(np.abs(side.weights).max()) * float(np.abs(first.bias).max()))
        self._falling = np.where(first.rectified & (side.weights < 0), side.weights, 0.0) * scale
        self._rising = first.convex(side.weights) * scale
        self._straight = np.where(first.rectified, 0.0, side.weights * scale)

    def look_at(self, near: Longs) -> None:
        """Take the bound over these features from now on."""
        self._z = self._node.slots * self._words[near] + self._node.state
        self._fixed = np.maximum(self._z, 0) @ self._rising + self._z @ self._straight
        self._z *= self._falling

    def bound(self, a: Reals) -> float:
        """No bound: of slopes that leave as much work the first are taken."""
        return 0.0

    def slope(self, a: Reals) -> Reals:
        """The derivative of the bound by every slope."""
        slots = self._node.slots
        top = np.argpartition(-(self._fixed + self._z @ a), slots - 1)[:slots]
        found: Reals = self._z[top].sum(axis=0)
        return found
