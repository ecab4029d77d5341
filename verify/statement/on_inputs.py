"""What a problem is on inputs, by the definition: the outputs that must be 1, and which inputs are admissible."""

from collections.abc import Collection

import numpy as np

from verify.arrays import Bools, Longs
from verify.statement.problem import Problem


def evaluate(problem: Problem, active: Collection[int]) -> tuple[int, ...]:
    """The outputs that are 1 when exactly the features `active` are 1, by the definition: O(gates)."""
    return active_levels(problem, active)[-1]


def active_levels(problem: Problem, active: Collection[int]) -> tuple[tuple[int, ...], ...]:
    """The active features of levels 0, ..., L, ascending.

    >>> from verify import Circuit
    >>> active_levels(Circuit.of(3, 2, [[("or", 0, 1), ("copy", 2)], [("and", 0, 1)]]), {1, 2})
    ((1, 2), (0, 1), (0,))
    """
    found = [tuple(sorted(active))]
    for level in problem.levels:
        before = frozenset(found[-1])
        found.append(tuple(i for i, gate in enumerate(level) if gate.value(before)))
    return tuple(found)


def is_admissible(problem: Problem, active: Collection[int]) -> bool:
    """Whether the network is asked about this input: at most v active features, on every level of a circuit.

    >>> from verify import Circuit
    >>> circuit = Circuit.of(2, 1, [[("or", 0, 1), ("copy", 0)]])
    >>> is_admissible(circuit, (0,)), is_admissible(circuit, (1,))
    (False, True)
    """
    if len(active) > problem.sparsity:
        return False
    return not problem.is_circuit or all(len(ones) <= problem.sparsity for ones in active_levels(problem, active))


def truth(problem: Problem, features: Bools) -> Bools:
    """F on a block of inputs: (inputs in the block, features) -> (inputs in the block, outputs)."""
    return level_truths(problem, features)[-1]


def admissible_truth(problem: Problem, sparse: Longs) -> tuple[Longs, Bools]:
    """The admissible ones of a block (B, k) of inputs with at most v active features; F on them, (inputs, outputs)."""
    levels = level_truths(problem, indicators(sparse, problem.inputs))
    if not problem.is_circuit:
        return sparse, levels[-1]
    admissible = np.logical_and.reduce([level.sum(axis=1) <= problem.sparsity for level in levels])
    return sparse[admissible], levels[-1][admissible]


def indicators(active: Longs, features: int) -> Bools:
    """The feature vectors of a block of inputs: shape (block, features)."""
    vectors = np.zeros((active.shape[0], features), dtype=np.bool_)
    np.put_along_axis(vectors, active, True, axis=1)
    return vectors


def level_truths(problem: Problem, features: Bools) -> list[Bools]:
    """Levels 1, ..., L on a block of inputs, each (inputs in the block, gates of the level)."""
    found = [features]
    for groups, width in zip(problem.level_groups, problem.widths[1:], strict=True):
        values = np.zeros((features.shape[0], width), dtype=np.bool_)
        for group in groups:
            values[:, group.outputs] = group.values(found[-1])
        found.append(values)
    return found[1:]
