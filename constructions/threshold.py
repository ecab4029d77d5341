"""The threshold between the scores that must read 1 and those that must read 0."""

import numpy as np

from verify import HadamardCode, Network, Problem, SparseCode
from verify.statement.inputs import ActiveSets

SAMPLES = 4096
LARGE = 2**28
"""Entries of G from which it is not held whole."""
BLOCK = 64
"""Neurons whose rows of G are looked at together."""


def with_separating_threshold(problem: Problem, network: Network, seed: int) -> Network:
    """The network with its threshold between the hardest scores met on random hard inputs.

    The inputs are `SAMPLES` a stratum of `verify.provers.strata`, every one scored exactly; a smallest true score
    that some unseen input undercuts, or a larger false one, is for the prover to find. Where all inputs that make an
    output 1 are few enough to be scored, the threshold is the smallest true score itself: it separates whenever any
    threshold does. Otherwise it is in the middle. Deterministic in `seed`. Memory: m * n_1 integers, or, from `LARGE`
    of them on, where a Hadamard code and 0/1 channels allow it, one block of neurons at a time.
    """
    # The scanner's compiler is heavy: it is loaded when there is something to score.
    from verify.provers.scan import NO_SCORE, Scanner
    from verify.provers.strata import strata_of

    decisive = _inputs_that_make_ones(problem)
    if decisive is not None and problem.inputs * network.widths[1] >= LARGE:
        exact = smallest_true_score(network, decisive)
        if exact is not None:
            return network.with_threshold(exact)
    scanner, rng = Scanner(problem, network), np.random.default_rng(seed)
    met = [scanner.extremes(stratum.draw(rng, SAMPLES)) for stratum in strata_of(problem, network)]
    true = min(int(extremes.smallest_true.min()) for extremes in met)
    false = max(int(extremes.largest_false.max()) for extremes in met)
    if true == NO_SCORE:
        return network.with_threshold(false + 1)
    if decisive is not None:
        true = int(scanner.extremes(decisive).smallest_true.min())
    if false == -NO_SCORE or (decisive is not None and true > false):
        return network.with_threshold(true)
    return network.with_threshold(middle(true, false))


def smallest_true_score(network: Network, inputs: ActiveSets) -> int | None:
    """The smallest score of output i on inputs[i], for all outputs; None for networks that need another way.

    Taken: one ReLU layer, a Hadamard input code, 0/1 words as output code. G is transformed a block of neurons at a
    time. Cost: n_1 * N log2 N additions for the order N of the Hadamard matrix. Memory: `BLOCK` * N integers.
    """
    code, reading = network.input_code, network.output_code
    if len(network.layers) != 1 or not isinstance(code, HadamardCode) or not isinstance(reading, SparseCode):
        return None
    # Its module loads the kernels' compiler.
    from verify.provers.first_layer import received_by_fast_transform

    supports = reading.supports(0, reading.columns)
    order = np.argsort(supports, axis=None, kind="stable")
    outputs, begins = order // supports.shape[1], np.searchsorted(supports.ravel()[order], np.arange(reading.rows + 1))
    layer, scores = network.layers[0], np.zeros(reading.columns, dtype=np.int64)
    for start in range(0, reading.rows, BLOCK):
        rows = layer.weights[start : start + BLOCK]
        received = received_by_fast_transform(code, rows, np.dtype(np.int64))
        for e in range(len(rows)):
            chosen = outputs[begins[start + e] : begins[start + e + 1]]
            scores[chosen] += np.maximum(received[inputs[chosen], e].sum(axis=1) + int(layer.bias[start + e]), 0)
    return int(scores.min())


def _inputs_that_make_ones(problem: Problem) -> ActiveSets | None:
    """The inputs that make the outputs 1, one for each, where every gate is an AND as wide as the sparsity."""
    groups = problem.gate_groups()
    if any(group.kind != "and" or group.inputs.shape[1] != problem.sparsity for group in groups):
        return None
    inputs = np.empty((problem.outputs, problem.sparsity), dtype=np.int64)
    for group in groups:
        inputs[group.outputs] = np.sort(group.inputs, axis=1)
    return inputs


def middle(true: int, false: int) -> int:
    """The threshold halfway between the smallest true and the largest false score; above the latter in any case.

    >>> middle(true=10, false=3), middle(true=4, false=3), middle(true=3, false=10)
    (7, 4, 7)
    """
    return false + 1 + (true - false - 1) // 2
