"""Slopes for the tree of bounds, by subgradient steps in floating point: whatever is found here is a valid bound."""

from typing import final

import numpy as np

from verify.arrays import Reals
from verify.floats.bound_tree import Node, TreeBounds, ends
from verify.floats.first_sums import STEPS, Slopes, TwoLayers
from verify.provers.floats.deep_slopes import DeepSlopes

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
        if node.row >= 0:
            slopes, before = self.found[node.row], node.row
            if self._work(node, slopes)[0] <= own:
                self.rows.append(before)
                return before, slopes
        else:
            slopes, before = np.where(node.state > 0, 115, 12).astype(np.int8), -1
        if isinstance(self._bounds, TwoLayers):
            self.found.append(self._better(node, self._bounds, slopes))
        else:
            search = DeepSlopes(self._bounds, node)
            slopes = search.start(slopes) if node.row < 0 else slopes
            self.found.append(search.better(slopes, lambda tried: self._work(node, tried)))
        self.rows.append(len(self.found) - 1)
        return len(self.found) - 1, self.found[-1]

    def _work(self, node: Node, slopes: Slopes) -> tuple[float, Reals]:
        """About what the node costs with these slopes, in multiplications, and its terms."""
        slots = node.slots
        terms, goal = self._bounds.terms(node.side, node.active, node.state, node.free, slopes)
        ordered = -np.sort(-terms)
        found = ends(ordered, slots, float(goal))
        widths = (found - np.arange(1, len(found) + 1)).astype(np.float64)
        return float((widths ** (slots - 1)).sum()) * len(slopes), terms

    def _better(self, node: Node, bounds: TwoLayers, slopes: Slopes) -> Slopes:
        """Slopes for which the largest sums of terms are small, by Adam."""
        side, slots, first = node.side, node.slots, bounds.first
        best, (least, terms) = slopes, self._work(node, slopes)
        scale = 1 / max(1.0, float(np.abs(side.weights).max()) * float(np.abs(first.bias).max()))
        falling = np.where(first.rectified & (side.weights < 0), side.weights, 0.0) * scale
        rising, a, now = first.convex(side.weights) * scale, slopes / STEPS, slopes
        mean, square, step = np.zeros_like(a), np.zeros_like(a), 0
        for _ in range(ROUNDS):
            if not least:
                break
            near = np.argpartition(-terms, min(len(terms) - 1, NEAR * slots))[: NEAR * slots]
            z = slots * first.words[node.free[near]] + node.state
            fixed = np.maximum(z, 0) @ rising + z @ np.where(first.rectified, 0.0, side.weights * scale)
            z *= falling
            for _ in range(TRIES):
                step += 1
                top = np.argpartition(-(fixed + z @ a), slots - 1)[:slots]
                slope = z[top].sum(axis=0)
                mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
                size = RATE / (1 + 0.1 * step)
                a = np.clip(a - size * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-30), 0, 1)
            now = np.rint(a * STEPS).astype(np.int8)
            work, terms = self._work(node, now)
            if work < least:
                best, least = now, work
        return best
