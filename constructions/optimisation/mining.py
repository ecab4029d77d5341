"""Finding hard active sets for every output on all cores; the answer does not depend on how many there are."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, final

import numpy as np

from constructions.optimisation.cases import Cases
from constructions.optimisation.kernels import Neurons, Wanted, hard_sets
from constructions.optimisation.screening import screened
from verify.arrays import Ints, Numbers

PARTS = 8
ALL = 2**62


@final
@dataclass(frozen=True, eq=False)
class Mined:
    """Hard sets of one side: output `outputs[t]` on the features `sets[t]` (`PAD` where empty).

    `worst` is the largest side * score met, or the limit; `complete` says that every set beyond the limit was met.
    """

    outputs: Ints
    sets: Ints
    worst: Any
    complete: bool


@final
class Miner:
    """Looks for about `most` sets a case, in at most `branches` branches a case and `blocks` blocks of columns; see
    `hard_sets` and `screened`.

    `cases` are those of either side; their sets hold up to v features, v the number of columns of `given`.
    """

    def __init__(
        self, channels: Ints, cases: Mapping[int, Cases], *, most: int, branches: int, blocks: int = ALL
    ) -> None:
        self._channels, self._cases = channels, cases
        self._most, self._branches, self._blocks = most, branches, blocks

    def mine(
        self, threads: Executor, received: Numbers, bias: Numbers, side: int, limit: float, share: float = 1.0
    ) -> Mined:
        """Sets with side * score > limit, for G = `received` (n, m), in this share of the branches."""
        cases = self._cases[side]
        wanted = self._wanted(received.dtype, side, limit, rising=False)._replace(patience=int(share * self._branches))
        neurons = Neurons(received, bias, self._channels)
        each = 2 * self._most + 1 if bool(cases.free.any()) else 1

        def part(bounds: tuple[int, int]) -> Mined:
            room = (bounds[1] - bounds[0]) * each
            outputs, sets = np.empty(room, np.int32), np.empty((room, cases.given.shape[1]), np.int32)
            screen = screened(neurons, cases.arrays, wanted, *bounds)
            stored, complete, worst = hard_sets(neurons, cases.arrays, screen, wanted, *bounds, outputs, sets)
            return Mined(outputs[:stored], sets[:stored], worst, complete)

        return _joined(list(threads.map(part, _parts(cases))))

    def extreme(self, threads: Executor, received: Numbers, bias: Numbers, side: int, limit: int) -> int:
        """The maximum of side * score over all sets, exact for integers; `limit` if no set exceeds it."""
        cases, wanted = self._cases[side], self._wanted(received.dtype, side, limit, rising=True)
        neurons = Neurons(received, bias, self._channels)

        def part(bounds: tuple[int, int]) -> int:
            nothing = np.empty(0, np.int32), np.empty((0, cases.given.shape[1]), np.int32)
            screen = screened(neurons, cases.arrays, wanted, *bounds)
            return int(hard_sets(neurons, cases.arrays, screen, wanted, *bounds, *nothing)[2])

        return max(threads.map(part, _parts(cases)))

    def _wanted(self, kind: "np.dtype[Any]", side: int, limit: float, *, rising: bool) -> Wanted:
        never = kind.type(-np.inf if kind.kind == "f" else np.iinfo(kind).min)
        effort = (ALL, ALL, ALL) if rising else (self._most, self._branches, self._blocks)
        return Wanted(side, kind.type(limit), never, rising, *effort)


def _parts(cases: Cases) -> list[tuple[int, int]]:
    """Ranges of cases for the cores; the same for every number of cores."""
    return list(pairwise([len(cases) * k // PARTS for k in range(PARTS + 1)]))


def _joined(parts: list[Mined]) -> Mined:
    return Mined(
        np.concatenate([part.outputs for part in parts]),
        np.concatenate([part.sets for part in parts]),
        max(part.worst for part in parts),
        all(part.complete for part in parts),
    )
