"""One neuron an output: exact, not in superposition. The oracle that every other construction is measured against."""

import numpy as np

from constructions.limits import require_weights
from verify import IdentityCode, Network, Problem


def naive(problem: Problem) -> Network:
    """The network with identity codes whose neuron i computes gate i alone.

    Guarantee: for all y in {0,1}^m, admissible or not, and all outputs i, the score of i is 1 if F_i(y) = 1 and 0
    otherwise (threshold 1). Neurons: n = max(m, m'). Weights 0 and 1, biases 1 - fan-in. Source: folklore.
    Errors: ValueError for a gate that is neither an AND nor a copy, ConstructionError beyond 2**33 weights.

    >>> from verify import TwoAnd, scores
    >>> network = naive(TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2))))
    >>> scores(network, {1, 2}).tolist()
    [0, 1]
    """
    require_weights("naive", problem.outputs, problem.inputs)
    weights = np.zeros((problem.outputs, problem.inputs), dtype=np.int8)
    bias = np.zeros(problem.outputs, dtype=np.int64)
    for group in problem.gate_groups():
        if group.kind not in ("and", "copy"):
            raise ValueError(f"naive takes gates and, copy, not {group.kind!r}")
        weights[group.outputs[:, None], group.inputs] = 1
        bias[group.outputs] = 1 - group.inputs.shape[1]
    return Network(
        [(weights, bias)],
        IdentityCode(problem.inputs),
        IdentityCode(problem.outputs),
        threshold=1,
        construction={"name": "naive", "arguments": {}, "seed": 0},
    )
