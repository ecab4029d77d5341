"""How many neurons of a code are 1 on an input although no word of an active output has them."""

from collections.abc import Sequence
from math import comb

import numpy as np
import numpy.typing as npt

from verify.codes.base import SparseCode
from verify.contracts.targets import Targets
from verify.statement.gates import GateGroup

Longs = npt.NDArray[np.int64]
MONOTONE = ("and", "or", "copy")
LARGEST_LEVEL = 2**31


def obstacle(groups: Sequence[GateGroup], level: int, sparsity: int) -> str | None:
    """Why additional neurons cannot be counted here, or None."""
    others = sorted({group.kind for group in groups} - set(MONOTONE))
    if others:
        return f"contracts take levels of {', '.join(MONOTONE)}, but one has {others[0]}"
    if level >= LARGEST_LEVEL:
        return f"contracts take ANDs whose fan-ins have a common multiple below {LARGEST_LEVEL}, not {level}"
    if sparsity > 2 and level > 2:
        return f"contracts at sparsity {sparsity} take ANDs of two features, but a level has larger ones"
    return None


def additional_values(groups: Sequence[GateGroup], code: SparseCode, targets: Targets, sparsity: int) -> int:
    """A bound on the neurons that reach their target while no gate is 1 whose word uses them, over all sparse inputs.

    No neuron misses its target when such a gate is 1: all weights are at least 0, and the gate's active inputs reach it
    alone. An input of copy or or that reaches the target alone makes its gate 1. So an additional neuron needs two
    active features whose weights, below the target both, reach it together, and which are not the inputs of an AND
    whose word uses the neuron; the pairs are counted, and an input has C(v, 2) of them. Exact for v = 2.
    Complexity: the sum over neurons of the number of features in them squared. See `obstacle` for what it takes.
    """
    if sparsity < 2:
        return 0
    partial = targets.weights < targets.level
    rows, features, weights = targets.rows[partial], targets.features[partial], targets.weights[partial]
    wanted = _and_places(groups, code, targets.features_before)
    pairs: list[Longs] = []
    first = np.searchsorted(rows, np.arange(targets.neurons + 1))
    for e in range(targets.neurons):
        mine, weight = features[first[e] : first[e + 1]], weights[first[e] : first[e + 1]]
        a, b = np.nonzero(np.triu(weight[:, None] + weight[None, :] >= targets.level, k=1))
        keys = mine[a] * targets.features_before + mine[b]
        pairs.append(keys[~np.isin(keys, wanted.get(e, ()))])
    _, counts = np.unique(np.concatenate(pairs), return_counts=True)
    return comb(sparsity, 2) * int(counts.max(initial=0))


def _and_places(groups: Sequence[GateGroup], code: SparseCode, features: int) -> dict[int, list[int]]:
    """For every neuron the pairs a * features + b, a < b, of the ANDs of two whose words use it."""
    found: dict[int, list[int]] = {}
    words = code.supports(0, code.columns)
    for group in groups:
        if group.kind == "and" and group.inputs.shape[1] == 2:
            keys = group.inputs.min(axis=1) * features + group.inputs.max(axis=1)
            for output, key in zip(group.outputs.tolist(), keys.tolist(), strict=True):
                for row in words[output].tolist():
                    found.setdefault(row, []).append(key)
    return found
