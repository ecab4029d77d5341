"""Neural permutation, readable: one layer between two public codes, its interference bounded entry by entry (ours)."""

from collections.abc import Mapping
from functools import partial
from math import ceil, sqrt

import numpy as np

from constructions.construction import Construction
from constructions.decorrelation import Band, Limits, least_dimension, reflections
from constructions.errors import ConstructionError, NotFoundError
from constructions.kinds import PERMUTATIONS
from constructions.limits import require_trainable
from constructions.linear_scores import linear_extremes
from constructions.naive import naive
from constructions.permutation_link import Link
from constructions.policies import Sizes, ascend
from constructions.word_counts import constant_weight_rows, require_channels
from verify import ConstantWeightCode, HadamardCode, Network, Problem
from verify.arrays import Reals
from verify.codes import require_seed, require_size
from verify.progress import Progress, silent

NAME = "neural_permutation"
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
    PERMUTATIONS.require(NAME, problem)
    require_size("neurons", neurons)
    require_size("weight", weight)
    require_size("steps", steps)
    require_seed(seed)
    if neurons >= problem.inputs:
        return naive(problem)
    _require(problem, neurons, weight)
    link = Link(
        problem,
        HadamardCode(rows=neurons, columns=problem.inputs, seed=seed),
        ConstantWeightCode(rows=neurons, columns=problem.outputs, weight=weight, seed=seed),
    )
    note = {"name": NAME, "arguments": {"neurons": neurons, "weight": weight, "steps": steps}, "seed": seed}
    network = _decorrelated(link, steps, note, progress or silent)
    if network is None:
        raise NotFoundError(
            f"{NAME} found no exact network with {neurons} neurons and seed {seed} in {steps} steps; "
            f"{expected_neurons(problem)} is where they begin to exist, {ceil(1.06 * expected_neurons(problem))} "
            f"usually suffices"
        )
    return network


def expected_neurons(problem: Problem) -> int:
    """Where networks of `neural_permutation` begin to exist, by a heuristic for large sizes (ours), m at most.

    >>> from verify import Permutation
    >>> [expected_neurons(Permutation.random(1024, sparsity=v, seed=0)) for v in (1, 2, 3)]
    [94, 222, 320]
    """
    m = problem.inputs
    return min(m, ceil(m * sqrt(least_dimension(1 / m, problem.sparsity))))


def _decorrelated(link: Link, steps: int, note: Mapping[str, object], progress: Progress) -> Network | None:
    """Reflect until an exact network can be rounded off; None if that does not happen."""
    left, right = link.bases()
    m = link.problem.inputs
    limits = Limits.of(np.eye(m, dtype=np.bool_), Band.of(link.problem.sparsity))
    for step, made in enumerate(reflections(limits, left, right, steps), start=1):
        progress(step, steps)
        if step % CHECK_EVERY and step != steps:
            continue
        true, false = linear_extremes(made, np.arange(m), link.problem.sparsity)
        if float(true.min()) > SLACK * float(false.max()):
            network = _rounded(link, link.weights(made), note)
            if network is not None:
                return network
    return None


def _rounded(link: Link, weights: Reals, note: Mapping[str, object]) -> Network | None:
    """The network at the first width at which it is exact."""
    for bits in BITS:
        scale = (2 ** (bits - 1) - 1) / max(float(np.abs(weights).max()), 1e-9)
        network, apart = link.network(np.rint(weights * scale).astype(np.int64), note)
        if apart:
            return network
    return None


def _require(problem: Problem, neurons: int, weight: int) -> None:
    """ConstructionError where channels do not fit, or are fewer than outputs, or there are too many features."""
    m = problem.inputs
    require_trainable(NAME, problem)
    if m <= constant_weight_rows(m, weight):
        raise ConstructionError(f"{NAME} needs at least {m} neurons, one a feature, not {neurons}: channels take more")
    require_channels(NAME, neurons, weight, m)


def sizes_from(problem: Problem, expected: int) -> Sizes:
    """The rungs above the expected least n, up to one neuron a feature."""
    rungs = {ceil(rung * expected) for rung in RUNGS}
    return ascend(sorted({n for n in rungs if n < problem.inputs} | {problem.inputs}))


NEURAL = Construction(
    "neural-permutation",
    "one layer, its interference bounded entry by entry",
    PERMUTATIONS,
    neural_permutation,
    lambda problem: sizes_from(problem, expected_neurons(problem)),
    rule=partial(require_trainable, NAME),
)
