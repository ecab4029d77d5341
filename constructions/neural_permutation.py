"""Neural permutation in one layer between public codes, its interference bounded, or in closed form (ours)."""

from collections.abc import Iterator
from functools import partial
from math import ceil, log, sqrt

import numpy as np

from constructions.construction import Construction, at_once, note_of
from constructions.decorrelation import Band, Limits, least_dimension, reflections
from constructions.errors import ConstructionError, NotFoundError
from constructions.kinds import PERMUTATIONS, require_trainable, require_weights
from constructions.linear_scores import linear_extremes
from constructions.naive import naive
from constructions.permutation_link import Link
from constructions.policies import Sizes, ascend
from constructions.structured_channels import GROWTH, public_channels
from constructions.word_counts import constant_weight_rows, reed_solomon_rows, require_channels
from verify import ConstantWeightCode, HadamardCode, Network, Problem
from verify.arrays import Longs
from verify.codes import require_size
from verify.progress import Progress, silent

NAME, MATCHED_NAME = "neural_permutation", "matched_permutation"
WEIGHT, STEPS = 8, 400
BITS = (8, 10, 12, 16)
CHECK_EVERY = 10
RUNGS = (1.06, 1.1, 1.15, 1.25, 1.4, 1.6)
"""n over the expected least n, from what usually succeeds on."""
SLACK = 1.004
"""How far true scores must lie above false ones before rounding is tried."""


def neural_permutation(
    problem: Problem,
    *,
    neurons: int,
    seed: int = 0,
    weight: int = WEIGHT,
    steps: int = STEPS,
    progress: Progress | None = None,
) -> Network:
    """One layer W between n rows of a Hadamard matrix and random channels of `weight` neurons, both public.

    The bias is so large that no neuron is ever cut off on an admissible input: output i receives M(i, j) = <B_i, W A_j>
    from feature j. `naive` if n >= m.

    Guarantee: for all admissible y and all outputs the score reads F(y), decided in integers in closed form when it was
    rounded; what counts is still the proof. Errors: NotFoundError when no exact network was found in `steps`,
    ConstructionError when a channel does not fit or beyond 4096 features. Source: the problem is AS's Neural
    Permutation; weights and analysis are ours. Details: docs/methods.md.

    >>> from verify import Permutation
    >>> problem = Permutation.random(64, sparsity=2, seed=0)
    >>> neural_permutation(problem, neurons=40).widths
    (40, 40)
    """
    PERMUTATIONS.require(NAME, problem, seed=seed, neurons=neurons, weight=weight, steps=steps)
    m = problem.inputs
    if neurons >= m:
        return naive(problem)
    require_trainable(NAME, problem)
    if m <= constant_weight_rows(m, weight):
        raise ConstructionError(f"{NAME} needs at least {m} neurons, one a feature, not {neurons}: channels take more")
    require_channels(NAME, neurons, weight, m)
    code = HadamardCode(rows=neurons, columns=m, seed=seed)
    link = Link(problem, code, ConstantWeightCode(rows=neurons, columns=m, weight=weight, seed=seed))
    note = note_of(NAME, seed, neurons=neurons, weight=weight, steps=steps)
    for weights in _integers(link, steps, progress or silent):
        network, apart = link.network(weights, note)
        if apart:
            return network
    least = expected_neurons(problem)
    raise NotFoundError(
        f"{NAME} found no exact network with {neurons} neurons and seed {seed} in {steps} steps; {least} is where they "
        f"begin to exist, {ceil(RUNGS[0] * least)} usually suffices"
    )


