"""Exact scores of outputs on inputs of their own, for codes without a fast transform and G too large to be held."""

import numpy as np

from constructions.gate_channels import readers
from verify import Network, SparseCode
from verify.arrays import Integers, Longs
from verify.jit import compiled
from verify.statement import ActiveSets

COLUMNS = 1024
"""Words that are expanded at a time."""


def smallest_true_score(network: Network, reading: SparseCode, inputs: ActiveSets) -> int:
    """The smallest score of output i on inputs[i], for all outputs of a network with one layer.

    Neuron e receives <row e of W, sum of the words of inputs[i]>, and only for the outputs i that read it.
    Cost: (outputs) (channel weight) n_0 multiplications. Memory: (outputs) n_0 small integers.

    >>> from verify import IdentityCode, RandomSignCode
    >>> network = Network([([[1, 1], [2, 0]], [0, 5])], RandomSignCode(2, 3, 0), IdentityCode(2), threshold=1)
    >>> x = RandomSignCode(2, 3, 0).block(0, 3).tolist()
    >>> found = smallest_true_score(network, IdentityCode(2), np.array([[0, 1], [1, 2]]))
    >>> found == min(max(0, x[0][0] + x[0][1] + x[1][0] + x[1][1]), max(0, 2 * x[0][1] + 2 * x[0][2] + 5))
    True
    """
    layer = network.layers[0]
    x = _carried(network, inputs)
    outputs, begins = readers(reading.supports(0, reading.columns), reading.rows)
    # Every partial sum is bounded by that of some Boolean input.
    kind = np.int32 if max(network.bounds(inputs.shape[1])) < 2**31 else np.int64
    scores = np.zeros(reading.columns, dtype=np.int64)
    for e in range(reading.rows):
        chosen = outputs[begins[e] : begins[e + 1]]
        weights = layer.weights[e].astype(kind)
        scores[chosen] += np.maximum(_products(x, chosen, weights) + layer.bias[e], 0)
    return int(scores.min())


def _carried(network: Network, inputs: ActiveSets) -> Integers:
    """x_0 on every input, (inputs, n_0), in the narrowest integers."""
    code, v = network.input_code, inputs.shape[1]
    kind = np.int8 if v * code.largest_entry < 2**7 else np.int64
    x = np.zeros((len(inputs), code.rows), dtype=kind)
    for first in range(0, code.columns, COLUMNS):
        words = code.block(first, min(first + COLUMNS, code.columns)).T.astype(kind)
        for features in inputs.T:
            here = np.flatnonzero((features >= first) & (features < first + len(words)))
            x[here] += words[features[here] - first]
    return x


@compiled
def _products(x: Integers, chosen: Longs, weights: Integers) -> Longs:
    """Entry i: the product of weights with row chosen[i] of x, summed in the integer type of weights."""
    found = np.empty(len(chosen), dtype=np.int64)
    total = np.zeros(1, dtype=weights.dtype)
    for i in range(len(chosen)):
        row = x[np.uint64(chosen[i])]
        total[0] = 0
        for s in range(len(weights)):
            total[0] += weights[s] * row[s]
        found[i] = total[0]
    return found
