"""Union decoding: a neuron sums the incoming values that belong to any feature it is about."""

import numpy as np

from verify import SparseCode
from verify.arrays import Integers
from verify.contracts import Targets


def union_weights(targets: Targets, code: SparseCode) -> Integers:
    """W(e, f) = the largest target weight among the features of neuron e whose word has a one in row f; 0 without one.

    A feature of weight t then sends at least t times the weight of its word (where t > 0), and every other feature at
    most the number of ones that its word shares with the union: less than what the sum C A^T would let through, and a
    wrong incoming value costs K at most. Shape (neurons, rows of the code), int8 as a rule. Source: ours.

    >>> from verify import Circuit, IdentityCode, ReedSolomonCode
    >>> from verify.contracts import targets_of
    >>> targets = targets_of(Circuit.of(3, 2, [[("and", 0, 1)]]).level_groups[0], IdentityCode(1), 3)
    >>> union_weights(targets, ReedSolomonCode(field=3, blocks=2, degree=1, columns=3)).tolist()
    [[1, 1, 0, 1, 1, 0]]
    """
    words = code.supports(0, code.columns)
    kind = np.int8 if targets.level < 2**7 else np.int64
    weights = np.zeros((targets.neurons, code.rows), dtype=kind)
    for weight in sorted(set(targets.classes)):  # Larger weights are written over smaller ones.
        mine = targets.weights == weight
        weights[targets.rows[mine][:, None], words[targets.features[mine]]] = weight
    return weights
