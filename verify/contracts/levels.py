"""The levels of thresholds that contracts are about: those of the problem, but for levels with xor, which are two."""

from verify.gate_facts import facts_of
from verify.statement.gates import Gate
from verify.statement.problem import Problem

Level = tuple[Gate, ...]


def threshold_levels(problem: Problem) -> tuple[Level, ...]:
    """The problem's levels, where every level of a circuit that has xor is written as two levels without.

    xor(a, b) is the or of andnot(a, b) and andnot(b, a), of which at most one is 1, so that the level between has as
    many active gates as the level it replaces: at most v on every admissible input. Other gates are computed there and
    copied. The outputs of problems that are no circuits may be more than v, so that their xor stays.

    Guarantee: for all admissible y the last level holds F(y), and each of a circuit's has at most v active gates.
    Source: folklore (the identity); the count of active gates is ours.

    >>> from verify import Circuit
    >>> [[gate.kind for gate in level] for level in threshold_levels(Circuit.of(2, 1, [[("xor", 0, 1)]]))]
    [['andnot', 'andnot'], ['or']]
    """
    levels = problem.levels
    if not problem.is_circuit:
        return levels
    return tuple(part for level in levels for part in _without_xor(level))


def _without_xor(level: Level) -> tuple[Level, ...]:
    parts_of = [facts_of(gate.kind, len(gate.inputs)).parts for gate in level]
    if not any(parts_of):
        return (level,)
    first: list[Gate] = []
    second: list[Gate] = []
    for gate, parts in zip(level, parts_of, strict=True):
        if parts:
            second.append(Gate("or", tuple(range(len(first), len(first) + len(parts)))))
            first += [Gate(kind, tuple(gate.inputs[k] for k in places)) for kind, places in parts]
        else:
            second.append(Gate("copy", (len(first),)))
            first.append(gate)
    return tuple(first), tuple(second)
