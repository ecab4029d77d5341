"""Whether an output of a circuit can be 1, seen from its gates: not at all, or on an input that they show."""

from collections.abc import Iterable

import numpy as np

from verify import Gate, Problem
from verify.arrays import Bools
from verify.gate_facts import facts_of, facts_of_group
from verify.progress import Deadline
from verify.statement import LevelSets

OUTPUTS = 32
"""Outputs for which inputs are looked for."""
KEPT = 8
"""Inputs that are kept for a gate, fewest features first."""
MOST_GATES = 2**17
"""Gates of a level's part that is looked at."""

Sets = list[frozenset[int]]


def may_be_one(circuit: Problem) -> Bools:
    """Of every output whether it may be 1; for all admissible inputs, an output of which this is false is 0.

    An and of more than v inputs is 0, since at most v gates of a level are 1, and so is a gate that such gates hold
    at 0.

    >>> from verify import Circuit
    >>> may_be_one(Circuit.of(4, 2, [[("and", 0, 1, 2), ("copy", 3)], [("and", 0, 1), ("or", 0, 1)]])).tolist()
    [False, True]
    """
    alive = np.ones(circuit.inputs, dtype=np.bool_)
    for groups, width in zip(circuit.level_groups, circuit.widths[1:], strict=True):
        held, alive = alive, np.zeros(width, dtype=np.bool_)
        for group in groups:
            facts, inputs = facts_of_group(group), held[group.inputs]
            if facts.least is not None:
                found = (inputs.sum(axis=1) >= facts.least) & (facts.least <= circuit.sparsity)
            else:
                found = inputs[:, 0] if facts.forbids else inputs.any(axis=1)
            alive[group.outputs] = found
    return alive


def shown_input(circuit: Problem, deadline: Deadline) -> tuple[int, ...] | None:
    """An admissible input on which an output is 1, built from the outputs down; None where none was found.

    >>> from verify import Circuit
    >>> from verify.progress import ENDLESS
    >>> shown_input(Circuit.of(9, 2, [[("and", 3, 8), ("andnot", 1, 0)], [("and", 0, 1), ("copy", 0)]]), ENDLESS)
    (3, 8)
    """
    alive = np.flatnonzero(may_be_one(circuit))
    chosen = alive[:: max(1, len(alive) // OUTPUTS)][:OUTPUTS].tolist()
    parts: list[list[int]] = [chosen]
    for gates in reversed(circuit.levels[1:]):
        parts.insert(0, sorted({j for i in parts[0] for j in gates[i].inputs}))
        if deadline.passed() or len(parts[0]) > MOST_GATES:
            return None
    sets: dict[int, Sets] | None = None
    for gates, part in zip(circuit.levels, parts, strict=True):
        if deadline.passed():
            return None
        sets = {i: _sets_of(gates[i], sets, circuit.sparsity) for i in part}
    candidates = sorted({tuple(sorted(found)) for i in chosen for found in (sets or {})[i]})
    if not candidates:
        return None
    active = np.full((len(candidates), max(map(len, candidates))), circuit.inputs, dtype=np.int64)
    for row, features in zip(active, candidates, strict=True):
        row[: len(features)] = features
    outputs, admissible = LevelSets(circuit).of(active)
    right = np.flatnonzero(admissible & (outputs < circuit.outputs).any(axis=1))
    return candidates[int(right[0])] if len(right) else None


def _sets_of(gate: Gate, below: dict[int, Sets] | None, sparsity: int) -> Sets:
    """Sets of at most v features that may make a gate 1: those of its inputs, united where it needs several."""
    facts = facts_of(gate.kind, len(gate.inputs))
    inputs = [[frozenset((j,))] if below is None else below[j] for j in gate.inputs]
    if facts.forbids:
        return inputs[0]
    if facts.least is None or facts.least == 1:
        return _fewest(found for sets in inputs for found in sets)
    inputs = [sets for sets in inputs if sets][: facts.least]
    if len(inputs) < facts.least:
        return []
    united: Sets = [frozenset()]
    for sets in inputs:
        united = _fewest(a | b for a in united for b in sets if len(a | b) <= sparsity)
    return united


def _fewest(sets: Iterable[frozenset[int]]) -> Sets:
    return sorted(set(sets), key=lambda found: (len(found), sorted(found)))[:KEPT]
