"""Certificates of before, which state the bound of every node: they are held to every number that they state."""

from typing import final

from verify.checker.branch.definition import NO_FLOOR
from verify.checker.budget import RefusedError
from verify.errors import shown
from verify.statement.certificate import Certificate, Margin

KEYS = {"true_at_least", "false_at_most", "attained"}


@final
class Stated:
    """The stated bounds, one a node: the sum of its s worst terms, times the side, terms better than a floor as that.

    `floors` are by side. A floor on its own side of the threshold is sound, as it weakens bounds; one beyond would
    settle nothing, and its sums could leave 64 bits. The oldest certificates have none.
    """

    def __init__(self, certificate: Certificate, nodes: int, threshold: int) -> None:
        evidence, self._bounds = certificate.evidence, certificate.arrays["bounds"].tolist()
        if len(self._bounds) != nodes:
            raise RefusedError(f"bounds must have {nodes} entries, one a node, not {len(self._bounds)}")
        if set(evidence) - {"floors"} != KEYS:
            raise RefusedError(
                f"the evidence must be {', '.join(sorted(KEYS))}, and floors, not {shown(sorted(evidence))}"
            )
        floors = evidence.get("floors", [None, None])
        if not isinstance(floors, list) or len(floors) != 2 or any(type(f) not in (int, type(None)) for f in floors):
            raise RefusedError(f"floors must be a score or null for either side, not {shown(floors)}")
        true, false = floors
        if (true is not None and not threshold <= true < -NO_FLOOR) or (
            false is not None and not NO_FLOOR < false < threshold
        ):
            raise RefusedError(
                f"a floor must be a score on its own side of the threshold {threshold}, not {shown(floors)}"
            )
        self.floors = {1: NO_FLOOR if false is None else false, -1: NO_FLOOR if true is None else -true}
        self._worst: dict[int, int] = {}

    def compare(self, node: int, side: int, slots: int, worst: int) -> None:
        """RefusedError unless just this bound is stated for the node; and note it for the margin."""
        if self._bounds[node] != side * worst:
            raise RefusedError(f"the bound of node {node} must be {side * worst}, not {self._bounds[node]}")
        self._worst[side] = max(self._worst.get(side, NO_FLOOR), worst // max(slots, 1))

    def require_margin(self, certificate: Certificate) -> None:
        """RefusedError unless the bounds on true and false scores, and a stated margin, are those of the nodes."""
        true, false = self._worst.get(-1), self._worst.get(1)
        expected = (None if true is None else -true, false)
        stated = (certificate.evidence["true_at_least"], certificate.evidence["false_at_most"])
        if any(type(value) not in (int, type(None)) for value in stated) or stated != expected:
            raise RefusedError(f"the tree bounds true and false scores by {expected}, not {shown(stated)}")
        if certificate.margin not in (None, Margin(*expected)):
            raise RefusedError(f"the margin, where it is stated, must be {expected}, not {certificate.margin}")
