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
from verify.arrays import Floats, Longs
from verify.scoring import received

BITS = (6, 8, 10, 12, 16)
LEAST = -(2**53)
"""Below every score: 16-bit weights and at most 2**24 columns and a few features a set stay far from it."""


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
    """The layer at the first of 6, 8, 10, 12, 16 bits a weight at which it is exact; None if it is at none.

    Exact: over all admissible sets, every true score exceeds every false one, in int64. The threshold is in the middle.
    """
    miner = Miner(task.channels, task.cases, most=1, branches=1)
    largest = float(np.abs(weights).max()) or 1.0
    for bits in BITS:
        scale = (2 ** (bits - 1) - 1) / largest
        W, b = (np.rint(array.astype(np.float64) * scale).astype(np.int64) for array in (weights, bias))
        G = _received(task, W, b)
        with ThreadPoolExecutor() as threads:
            true = -miner.extreme(threads, G, b, TRUE, LEAST)
            # A false score of at least `true` is found fast; only without one the exact maximum is of interest.
            if miner.extreme(threads, G, b, FALSE, true - 1) >= true:
                continue
            false = miner.extreme(threads, G, b, FALSE, LEAST)
        return Layer(task, W, b, middle(true, false))
    return None


def nearest(task: Task, weights: Floats, bias: Floats) -> Layer:
    """The layer at the most bits, whether it is exact or not, with the threshold that training had: 1, scaled."""
    scale = (2 ** (BITS[-1] - 1) - 1) / (float(np.abs(weights).max()) or 1.0)
    W, b = (np.rint(array.astype(np.float64) * scale).astype(np.int64) for array in (weights, bias))
    return Layer(task, W, b, round(scale))


def _received(task: Task, weights: Longs, bias: Longs) -> Longs:
    """G = W A in exact integers: (n, m)."""
    network = Network([(weights, bias)], task.input_code, task.output_code, threshold=0)
    return np.ascontiguousarray(received(network, np.dtype(np.int64)).T)
