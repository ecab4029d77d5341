"""How many gates of a level are 1 on two active features: what a contract's wrong values depend on."""

from collections.abc import Sequence

import numpy as np

from verify.arrays import Longs
from verify.gate_facts import facts_of_group
from verify.statement.gates import GateGroup

WIDE = 32
"""Inputs up to which the pairs of a gate's inputs are listed."""


def gates_on_pairs(groups: Sequence[GateGroup], keys: Longs, features: int) -> Longs:
    """For every key a * features + b, a < b, the number of gates that are 1 when just a and b are active.

    A copy or or is 1 by each of its inputs, which an or of both must not count twice; an andnot by its first input,
    but not beside its second; an AND of two by both. Others are 0. Complexity: the keys, and the pairs of inputs of
    ors, or, for ors of more than `WIDE` inputs, the keys for each of these.

    >>> from verify import Circuit
    >>> level = [("and", 0, 1), ("or", 0, 1), ("andnot", 0, 2), ("copy", 2)]
    >>> groups = Circuit.of(3, 2, [level]).level_groups[0]
    >>> gates_on_pairs(groups, np.array([0 * 3 + 1, 0 * 3 + 2, 1 * 3 + 2]), 3).tolist()
    [3, 2, 2]
    """
    first, second = keys // features, keys % features
    alone, both = np.zeros(features, dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
    for group in groups if len(keys) else ():
        facts = facts_of_group(group)
        if facts.least != 1 and not facts.forbids:
            if facts.least == 2:
                both += _gates_of_both(group.inputs, keys, features)
            continue
        speaking = group.inputs[:, :1] if facts.forbids else group.inputs
        alone += np.bincount(speaking.ravel(), minlength=features)
        both -= _gates_of_both(group.inputs, keys, features)
    return np.asarray(alone[first] + alone[second] + both)


def _gates_of_both(inputs: Longs, keys: Longs, features: int) -> Longs:
    """For every key the number of these gates that have both features among their `inputs` (gates, fan-in)."""
    fan_in = inputs.shape[1]
    if fan_in > WIDE:
        found = np.zeros(len(keys), dtype=np.int64)
        for wires in inputs:
            held = np.zeros(features, dtype=np.bool_)
            held[wires] = True
            found += held[keys // features] & held[keys % features]
        return found
    one, other = np.triu_indices(fan_in, 1)
    ordered = np.sort(inputs, axis=1)
    places, counts = np.unique(ordered[:, one] * features + ordered[:, other], return_counts=True)
    if len(places) == 0:
        return np.zeros(len(keys), dtype=np.int64)
    at = np.minimum(np.searchsorted(places, keys), len(places) - 1)
    return np.where(places[at] == keys, counts[at], 0)