def matched_permutation(problem: Problem, *, neurons: int, seed: int = 0, weight: int | None = None) -> Network:
    """One layer W = sum_j B_pi(j) A_j^T, A n rows of a Hadamard matrix and B Reed-Solomon channels of w neurons.

    The bias keeps the layer linear on admissible inputs. Width of x_1: w q for the largest prime q with w q <= n;
    default w: 10, and 16 beyond 8192 features. One neuron a feature (`naive`) if n >= m.

    Guarantee: none by construction, interference decides; for a fixed input all outputs are right with high probability
    from about n = (2v - 1) sqrt(2 m ln m) (our analysis: entries of variance about m / n^2). Errors: ConstructionError
    when the channels do not fit or beyond 2**33 weights. Source: after AS, Neural Permutation; codes, bias and analysis
    ours. Details: docs/methods.md.

    >>> from verify import Permutation
    >>> matched_permutation(Permutation.random(256, sparsity=1, seed=0), neurons=180).widths
    (180, 170)
    """
    PERMUTATIONS.require(MATCHED_NAME, problem, seed=seed, neurons=neurons)
    m = problem.inputs
    w = (10 if m <= 8192 else 16) if weight is None else require_size("weight", weight)
    require_weights(MATCHED_NAME, min(neurons, m), min(neurons, m))
    if neurons >= m:
        return naive(problem)
    if m <= reed_solomon_rows(m, w):
        raise ConstructionError(
            f"{MATCHED_NAME} needs at least {m} neurons, one a feature, not {neurons}: channels take more"
        )
    channels = public_channels(MATCHED_NAME, m, neurons, w)
    link = Link(problem, HadamardCode(rows=neurons, columns=m, seed=seed), channels)
    return link.network(link.matched(), note_of(MATCHED_NAME, seed, neurons=neurons, weight=w))[0]


def expected_neurons(problem: Problem) -> int:
    """Where networks of `neural_permutation` begin to exist, by a heuristic for large sizes (ours), m at most.

    >>> from verify import Permutation
    >>> [expected_neurons(Permutation.random(1024, sparsity=v, seed=0)) for v in (1, 2, 3)]
    [94, 222, 320]
    """
    m = problem.inputs
    return min(m, ceil(m * sqrt(least_dimension(1 / m, problem.sparsity))))


def _integers(link: Link, steps: int, progress: Progress) -> Iterator[Longs]:
    """Weights to judge: reflections that are apart, rounded at every width."""
    m, v = link.problem.inputs, link.problem.sparsity
    limits = Limits.of(np.eye(m, dtype=np.bool_), Band.of(v))
    for made in reflections(limits, *link.bases(), steps, CHECK_EVERY, progress):
        true, false = linear_extremes(made, np.arange(m), v)
        if float(true.min()) > SLACK * float(false.max()):
            weights = link.weights(made)
            largest = max(float(np.abs(weights).max()), 1e-9)
            yield from (np.rint(weights * ((2 ** (bits - 1) - 1) / largest)).astype(np.int64) for bits in BITS)


def sizes_from(problem: Problem, expected: int) -> Sizes:
    """The rungs above the expected least n, up to one neuron a feature."""
    rungs = {ceil(rung * expected) for rung in RUNGS}
    return ascend(sorted({n for n in rungs if n < problem.inputs} | {problem.inputs}))


def matched_neurons(problem: Problem) -> int:
    """Below this n networks are hardly ever right on all inputs, m at most: 0.7 (2v - 1) sqrt(2 m ln m^2).

    >>> from verify import Permutation
    >>> matched_neurons(Permutation.random(1024, sparsity=2, seed=0))
    354
    """
    m, v = problem.inputs, problem.sparsity
    return min(m, ceil(0.7 * (2 * v - 1) * sqrt(4 * m * log(max(2, m)))))


def matched_sizes(problem: Problem) -> Iterator[int]:
    """From `matched_neurons` up to one neuron a feature."""
    n = matched_neurons(problem)
    while n < problem.inputs:
        yield n
        n = ceil(n * GROWTH)
    yield problem.inputs


NEURAL = Construction(
    "neural-permutation",
    "one layer, its interference bounded entry by entry",
    PERMUTATIONS,
    neural_permutation,
    lambda problem: sizes_from(problem, expected_neurons(problem)),
    rule=partial(require_trainable, NAME),
)
MATCHED = Construction(
    "matched-permutation",
    "one layer in closed form between public codes",
    PERMUTATIONS,
    at_once(matched_permutation),
    lambda problem: ascend(matched_sizes(problem)),
)
