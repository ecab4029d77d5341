"""How many gates of a level are 1 on two active features: what a contract's wrong values depend on."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from verify.statement.gates import GateGroup

Longs = npt.NDArray[np.int64]


def gates_on_pairs(groups: Sequence[GateGroup], keys: Longs, features: int) -> Longs:
    """For every key a * features + b, a < b, the number of gates that are 1 when just a and b are active.

    A copy or or is 1 by each of its inputs, which an or of both must not count twice; an andnot by its first input,
    but not beside its second; an AND of two by both. Others are 0. Complexity: the inputs of ors squared.

    >>> from verify import Circuit
    >>> level = [("and", 0, 1), ("or", 0, 1), ("andnot", 0, 2), ("copy", 2)]
    >>> groups = Circuit.of(3, 2, [level]).level_groups[0]
    >>> gates_on_pairs(groups, np.array([0 * 3 + 1, 0 * 3 + 2, 1 * 3 + 2]), 3).tolist()
    [3, 2, 2]
    """
    alone = np.zeros(features, dtype=np.int64)
    pairs: list[Longs] = [np.zeros(0, dtype=np.int64)]
    changes: list[Longs] = [np.zeros(0, dtype=np.int64)]
    for group in groups:
        fan_in = group.inputs.shape[1]
        if group.kind == "and":
            change = 1 if fan_in == 2 else 0
        else:
            change = -1
            speaking = group.inputs[:, :1] if group.kind == "andnot" else group.inputs
            alone += np.bincount(speaking.ravel(), minlength=features)
        for one, other in combinations(range(fan_in), 2) if change else ():
            found = np.sort(group.inputs[:, [one, other]], axis=1)
            pairs.append(found[:, 0] * features + found[:, 1])
            changes.append(np.full(len(found), change))
    places, where = np.unique(np.concatenate(pairs), return_inverse=True)
    changed = np.bincount(where, weights=np.concatenate(changes), minlength=len(places)).astype(np.int64)
    found = alone[keys // features] + alone[keys % features]
    if len(places):
        at = np.minimum(np.searchsorted(places, keys), len(places) - 1)
        found = found + np.where(places[at] == keys, changed[at], 0)
    return np.asarray(found, dtype=np.int64)
