"""A neuron or two an output: exact, not in superposition. The oracle that all other constructions are measured by."""

import numpy as np

from constructions.kinds import require_one_level
from constructions.limits import require_weights
from verify import Code, IdentityCode, Network, Problem, ReedSolomonCode
from verify.codes.reed_solomon import is_prime


def naive(problem: Problem) -> Network:
    """The network with an identity input code in which every output has neurons of its own.

    Output i is ReLU(sum - q + 1) for an AND of q features, ReLU(sum) for an OR or a copy, ReLU(x - y) for x AND NOT y,
    and ReLU(x - y) + ReLU(y - x) for a XOR. So one neuron an output is enough, with an identity code for the outputs
    too, unless there is a XOR: then output i has neurons i and p + i, p the least prime from m' on (the constant
    polynomials of a Reed-Solomon code).

    Guarantee: for all y in {0,1}^m, admissible or not, and all outputs i, the score of i is at least 1 if F_i(y) = 1
    and 0 otherwise (threshold 1). Neurons: `naive_neurons`, max(m, m') or max(m, 2 p).
    Bits: weights -1, 0 and 1, two bits each if all m n_1 are stored, of which only one a wire (two in a XOR) is not 0;
    n_1 biases of lg q bits. Source: folklore.
    Errors: ValueError for another kind of gate, ConstructionError for a circuit of levels and beyond 2**33 weights.

    >>> from verify import TwoAnd, gate_problem, scores
    >>> network = naive(TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2))))
    >>> scores(network, {1, 2}).tolist()
    [0, 1]
    >>> scores(naive(gate_problem(3, 2, [("xor", 0, 1), ("or", 1, 2)])), {1, 2}).tolist()
    [1, 2]
    """
    require_one_level("naive", problem)
    code = _output_code(problem)
    require_weights("naive", code.rows, problem.inputs)
    weights = np.zeros((code.rows, problem.inputs), dtype=np.int8)
    bias = np.zeros(code.rows, dtype=np.int64)
    for group in problem.gate_groups():
        if group.kind not in ("and", "or", "xor", "andnot", "copy"):
            raise ValueError(f"naive takes gates and, or, xor, andnot, copy, not {group.kind!r}")
        weights[group.outputs[:, None], group.inputs] = 1
        if group.kind == "and":
            bias[group.outputs] = 1 - group.inputs.shape[1]
        if group.kind in ("xor", "andnot"):
            weights[group.outputs, group.inputs[:, 1]] = -1
        if group.kind == "xor":
            weights[code.rows // 2 + group.outputs] = -weights[group.outputs]
    note = {"name": "naive", "arguments": {}, "seed": 0}
    return Network([(weights, bias)], IdentityCode(problem.inputs), code, threshold=1, construction=note)


def naive_neurons(problem: Problem) -> int:
    """The neurons of the naive network.

    >>> from verify import gate_problem
    >>> naive_neurons(gate_problem(3, 2, [("xor", 0, 1), ("or", 1, 2)]))
    4
    """
    return max(problem.inputs, _output_code(problem).rows)


def _output_code(problem: Problem) -> Code:
    if all(group.kind != "xor" for group in problem.gate_groups()):
        return IdentityCode(problem.outputs)
    field = next(p for p in range(max(2, problem.outputs), 2 * problem.outputs + 2) if is_prime(p))
    return ReedSolomonCode(field=field, blocks=2, degree=1, columns=problem.outputs)
