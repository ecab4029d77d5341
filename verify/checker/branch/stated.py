"""Certificates of before, which state the bound of every node: they are held to every number that they state."""

from typing import final

from verify.arrays import Longs
from verify.checker.branch.definition import NO_FLOOR, worst_sum
from verify.checker.branch.walk import Walk
from verify.checker.budget import RefusedError
from verify.errors import shown
from verify.statement.certificate import Certificate, Margin

KEYS = {"true_at_least", "false_at_most", "attained"}


@final
class StatedWalk(Walk):
    """A walk that compares the stated bounds: of a node the sum of its s worst terms, times the side.

    A term better than the *floor* of its side counts as the floor. A floor on its own side of the threshold is sound,
    as it weakens bounds; one beyond would settle nothing, and its sums could leave 64 bits. The oldest ones have none.
    """

    def __init__(self, walk: Walk, certificate: Certificate, threshold: int) -> None:
        super().__init__(walk.ground, walk.tree, walk.limits, walk.sparsity, walk.budget)
        self._certificate, self._worst = certificate, dict[int, int]()
        evidence, self._bounds = certificate.evidence, certificate.arrays["bounds"].tolist()
        if len(self._bounds) != walk.tree.nodes:
            raise RefusedError(f"bounds must have {walk.tree.nodes} entries, one a node, not {len(self._bounds)}")
        if set(evidence) - {"floors"} != KEYS:
            keys = ", ".join(sorted(KEYS))
            raise RefusedError(f"the evidence must be {keys}, and floors, not {shown(sorted(evidence))}")
        floors = evidence.get("floors", [None, None])
        if not isinstance(floors, list) or len(floors) != 2 or any(type(f) not in (int, type(None)) for f in floors):
            raise RefusedError(f"floors must be a score or null for either side, not {shown(floors)}")
        self._floors = {-1: NO_FLOOR, 1: NO_FLOOR}
        for side, floor, limit in zip((-1, 1), floors, (1 - threshold, threshold), strict=True):
            if floor is not None and not NO_FLOOR < side * floor < limit:
                raise RefusedError(f"a floor must be on its own side of the threshold {threshold}, not {shown(floors)}")
            self._floors[side] = NO_FLOOR if floor is None else side * floor

    def worst(self, node: int, p: Longs, slots: int, side: int) -> int:
        """The bound with floors. Errors: RefusedError unless just this one is stated for the node."""
        weights = self.ground.weights[self._output]
        worst = worst_sum(weights, p, self._entries, self._free, slots, side, self._floors[side])
        if self._bounds[node] != side * worst:
            raise RefusedError(f"the bound of node {node} must be {side * worst}, not {self._bounds[node]}")
        self._worst[side] = max(self._worst.get(side, NO_FLOOR), worst // max(slots, 1))
        return worst

    def finish(self) -> None:
        """RefusedError unless the bounds on true and false scores, and a stated margin, are those of the nodes."""
        evidence, true, false = self._certificate.evidence, self._worst.get(-1), self._worst.get(1)
        expected = (None if true is None else -true, false)
        stated = (evidence["true_at_least"], evidence["false_at_most"])
        if any(type(value) not in (int, type(None)) for value in stated) or stated != expected:
            raise RefusedError(f"the tree bounds true and false scores by {expected}, not {shown(stated)}")
        if self._certificate.margin not in (None, Margin(*expected)):
            raise RefusedError(f"the margin, where it is stated, must be {expected}, not {self._certificate.margin}")
