"""Finding hard active sets for every output on all cores; the answer does not depend on how many there are."""

from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, final

import numpy as np
import numpy.typing as npt

from constructions.optimisation.kernels import hard_sets

Indices = npt.NDArray[np.int32]
Numbers = npt.NDArray[Any]

FALSE, TRUE = 1, -1
"""Sides: sets on which the output must be 0, and sets that contain its gate."""
PARTS = 8


@final
@dataclass(frozen=True, eq=False)
class Mined:
    """Hard sets of one side: output `outputs[t]` on the features `sets[t]` (`PAD` where empty).

    `worst` is the largest side * score met, or the limit; `complete` says that every set beyond the limit was met.
    """

    outputs: Indices
    sets: Indices
    worst: Any
    complete: bool


@final
class Miner:
    """Looks for about `most` sets an output, in at most `branches` branches an output; see `hard_sets`."""

    def __init__(self, channels: Indices, pairs: Indices, sparsity: int, *, most: int, branches: int) -> None:
        self._channels, self._pairs, self._sparsity = channels, pairs, sparsity
        self._most, self._branches = most, branches
        edges = [len(pairs) * k // PARTS for k in range(PARTS + 1)]
        self._parts = list(pairwise(edges))

    def mine(self, threads: Executor, received: Numbers, bias: Numbers, side: int, limit: float) -> Mined:
        """Sets with side * score > limit, for G = `received` (n, m)."""
        alone = side == TRUE and self._sparsity == 2
        each = 1 if alone else 2 * self._most + 1

        def part(bounds: tuple[int, int]) -> Mined:
            room = (bounds[1] - bounds[0]) * each
            outputs, sets = np.empty(room, np.int32), np.empty((room, self._sparsity), np.int32)
            stored, complete, worst = self._search(received, bias, side, limit, False, bounds, outputs, sets)
            return Mined(outputs[:stored], sets[:stored], worst, complete)

        return _joined(list(threads.map(part, self._parts)))

    def extreme(self, threads: Executor, received: Numbers, bias: Numbers, side: int, limit: int) -> int:
        """The maximum of side * score over all sets, exact for integers; `limit` if no set exceeds it."""

        def part(bounds: tuple[int, int]) -> int:
            nothing = np.empty(0, np.int32), np.empty((0, self._sparsity), np.int32)
            return int(self._search(received, bias, side, limit, True, bounds, *nothing)[2])

        return max(threads.map(part, self._parts))

    def _search(
        self,
        received: Numbers,
        bias: Numbers,
        side: int,
        limit: float,
        rising: bool,
        bounds: tuple[int, int],
        outputs: Indices,
        sets: Indices,
    ) -> tuple[int, bool, Any]:
        start = received.dtype.type(limit)
        effort = (2**62, 2**62) if rising else (self._most, self._branches)
        task = (received, bias, self._channels, self._pairs, side)
        found: tuple[int, bool, Any] = hard_sets(*task, start, rising, *effort, *bounds, outputs, sets)
        return found


def _joined(parts: list[Mined]) -> Mined:
    return Mined(
        np.concatenate([part.outputs for part in parts]),
        np.concatenate([part.sets for part in parts]),
        max(part.worst for part in parts),
        all(part.complete for part in parts),
    )
