"""How the scores of true and of false outputs are distributed: all of them, or those of drawn inputs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import final

import numpy as np
import numpy.typing as npt

from verify import Network, Problem, count_admissible
from verify.codes.base import IntMatrix, expand
from verify.provers.strata import strata_of
from verify.statement.inputs import ActiveSets, admissible_blocks, indicators
from verify.statement.problem import truth

BLOCK = 512
WORK = 4 * 10**9
"""Multiplications that the picture is worth: a few seconds."""
PAIRS = 3 * 10**7
"""Scores that are counted at most."""


@final
@dataclass(frozen=True)
class Scores:
    """Counts by score of outputs that must be 1 and of outputs that must be 0, over `inputs` inputs.

    `exhaustive`: these are all admissible inputs. Otherwise they are every gate's own inputs (as many as fit) and
    draws from the strata of `superproof sample`, so that counts say nothing about frequencies.
    """

    true: Counter[int]
    false: Counter[int]
    inputs: int
    exhaustive: bool


def tally(problem: Problem, network: Network, seed: int = 0) -> Scores:
    """Scores of all outputs on all admissible inputs if they are few, else on some.

    Cost at most `WORK` multiplications, in floating point only where every partial sum is below 2**53 and so exact.
    """
    sizes = network.widths
    work = sum(a * b for a, b in pairwise(sizes)) + sizes[-1] * problem.outputs
    affordable = max(BLOCK, min(WORK // work, PAIRS // problem.outputs))
    everything = count_admissible(problem) <= affordable
    blocks = admissible_blocks(problem, BLOCK) if everything else _drawn(problem, network, affordable, seed)
    true: Counter[int] = Counter()
    false: Counter[int] = Counter()
    score = _Scorer(network)
    inputs = 0
    for active in blocks:
        scores, ones = score(active), truth(problem, indicators(active, problem.inputs))
        true.update(_counted(scores[ones]))
        false.update(_counted(scores[~ones]))
        inputs += len(active)
    return Scores(true, false, inputs, everything)


def _drawn(problem: Problem, network: Network, inputs: int, seed: int) -> Iterator[ActiveSets]:
    for group in problem.gate_groups():
        if group.inputs.shape[1] <= problem.sparsity:
            own = np.sort(group.inputs[: inputs // 2], axis=1)
            yield from (own[start : start + BLOCK] for start in range(0, len(own), BLOCK))
    rng = np.random.default_rng(seed)
    strata = strata_of(problem, network)
    for stratum in strata:
        share = inputs // (2 * len(strata))
        yield from (stratum.draw(rng, min(BLOCK, share - start)) for start in range(0, share, BLOCK))


class _Scorer:
    """All scores on a block of inputs, (inputs, outputs), exact."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._type = np.float64 if network.activation_bounds[-1] < 2**53 else np.int64
        self._words = self._exact(expand(network.output_code))

    def __call__(self, active: ActiveSets) -> npt.NDArray[np.int64]:
        code = self._network.input_code
        features = np.unique(active)
        x = np.zeros((len(active), code.rows), dtype=self._type)
        if len(features):
            words = np.concatenate([code.block(j, j + 1) for j in features.tolist()], axis=1).T.astype(self._type)
            for column in np.searchsorted(features, active).T:
                x += words[column]
        for layer in self._network.layers:
            x = np.maximum(x @ self._exact(layer.weights).T + self._exact(layer.bias), 0)
        return np.asarray(x @ self._words).astype(np.int64)

    def _exact(self, matrix: IntMatrix) -> npt.NDArray[np.float64 | np.int64]:
        return matrix.astype(self._type)


def _counted(scores: npt.NDArray[np.int64]) -> dict[int, int]:
    values, counts = np.unique(scores, return_counts=True)
    return dict(zip(values.tolist(), counts.tolist(), strict=True))
