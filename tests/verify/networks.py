"""Networks that are right, or wrong, for a reason one can say in a sentence."""

import random

import numpy as np

from verify import (
    BareCode,
    Code,
    ConstantWeightCode,
    HadamardCode,
    IdentityCode,
    Network,
    Problem,
    ReedSolomonCode,
    SparseCode,
    TwoAnd,
)


def naive(problem: Problem, *, scale: int = 1, input_code: Code | None = None) -> Network:
    """One neuron a gate, ReLU(scale * (a + b - 1)), read one by one: exact for every sparsity."""
    weights, bias = naive_layer(problem, scale)
    code = input_code or IdentityCode(problem.inputs)
    return Network([(weights, bias)], code, IdentityCode(problem.outputs), threshold=scale)


def naive_layer(problem: Problem, scale: int = 1) -> tuple[list[list[int]], list[int]]:
    weights = [[scale * (j in pair) for j in range(problem.inputs)] for pair in problem.pairs]
    return weights, [-scale] * problem.outputs


def channels(problem: Problem, code: SparseCode, threshold: int) -> Network:
    """Neuron e is (active features of gates whose words use e) - 1; a gate reads the neurons of its word."""
    matrix = channel_matrix(problem, code)
    return Network([(matrix, [-1] * code.rows)], IdentityCode(problem.inputs), code, threshold)


def random_channels(problem: Problem, rows: int, weight: int, seed: int, threshold: int) -> Network:
    return channels(problem, ConstantWeightCode(rows, problem.outputs, weight, seed), threshold)


def channel_matrix(problem: Problem, code: SparseCode) -> np.ndarray:
    matrix = np.zeros((code.rows, problem.inputs), dtype=np.int64)
    for rows, pair in zip(code.supports(0, problem.outputs), problem.pairs, strict=True):
        for feature in pair:
            matrix[rows, feature] = 1
    return matrix


def structured(problem: Problem, rows: int, seed: int, code: ReedSolomonCode, threshold: int, bias: int) -> Network:
    """Reed-Solomon channels decoded from Hadamard rows: W = C A^T, so W A is rows * C and interference."""
    carrier = HadamardCode(rows=rows, columns=problem.inputs, seed=seed)
    dense = carrier.block(0, problem.inputs).astype(np.int64)
    weights = channel_matrix(problem, code) @ dense.T
    return Network([(weights, [bias] * code.rows)], carrier, code, threshold)


def cumulative(size: int) -> np.ndarray:
    """The lower triangle of ones, unimodular: its inverse is 1 on the diagonal and -1 below it."""
    return np.tril(np.ones((size, size), dtype=np.int64))


def differences(size: int) -> np.ndarray:
    return np.eye(size, dtype=np.int64) - np.eye(size, k=-1, dtype=np.int64)


def through_sums(problem: Problem) -> Network:
    """Two layers: the naive one, then running sums of it, read by differences: reading weights 1 and -1, all exact."""
    size = problem.outputs
    reading = BareCode(differences(size).T)
    layers = [naive_layer(problem), (cumulative(size), [0] * size)]
    return Network(layers, IdentityCode(problem.inputs), reading, threshold=1)


def carried_by_sums(problem: Problem) -> Network:
    """A bare input code (running sums of the features), undone by the first layer."""
    weights = np.array(naive_layer(problem)[0]) @ differences(problem.inputs)
    code = BareCode(cumulative(problem.inputs))
    return Network([(weights, [-1] * problem.outputs)], code, IdentityCode(problem.outputs), threshold=1)


def deep(problem: Problem, layers: int) -> Network:
    """The naive layer and then `layers` - 1 identities: right at any depth."""
    size = problem.outputs
    identity = (np.eye(size, dtype=np.int64), [0] * size)
    return Network(
        [naive_layer(problem), *[identity] * (layers - 1)],
        IdentityCode(problem.inputs),
        IdentityCode(size),
        threshold=1,
    )


def rerouting(problem: Problem) -> Network:
    """W is the permutation matrix."""
    weights = np.zeros((problem.outputs, problem.inputs), dtype=np.int64)
    weights[list(problem.images), range(problem.inputs)] = 1
    return Network(
        [(weights, [0] * problem.outputs)], IdentityCode(problem.inputs), IdentityCode(problem.outputs), threshold=1
    )


def dense_random(problem, layers: int, width: int, seed: int, *, largest: int = 3) -> Network:
    """Small random weights everywhere, bare codes included: nearly always wrong, and a good test of agreement."""
    rng = random.Random(seed)

    def matrix(rows: int, columns: int) -> list[list[int]]:
        return [[rng.randint(-largest, largest) for _ in range(columns)] for _ in range(rows)]

    stack = [(matrix(width, width), [rng.randint(-largest, largest) for _ in range(width)]) for _ in range(layers)]
    codes = BareCode(matrix(width, problem.inputs)), BareCode(matrix(width, problem.outputs))
    return Network(stack, *codes, threshold=rng.randint(1, largest))


def changed(network: Network, layer: int, row: int, column: int, value: int) -> Network:
    """The network with one weight changed; column -1 means the bias."""
    layers = [(part.weights.astype(np.int64), part.bias.astype(np.int64)) for part in network.layers]
    if column < 0:
        layers[layer][1][row] = value
    else:
        layers[layer][0][row, column] = value
    return Network(layers, network.input_code, network.output_code, network.threshold)


def with_gates_swapped(problem: Problem, first: int = 0, second: int = 1) -> Problem:
    """The same gates in another order: what a right network of the one computes is wrong for the other."""
    pairs = list(problem.pairs)
    pairs[first], pairs[second] = pairs[second], pairs[first]
    return TwoAnd(problem.inputs, problem.sparsity, tuple(pairs))
