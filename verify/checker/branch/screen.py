"""A fast way to close most nodes of a large proof: exact sums in the narrowest integers, a pool of columns at a time.

All nodes of a turn have the same side and s slots. If every term of a node is below its limit, the s worst sum below s
times the limit: the node closes.

Pools that may hold a term at the limit are looked into, column by column, and what is settled is left out. Nodes that
are not closed so, the definition decides. Details: docs/methods.md.
"""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from typing import NamedTuple, final

import numpy as np

from verify.arrays import Bools, Integers, Longs
from verify.checker.branch.ground import Ground
from verify.checker.budget import Budget
from verify.codes.integers import largest_absolute

POOL = 4
NUMBERS = 2**18
"""Numbers of a turn, nodes times pools: they should fit the cache of a core."""
CLOSER = 2**10
"""Pools that are looked into at a time."""


@final
class Leaves(NamedTuple):
    """Nodes without children; `settled` features are filled up with the first one, p has its neurons' numbers."""

    output: Longs
    settled: Longs
    p: Longs
    slots: Longs
    side: Longs

    def take(self, chosen: Longs) -> "Leaves":
        """The chosen nodes."""
        return Leaves(*(part[chosen] for part in self))


@final
class Screens:
    """A ground, made ready for one side and number of slots after another."""

    def __init__(
        self, ground: Ground, limits: Mapping[int, int], budget: Budget, threads: int = os.cpu_count() or 1
    ) -> None:
        self._ground, self._limits, self._budget, self._threads = ground, limits, budget, threads
        self._made: dict[tuple[int, int], _Screen] = {}

    def closed(self, leaves: Leaves) -> Bools:
        """Which nodes surely close. Threads share nothing that one of them writes: each has turns of its own."""
        found = np.zeros(len(leaves.output), dtype=np.bool_)
        kinds = sorted({*zip(leaves.side.tolist(), leaves.slots.tolist(), strict=True)})
        for side, slots in ((side, slots) for side, slots in kinds if side in self._limits):
            chosen = np.flatnonzero((leaves.side == side) & (leaves.slots == slots))
            if (side, slots) not in self._made:
                self._made[side, slots] = _Screen(self._ground, side, slots, self._limits[side])
            screen = self._made[side, slots]
            step = max(1, NUMBERS // screen.pools.shape[1])
            turns = [chosen[k : k + step] for k in range(0, len(chosen), step)]

            def turn(mine: Longs, screen: _Screen = screen) -> Bools:
                self._budget.look()
                return screen.closes(leaves.take(mine))

            with ThreadPoolExecutor(self._threads) as threads:
                for mine, closes in zip(turns, threads.map(turn, turns), strict=True):
                    found[mine] = closes
        return found


@final
class _Screen:
    def __init__(self, ground: Ground, side: int, slots: int, limit: int) -> None:
        self._ground, self._side, self._slots, self._limit = ground, side, slots, limit
        self._linear = side < 0 and slots > 1
        self._reach = slots * largest_absolute(ground.entries)
        # The type holds s too: where G is 0 it may be larger than all that is multiplied by it.
        largest = max(slots, max(1, int(ground.weights.sum(axis=1).max())) * self._reach)
        kind = next(t for t in (np.int16, np.int32, np.int64) if largest <= np.iinfo(t).max)
        pooled: Integers = _pooled(np.maximum if side > 0 else np.minimum, ground.entries).astype(kind)
        self.pools: Integers = np.asarray(slots * pooled, dtype=kind)

    def closes(self, leaves: Leaves) -> Bools:
        """For nodes of this side and these slots."""
        ground, p = self._ground, leaves.p
        own = self._side * (ground.weights[leaves.output] * np.maximum(p, 0)).sum(axis=1)
        found: Bools = own < self._limit
        if self._slots == 0:
            return found
        rows, weights = ground.rows[leaves.output], ground.weights[leaves.output]
        lowest = np.clip(-p, -self._reach, self._reach)
        if self._linear:
            weights, lowest = weights * (p > 0), np.full_like(p, -self._reach)
        sums = np.zeros((len(rows), self.pools.shape[1]), dtype=self.pools.dtype)
        for e in range(rows.shape[1]):
            part = np.maximum(self.pools[rows[:, e]], lowest[:, e, None].astype(sums.dtype))
            sums += part if (weights[:, e] == 1).all() else part * weights[:, e, None].astype(sums.dtype)
        rest = (weights * np.maximum(p, -self._reach)).sum(axis=1)
        # side * (sum + rest) >= limit, with the sum's own type on its side of the comparison.
        info = np.iinfo(sums.dtype)
        edge = np.clip(self._side * self._limit - rest, info.min, info.max).astype(sums.dtype)[:, None]
        node, pool = np.nonzero(sums >= edge if self._side > 0 else sums <= edge)
        for start in range(0, len(node), CLOSER):
            mine = node[start : start + CLOSER]
            found[mine[self._at_limit(leaves.take(mine), weights[mine], pool[start : start + CLOSER])]] = False
        return found

    def _at_limit(self, leaves: Leaves, weights: Longs, pool: Longs) -> Bools:
        """Whether a pool of a node holds a term of a feature that is not settled, and not below the limit."""
        features = self._ground.entries.shape[1]
        columns = np.minimum(pool[:, None] * POOL + np.arange(POOL), features - 1)
        entries = self._ground.entries[self._ground.rows[leaves.output][:, :, None], columns[:, None, :]]
        sums = self._slots * entries.astype(np.int64) + leaves.p[:, :, None]
        terms = self._side * (weights[:, :, None] * (sums if self._linear else np.maximum(sums, 0))).sum(axis=1)
        settled = (columns[:, :, None] == leaves.settled[:, None, :]).any(axis=-1)
        return np.asarray(((terms >= self._limit) & ~settled).any(axis=1))


def _pooled(extreme: np.ufunc, entries: Integers) -> Integers:
    """(rows, pools): the extreme entry of every row in `POOL` columns after another; the last pool may have fewer."""
    missing = -entries.shape[1] % POOL
    padded = np.concatenate([entries, np.repeat(entries[:, -1:], missing, axis=1)], axis=1)
    found: Integers = reduce(extreme, (padded[:, k::POOL] for k in range(POOL)))
    return found
