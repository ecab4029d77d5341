"""Neural permutation, held again in a public code: one layer computes, a second one clips to exact zeros and ones."""

from collections.abc import Mapping
from math import ceil, isqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from constructions.decorrelation import Band, basis, least_dimension, reflections, rounded_rows
from constructions.errors import ConstructionError, NotFoundError
from constructions.kinds import require_permutation
from constructions.naive import naive
from verify import HadamardCode, Network, Permutation, ReedSolomonCode
from verify.codes.base import expand, require_seed, require_size
from verify.codes.reed_solomon import is_prime
from verify.progress import Progress, silent
from verify.statement.linear_scores import linear_extremes

NAME = "reencoded_permutation"
STEPS = 400
LARGEST = 4096
"""Features up to which weights are looked for, by matrices of that width."""
BITS = (8, 10, 12, 16)
CHECK_EVERY = 10
SLACK = 1.004
"""How far wanted sums must lie above others before rounding is tried."""
Numbers = npt.NDArray[Any]
Wanted = npt.NDArray[np.bool_]


def reencoded_permutation(
    problem: Permutation, *, neurons: int, seed: int = 0, steps: int = STEPS, progress: Progress | None = None
) -> Network:
    """Two layers: x_1 = ReLU(t - W x_0) is 0 exactly on the neurons that x_2 = ReLU(1 - x_1) sets to 1.

    Output i has the public word of v + 1 neurons {(b, p_i(b))} of a Reed-Solomon code, whose words share at most one
    neuron. Neuron e of both layers belongs to the features R_e whose outputs have it in their word; reflections
    (`constructions.decorrelation`, at most `steps`) find W with every sum over an admissible set that meets R_e at
    least t_e, and below t_e if it does not. So x_2 is not only readable: it is held again in a code that does not
    depend on the permutation, with nothing left of the interference, and may enter a next layer.

    Guarantee: for all admissible y, x_2 is the union (maximum) of the words of the active outputs; hence the score of
    output i is v + 1 if it is 1, and at most v otherwise (v words cover at most one neuron each of another).
    Decided in integers in closed form here (`union_sums`), and proved so by `prove_by_contracts`, at any v.
    Neurons: n_0 = `neurons`, n_1 = n_2 = (v + 1) q for the largest prime q with (v + 1) q <= `neurons`.
    Bits: n_0 n_1 weights of 8 to 16 bits.
    Complexity: 2 n_0 n_1 m multiplications a step. One neuron a feature (`naive`) if n >= m.
    Errors: ConstructionError when the words do not fit, beyond 4096 features, NotFoundError when no exact
    network was found. Source: after AS, Neural Permutation; codes after Kautz and Singleton; the clipping is ours.

    >>> problem = Permutation.random(64, sparsity=2, seed=0)
    >>> reencoded_permutation(problem, neurons=52).widths
    (52, 51, 51)
    """
    require_permutation(NAME, problem)
    require_size("neurons", neurons)
    require_seed(seed)
    require_size("steps", steps)
    if neurons >= problem.inputs:
        return naive(problem)
    if problem.inputs > LARGEST:
        raise ConstructionError(f"{NAME} takes at most {LARGEST} features, not {problem.inputs}")
    if problem.inputs <= least_union_rows(problem.outputs, problem.sparsity):
        raise ConstructionError(
            f"{NAME} needs at least {problem.inputs} neurons, one a feature, not {neurons}: words take more"
        )
    output_code = union_code(problem.outputs, problem.sparsity, neurons)
    input_code = HadamardCode(rows=neurons, columns=problem.inputs, seed=seed)
    note = {"name": NAME, "arguments": {"neurons": neurons, "steps": steps}, "seed": seed}
    wanted = expand(output_code).astype(np.bool_)[:, np.array(problem.images)]
    right, inverse = basis(expand(input_code)), np.linalg.pinv(expand(input_code).astype(np.float64))
    found = reflections(wanted, None, right, Band.of(problem.sparsity), steps)
    for step, made in enumerate(found, start=1):
        (progress or silent)(step, steps)
        if step % CHECK_EVERY and step != steps:
            continue
        meets, misses = union_sums(made, wanted, problem.sparsity)
        if bool((meets > SLACK * misses).all()):
            network = _rounded(
                made.astype(np.float64) @ inverse, input_code, output_code, wanted, problem.sparsity, note
            )
            if network is not None:
                return network
    raise NotFoundError(
        f"{NAME} found no exact network with {neurons} neurons and seed {seed} in {steps} steps; "
        f"try {ceil(1.06 * neurons)}"
    )


