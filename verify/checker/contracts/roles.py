"""What the features of the level before mean to a neuron, and how many neurons are 1 with no active word."""

from math import comb

import numpy as np
import numpy.typing as npt

from verify.checker.contracts.refusal import Watch
from verify.checker.contracts.words import Longs
from verify.statement.gates import Gate

Roles = npt.NDArray[np.int8]
OTHER, HALF, ALONE = 0, 1, 2
"""A feature that changes nothing; one input of an AND of two; an input of copy or or."""


def roles_of(gates: tuple[Gate, ...], users: list[Longs], features: int) -> Roles:
    """The roles of all features in the neurons whose words are `users`: (neurons, features).

    A neuron must be 1 iff an `ALONE` or two `HALF` are active. For every gate that is 1 this makes all neurons of its
    word 1: a copy or or is 1 by an `ALONE`, an AND of two by two `HALF`, unless these are `ALONE` in another gate of
    the neuron; larger ANDs have too many inputs to be 1 at a sparsity of 2.
    """
    roles = np.zeros((len(users), features), dtype=np.int8)
    for role, outputs in zip(roles, users, strict=True):
        for output in outputs.tolist():
            gate = gates[output]
            if gate.kind != "and":
                role[list(gate.inputs)] = ALONE
            elif len(gate.inputs) == 2:
                inputs = list(gate.inputs)
                role[inputs] = np.maximum(role[inputs], HALF)
    return roles


def halves_of(gates: tuple[Gate, ...], users: list[Longs], features: int, watch: Watch) -> list[Longs]:
    """For every neuron its `HALF` features, ascending."""
    found = []
    for mine in users:
        watch.look()
        found.append(np.flatnonzero(roles_of(gates, [mine], features)[0] == HALF))
    return found


def additional_of(gates: tuple[Gate, ...], words: Longs, halves: list[Longs], sparsity: int, watch: Watch) -> int:
    """A bound on the neurons that must be 1 (`roles_of`) while no word of a gate that is 1 has them, over all inputs.

    Such a neuron has no active `ALONE`, which would make a copy or or of it 1. So it has two active `HALF` features
    that are not the inputs of one of its ANDs. At most C(v, 2) pairs are active, each with at most so many neurons as
    the pair with the most of them.
    """
    features = 1 + max((int(mine[-1]) for mine in halves if len(mine)), default=-1)
    places: list[list[int]] = [[] for _ in range(features)]
    for neuron, mine in enumerate(halves):
        for feature in mine.tolist():
            places[feature].append(neuron)
    ands: dict[tuple[int, int], list[int]] = {}
    for output, gate in enumerate(gates):
        if gate.kind == "and" and len(gate.inputs) == 2:
            ands.setdefault((min(gate.inputs), max(gate.inputs)), []).append(output)
    partners: list[list[int]] = [[] for _ in range(features)]
    for a, b in ands:
        if b < features:  # otherwise b is no half anywhere
            partners[a].append(b)
    most = 0
    for a in range(features):
        watch.look()
        common = np.zeros(features, dtype=np.int64)
        for neuron in places[a]:
            common[halves[neuron]] += 1
        common[: a + 1] = 0  # every pair once: (a, b) with a < b
        for b in partners[a]:
            of_their_ands = set(words[ands[a, b]].ravel().tolist())
            common[b] -= len(of_their_ands.intersection(places[a]).intersection(places[b]))
        most = max(most, int(common.max()))
    return comb(sparsity, 2) * most
