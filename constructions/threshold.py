"""The threshold between the scores that must read 1 and those that must read 0."""

from functools import partial
from typing import TypeVar

import numpy as np

from constructions.block_scanner import BlockScanner
from verify import Network, Problem, SparseCode
from verify.arrays import Longs
from verify.gate_facts import all_ands
from verify.statement import ActiveSets

Scores = TypeVar("Scores", int, Longs)
SAMPLES = 4096
LARGE = 2**28
"""Entries of G from which it is not held whole."""


def with_separating_threshold(problem: Problem, network: Network, seed: int) -> Network:
    """The network with its threshold between the hardest scores met on random hard inputs.

    The inputs are `SAMPLES` a stratum of `verify.scoring.strata`, every one scored exactly; what unseen inputs do is
    for the prover to find. Where all inputs that make an output 1 are few enough to be scored, the threshold is the
    smallest true score itself: it separates whenever any does. Otherwise it is in the middle. Deterministic in `seed`.
    Memory: m * n_1 integers, or, from `LARGE` of them on, at most 5 `SAMPLES` * n_1 (`BlockScanner`, where the codes
    allow it), or (outputs) n_0 small ones (`word_scores`, where the inputs that make the outputs 1 decide).
    """
    # The scanner's compiler is heavy: it is loaded when there is something to score.
    from verify.scoring import NO_SCORE, Scanner, strata_of

    decisive, reading = _inputs_that_make_ones(problem), network.output_code
    large = len(network.layers) == 1 and problem.inputs * network.widths[1] >= LARGE
    blocks = BlockScanner.of(problem, network) if large else None
    if decisive is not None and blocks is not None:
        return network.with_threshold(blocks.smallest_true_score(decisive))
    if decisive is not None and large and isinstance(reading, SparseCode):
        # Its module loads the kernels' compiler.
        from constructions.word_scores import smallest_true_score

        return network.with_threshold(smallest_true_score(network, reading, decisive))
    rng = np.random.default_rng(seed)
    drawn = [stratum.draw(rng, SAMPLES) for stratum in strata_of(problem, network)]
    extremes = blocks.extremes if blocks is not None else partial(map, Scanner(problem, network).extremes)
    met = list(extremes(drawn))
    true = min(int(one.smallest_true.min()) for one in met)
    false = max(int(one.largest_false.max()) for one in met)
    if true == NO_SCORE:
        return network.with_threshold(false + 1)
    if decisive is not None:
        (one,) = extremes([decisive])
        true = int(one.smallest_true.min())
    if false == -NO_SCORE or (decisive is not None and true > false):
        return network.with_threshold(true)
    return network.with_threshold(middle(true, false))


def _inputs_that_make_ones(problem: Problem) -> ActiveSets | None:
    """The inputs that make the outputs 1, one for each, where every gate is an AND as wide as the sparsity."""
    groups = problem.gate_groups()
    if not all_ands(groups) or any(group.inputs.shape[1] != problem.sparsity for group in groups):
        return None
    inputs = np.empty((problem.outputs, problem.sparsity), dtype=np.int64)
    for group in groups:
        inputs[group.outputs] = np.sort(group.inputs, axis=1)
    return inputs


def middle(true: Scores, false: Scores) -> Scores:
    """Halfway between the smallest true and the largest false score or sum; above the latter in any case.

    >>> middle(true=10, false=3), middle(true=4, false=3), middle(true=3, false=10)
    (7, 4, 7)
    """
    return false + 1 + (true - false - 1) // 2
