"""The margin of a branch certificate: bounds read off the tree, and inputs that attain them."""

from collections.abc import Sequence

import numpy as np

from verify.checker.branch.tree import Case, EvidenceError, Tree
from verify.errors import shown
from verify.statement.certificate import Certificate, Margin
from verify.statement.forward import score
from verify.statement.network import Network
from verify.statement.problem import Problem

KEYS = {"true_at_least", "false_at_most", "attained"}
LARGEST_FLOOR = 2**62


def floors_of(certificate: Certificate, threshold: int) -> tuple[int, int]:
    """What terms count at least as, times the side: (true side, false side). Errors: EvidenceError.

    A floor on its own side of the threshold is sound: it weakens bounds, and these are recomputed with it. One beyond
    would settle nothing, and its sums could leave 64 bits. Older certificates have none.
    """
    evidence = certificate.evidence
    if set(evidence) | {"floors"} != KEYS | {"floors"}:
        keys = ", ".join(sorted(KEYS))
        raise EvidenceError(f"the evidence must be {keys}, and floors, not {shown(sorted(evidence))}")
    floors = evidence.get("floors", [None, None])
    if not isinstance(floors, list) or len(floors) != 2:
        raise EvidenceError(f"floors must be a score or null for either side, not {shown(floors)}")
    found = []
    for side, floor, limit in zip((-1, 1), floors, (1 - threshold, threshold), strict=True):
        plain = isinstance(floor, int) and not isinstance(floor, bool) and abs(floor) < LARGEST_FLOOR
        if floor is not None and not plain:
            raise EvidenceError(f"a floor must be an integer below 2**62, or null, not {shown(floor)}")
        if floor is not None and side * floor >= limit:
            raise EvidenceError(f"a floor must be a score on its own side of the threshold {threshold}, not {floor}")
        found.append(-LARGEST_FLOOR if floor is None else side * floor)
    return found[0], found[1]


def margin_complaint(
    problem: Problem, network: Network, certificate: Certificate, tree: Tree, cases: Sequence[Case]
) -> str | None:
    """What is wrong with the stated bounds on the margin and with the margin, or None.

    Scores are integers, so a node's bound over s slots leaves scores at most floor(bound / s), and at least
    ceil(bound / s) on the true side. The margin is exact when admissible inputs attain both.
    """
    true = np.array([case.true for case in cases], dtype=np.bool_)[tree.case]
    slots = np.maximum(tree.slots, 1)
    lowest = [int(value) for value in -(-tree.bounds[true] // slots[true])]
    highest = [int(value) for value in tree.bounds[~true] // slots[~true]]
    expected = (min(lowest, default=None), max(highest, default=None))
    evidence = certificate.evidence
    stated = (evidence["true_at_least"], evidence["false_at_most"])
    if stated != expected or any(type(value) not in (int, type(None)) for value in stated):
        return f"the tree bounds true and false scores by {expected}, not {shown(stated)}"
    if certificate.margin is None and evidence["attained"] is None:
        return None
    if certificate.margin != Margin(*expected):
        return f"the margin, where it is stated, must be {expected}, not {certificate.margin}"
    attained = evidence["attained"]
    if not isinstance(attained, list) or len(attained) != 2:
        return f"attained must hold an input for either side of the margin, not {shown(attained)}"
    for place, value, must_be in zip(attained, expected, (True, False), strict=True):
        complaint = _attained_complaint(problem, network, place, value, must_be)
        if complaint is not None:
            return complaint
    return None


def _attained_complaint(
    problem: Problem, network: Network, place: object, value: int | None, must_be: bool
) -> str | None:
    """Why `place` = [output, active features] is no admissible input where the output has the score `value`."""
    if value is None and place is None:
        return None
    name = f"the input that attains {value}"
    if value is None or not isinstance(place, list) or len(place) != 2 or not isinstance(place[1], list):
        return f"{name} must be given as an output and active features, not {shown(place)}"
    numbers = [place[0], *place[1]]
    if any(isinstance(number, bool) or not isinstance(number, int) for number in numbers):
        return f"{name} must be given by integers, not {shown(place)}"
    output, active = place[0], place[1]
    if not 0 <= output < problem.outputs or not all(0 <= j < problem.inputs for j in active):
        return f"{name} names an output or a feature that does not exist: {shown(place)}"
    if len(active) > problem.sparsity or sorted(set(active)) != active:
        return f"{name} must have at most {problem.sparsity} active features, ascending, not {shown(active)}"
    if problem.gate(output).value(active) is not must_be or score(network, active, output) != value:
        return f"output {output} does not attain {value} on active features {shown(active)}"
    return None