def union_code(outputs: int, sparsity: int, neurons: int) -> ReedSolomonCode:
    """The largest Reed-Solomon code of v + 1 blocks and degree below 2 on at most so many neurons.

    Errors: ConstructionError with the least number of neurons when q^2 words are too few for the outputs.

    >>> union_code(1024, 2, 260).rows
    249
    """
    blocks, least = sparsity + 1, least_union_rows(outputs, sparsity)
    for q in range(neurons // blocks, least // blocks - 1, -1):
        if is_prime(q):
            return ReedSolomonCode(field=q, blocks=blocks, degree=2, columns=outputs)
    raise ConstructionError(f"{NAME} needs at least {least} neurons for words of {blocks}, not {neurons}")


def least_union_rows(outputs: int, sparsity: int) -> int:
    """(v + 1) q for the least prime q with q >= v + 1 and q**2 >= m'.

    >>> least_union_rows(64, 2)
    33
    """
    q = max(isqrt(outputs - 1) + 1, sparsity + 1, 2)
    while not is_prime(q):
        q += 1
    return (sparsity + 1) * q


def expected_reencoded_neurons(problem: Permutation) -> int:
    """Where networks of `reencoded_permutation` begin to exist, by a heuristic for large sizes (ours), m at most.

    >>> expected_reencoded_neurons(Permutation.random(1024, sparsity=2, seed=0))
    267
    """
    m, v = problem.inputs, problem.sparsity
    for q in range(max(isqrt(problem.outputs - 1) + 1, v + 1, 2), m // (v + 1) + 1):
        if is_prime(q) and m * least_dimension(1 / q, v) <= (v + 1) * q:
            return (v + 1) * q
    return m


def _excitation(network: Network) -> Numbers:
    """G = W_1 A: (neurons, features)."""
    # Its module loads the kernels' compiler.
    from verify.provers.first_layer import received

    return received(network, np.dtype(np.int64)).T


def union_sums(received: Numbers, wanted: Wanted, sparsity: int) -> tuple[Numbers, Numbers]:
    """For every neuron e the smallest sum over admissible sets that meet R_e, and the largest over those that do not.

    `received` and `wanted` (neurons, features); R_e is where row e is wanted. A set that meets R_e has its smallest sum
    with the smallest entry of R_e in it, so the extremes are those of an output that repeats that feature.

    >>> meets, misses = union_sums(np.array([[5, 4, -1, 2]]), np.array([[True, True, False, False]]), 2)
    >>> meets.tolist(), misses.tolist()
    ([3], [2])
    """
    smallest = np.where(wanted, received, received.max() + 1).argmin(axis=1)
    meets, _ = linear_extremes(received, smallest, sparsity)
    _, misses = linear_extremes(np.where(wanted, 0, received), smallest, sparsity)
    return meets, misses


def _rounded(
    weights: npt.NDArray[np.float64],
    input_code: HadamardCode,
    output_code: ReedSolomonCode,
    wanted: Wanted,
    sparsity: int,
    note: Mapping[str, object],
) -> Network | None:
    """The network at the first width at which every neuron of the first layer is exact."""
    zeros = np.zeros(len(weights), dtype=np.int64)
    for bits in BITS:
        # Every neuron has a threshold of its own, and so a scale.
        W = rounded_rows(weights, bits).astype(np.int64)
        linear = Network([(W, zeros)], input_code, output_code, threshold=0)
        meets, misses = union_sums(_excitation(linear), wanted, sparsity)
        if bool((meets > misses).all()):
            clip = (-np.eye(len(W), dtype=np.int8), zeros + 1)
            compute = (-W, misses + 1 + (meets - misses - 1) // 2)
            return Network([compute, clip], input_code, output_code, output_code.weight, note)
    return None
