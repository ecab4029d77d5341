"""What the features of the level before mean to a neuron."""

from collections.abc import Sequence

import numpy as np

from verify.arrays import Integers, Longs
from verify.statement.gates import Gate

Roles = Integers
OTHER, NEGATIVE, HALF, FULL = 0, 1, 2, 3
"""A feature that changes nothing; second input of an andnot; input of an AND of two; input of copy or or, or the first
input of an andnot. Of several roles a feature has the last in this order."""

POINTS = {OTHER: 0, NEGATIVE: -2, HALF: 1, FULL: 2}
NEEDED = 2
"""A neuron must be 1 iff the points of the active features sum to `NEEDED` or more."""


def roles_of(gates: Sequence[Gate], users: list[Longs], features: int) -> Roles:
    """The roles of all features in the neurons whose words are `users`: (neurons, features).

    ANDs of more than two change nothing, as they are never 1 at a sparsity of 2.
    """
    roles = np.zeros((len(users), features), dtype=np.int8)
    for role, outputs in zip(roles, users, strict=True):
        for output in outputs.tolist():
            gate = gates[output]
            for j, meaning in zip(gate.inputs, _meanings(gate), strict=True):
                role[j] = max(role[j], meaning)
    return roles


def _meanings(gate: Gate) -> tuple[int, ...]:
    """The role of every input of a gate."""
    if gate.kind == "andnot":
        return FULL, NEGATIVE
    if gate.kind == "and":
        return (HALF if len(gate.inputs) == 2 else OTHER,) * len(gate.inputs)
    return (FULL,) * len(gate.inputs)
