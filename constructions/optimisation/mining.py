"""Finding hard active sets for every output on all cores; the answer does not depend on how many there are."""

from collections.abc import Mapping
from concurrent.futures import Executor
from itertools import pairwise
from typing import Any, NamedTuple, final

import numpy as np

from constructions.optimisation.cases import NONE, Cases
from constructions.optimisation.kernels import Neurons, Wanted, hard_sets
from constructions.optimisation.screening import screened
from verify.arrays import Ints, Numbers

PARTS = 8
ALL = 2**62


class Mined(NamedTuple):
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
        wanted = self._wanted(received.dtype, side, limit, rising=False)._replace(patience=int(share * self._branches))
        each = 2 * self._most + 1 if NONE in self._cases[side].given else 1  # Without a free place there is one set.
        return self._searched(threads, Neurons(received, bias, self._channels), wanted, each)

    def extreme(self, threads: Executor, received: Numbers, bias: Numbers, side: int, limit: int) -> int:
        """The maximum of side * score over all sets, exact for integers; `limit` if no set exceeds it."""
        wanted = self._wanted(received.dtype, side, limit, rising=True)
        return int(self._searched(threads, Neurons(received, bias, self._channels), wanted, 0).worst)

    def _wanted(self, kind: "np.dtype[Any]", side: int, limit: float, *, rising: bool) -> Wanted:
        never = kind.type(-np.inf if kind.kind == "f" else np.iinfo(kind).min)
        effort = (ALL, ALL, ALL) if rising else (self._most, self._branches, self._blocks)
        return Wanted(side, kind.type(limit), never, rising, *effort)

    def _searched(self, threads: Executor, neurons: Neurons, wanted: Wanted, each: int) -> Mined:
        """What is met, with room for `each` sets a case, in parts that are the same for every number of cores."""
        cases = self._cases[wanted.side]

        def part(bounds: tuple[int, int]) -> Mined:
            room = (bounds[1] - bounds[0]) * each
            outputs, sets = np.empty(room, np.int32), np.empty((room, cases.given.shape[1]), np.int32)
            screen = screened(neurons, cases.arrays, wanted, *bounds)
            stored, complete, worst = hard_sets(neurons, cases.arrays, screen, wanted, *bounds, outputs, sets)
            return Mined(outputs[:stored], sets[:stored], worst, complete)

        bounds = pairwise([len(cases) * k // PARTS for k in range(PARTS + 1)])
        outputs, sets, worst, complete = zip(*threads.map(part, bounds), strict=True)
        return Mined(np.concatenate(outputs), np.concatenate(sets), max(worst), all(complete))
