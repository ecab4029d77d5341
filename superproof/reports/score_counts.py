"""How the scores of true and of false outputs are distributed: all of them, or those of drawn inputs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import final

import numpy as np
import numpy.typing as npt

from verify import Counterexample, Network, Problem, SparseCode
from verify.arrays import Integers, Longs
from verify.codes import expand
from verify.provers import strata_of
from verify.statement import ActiveSets, LevelSets, count_sparse, indicators, sparse_blocks, truth

BLOCK = 512
WORK = 2 * 10**10
"""Multiplications that the picture is worth: a few seconds."""
PAIRS = 2 * 10**7
"""Scores that are counted at most."""


@final
@dataclass(frozen=True)
class Scores:
    """Counts by score of outputs that must be 1 and of outputs that must be 0, over `inputs` inputs.

    `exhaustive`: these are all admissible inputs. Otherwise they are gates' own inputs, draws from the strata of
    `superproof sample`, and the counterexample if there is one, so counts say nothing about frequencies.
    """

    true: Counter[int]
    false: Counter[int]
    inputs: int
    exhaustive: bool


def tally(problem: Problem, network: Network, counterexample: Counterexample | None = None, seed: int = 0) -> Scores:
    """Scores of all outputs on all admissible inputs if they are few, else on some.

    Cost at most `WORK` multiplications, in floating point only where every partial sum is below 2**53 and so exact.
    """
    score, affordable = Scorer(network), affordable_inputs(problem, network)
    everything = count_sparse(problem) <= affordable
    blocks = sparse_blocks(problem, BLOCK) if everything else _drawn(problem, network, affordable, seed)
    if counterexample is not None and not everything:
        blocks = chain(blocks, [np.array([counterexample.active], dtype=np.int64)])
    true: Counter[int] = Counter()
    false: Counter[int] = Counter()
    inputs = 0
    sets = LevelSets(problem) if problem.is_circuit else None
    for sparse in blocks:
        active = sparse if sets is None else sparse[sets.of(sparse)[1]]
        scores, ones = score(active), truth(problem, indicators(active, problem.inputs))
        true.update(_counted(scores[ones]))
        false.update(_counted(scores[~ones]))
        inputs += len(active)
    return Scores(true, false, inputs, everything)


def affordable_inputs(problem: Problem, network: Network) -> int:
    """How many inputs a part of the report may score."""
    return max(BLOCK, min(WORK // Scorer(network).cost, PAIRS // problem.outputs))


def _drawn(problem: Problem, network: Network, inputs: int, seed: int) -> Iterator[ActiveSets]:
    for group in () if problem.is_circuit else problem.gate_groups():
        if group.inputs.shape[1] <= problem.sparsity:
            own = np.sort(group.inputs[: inputs // 2], axis=1)
            yield from (own[start : start + BLOCK] for start in range(0, len(own), BLOCK))
    rng = np.random.default_rng(seed)
    strata = strata_of(problem, network)
    for stratum in strata:
        share = inputs // (2 * len(strata))
        yield from (stratum.draw(rng, min(BLOCK, share - start)) for start in range(0, share, BLOCK))


class Scorer:
    """All scores on a block of inputs, (inputs, outputs), exact; `cost` multiplications an input."""

    def __init__(self, network: Network) -> None:
        self._network, code = network, network.output_code
        self._type = np.float64 if max(network.activation_bounds) < 2**53 else np.int64
        self._supports = code.supports(0, code.columns) if isinstance(code, SparseCode) else None
        self._words = self._exact(expand(code)) if self._supports is None else np.empty((0, 0))
        terms = code.rows if self._supports is None else self._supports.shape[1]
        self.cost = sum(a * b for a, b in pairwise(network.widths)) + terms * code.columns

    def __call__(self, active: ActiveSets) -> Longs:
        """The scores of a block of inputs with equally many active features each."""
        code = self._network.input_code
        features, places = np.unique(active, return_inverse=True)
        x = np.zeros((len(active), code.rows), dtype=self._type)
        if len(features):
            words = np.concatenate([code.block(j, j + 1) for j in features.tolist()], axis=1).T.astype(self._type)
            for column in places.reshape(active.shape).T:
                x += words[column]
        for layer in self._network.layers:
            x = np.maximum(x @ self._exact(layer.weights).T + self._exact(layer.bias), 0)
        if self._supports is None:
            return np.asarray(x @ self._words).astype(np.int64)
        return np.asarray(sum(x[:, rows] for rows in self._supports.T)).astype(np.int64)

    def _exact(self, matrix: Integers) -> npt.NDArray[np.float64 | np.int64]:
        return matrix.astype(self._type)


def _counted(scores: Longs) -> dict[int, int]:
    values, counts = np.unique(scores, return_counts=True)
    return dict(zip(values.tolist(), counts.tolist(), strict=True))
