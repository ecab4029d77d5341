"""From trained weights to integers, decided in integers."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import final

import numpy as np

from constructions.optimisation.cases import FALSE, TRUE
from constructions.optimisation.mining import Miner
from constructions.optimisation.task import Task
from constructions.threshold import middle
from verify import Network
from verify.arrays import Floats, Integers, Longs
from verify.scoring import received

BITS = (16, 12, 10, 8, 6)


@final
@dataclass(frozen=True, eq=False)
class Layer:
    """Integer weights with a threshold between all true and all false scores."""

    task: Task
    weights: Longs
    bias: Longs
    threshold: int

    def network(self, note: Mapping[str, object]) -> Network:
        """The network, with the note on where it came from."""
        layer = (self.weights, self.bias)
        return Network([layer], self.task.input_code, self.task.output_code, self.threshold, note)


def rounded(task: Task, weights: Floats, bias: Floats) -> Layer | None:
    """The layer at the fewest of 16, 12, 10, 8, 6 bits a weight down to which it is exact; None if it is not at 16.

    Exact is what `decided` says. A grid on which it is not at all takes long to decide and is never asked.
    """
    exact = None
    for bits in BITS:
        layer = decided(task, *_at(bits, weights, bias))
        if layer is None:
            break
        exact = layer
    return exact


def _at(bits: int, weights: Floats, bias: Floats) -> tuple[Longs, Longs]:
    """Weights and bias, rounded so that the largest weight is the largest number of so many bits."""
    scale = (2 ** (bits - 1) - 1) / (float(np.abs(weights).max()) or 1.0)
    W, b = (np.rint(array.astype(np.float64) * scale).astype(np.int64) for array in (weights, bias))
    return W, b


def decided(task: Task, W: Longs, b: Longs) -> Layer | None:
    """The layer of these integers with a threshold in the middle, if over all admissible sets every true score exceeds
    every false one, in integers that hold them."""
    miner = Miner(task.channels, task.cases, most=1, branches=1)
    sums, least = _sums(task, W, b)
    with ThreadPoolExecutor() as threads:
        true = -miner.extreme(threads, *sums, TRUE, least)
        # A false score of at least `true` is found fast; only without one the exact maximum is of interest.
        if miner.extreme(threads, *sums, FALSE, true - 1) >= true:
            return None
        false = miner.extreme(threads, *sums, FALSE, least)
    return Layer(task, W, b, middle(true, false))


def nearest(task: Task, weights: Floats, bias: Floats) -> Layer:
    """The layer at the most bits, whether it is exact or not, with the threshold that training had: 1, scaled."""
    scale = (2 ** (BITS[0] - 1) - 1) / (float(np.abs(weights).max()) or 1.0)
    return Layer(task, *_at(BITS[0], weights, bias), round(scale))


def _sums(task: Task, weights: Longs, bias: Longs) -> tuple[tuple[Integers, Integers], int]:
    """G = W A (n, m) and the bias in exact integers, and a number below every score.

    In int32, half the size, where every number of a search stays below 2**31: they are at most 2 (v + 2) scores, and a
    score at most w (v |G| + |b|).
    """
    network = Network([(weights, bias)], task.input_code, task.output_code, threshold=0)
    v, w = task.problem.sparsity, task.channels.shape[1]
    large, small = np.dtype(np.int64), np.dtype(np.int32)
    entries = task.input_code.rows * int(np.abs(weights).max(initial=0))
    G = np.ascontiguousarray(received(network, small if entries < 2**31 else large).T)
    score = w * (v * max(int(G.max()), -int(G.min())) + int(np.abs(bias).max(initial=0))) + 1
    kind = small if 4 * (v + 2) * score < 2**31 else large
    return (G.astype(kind, copy=False), bias.astype(kind)), -score
