"""The levels of a problem as contracts take them: without xor."""

from itertools import accumulate

from verify.statement.gates import Gate
from verify.statement.problem import Problem


def plain_levels(problem: Problem) -> list[tuple[Gate, ...]]:
    """The levels of gates, with two in the place of each level of a circuit that has xor.

    A gate xor(a, b) is 1 iff one of a and b, no more, is 1 alone: iff one of its two parts andnot(a, b) and
    andnot(b, a) is 1, and never are both. A gate of another kind is its own only part. So the parts that are 1 are as
    many as the gates of the level that are 1, at most v on inputs that a circuit admits; and the or, or copy, of its
    parts is the gate. What is no circuit says nothing about how many of its gates are 1, and keeps its xor.
    """
    levels = list(problem.levels)
    if not problem.is_circuit:
        return levels
    found: list[tuple[Gate, ...]] = []
    for level in levels:
        if not any(gate.kind == "xor" for gate in level):
            found.append(level)
            continue
        parts = [_parts(gate) for gate in level]
        starts = accumulate((len(mine) for mine in parts), initial=0)
        found.append(tuple(part for mine in parts for part in mine))
        found.append(tuple(_joined(start, len(mine)) for start, mine in zip(starts, parts, strict=False)))
    return found


def _parts(gate: Gate) -> list[Gate]:
    if gate.kind != "xor":
        return [gate]
    return [Gate("andnot", gate.inputs), Gate("andnot", gate.inputs[::-1])]


def _joined(start: int, count: int) -> Gate:
    return Gate("copy", (start,)) if count == 1 else Gate("or", tuple(range(start, start + count)))
