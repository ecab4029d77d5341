"""Coordinate moves on counterexamples: what straight-through training leaves wrong on a grid, put right (ours)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import final

import numpy as np

from constructions.optimisation.cases import FALSE, TRUE
from constructions.optimisation.grid import Grid
from constructions.optimisation.mining import Mined, Miner
from constructions.optimisation.moves import Coarse, Readers, Scored, move_neuron
from constructions.optimisation.pool import Pool
from constructions.optimisation.task import Task
from verify.arrays import Floats, Longs
from verify.progress import Progress

SLACK = 0.006
"""By what part of the threshold scores shall be beyond it, and mining looks half as far again: at least by 1."""
TRUE_WEIGHT = 4.0
FORGET_EVERY = 16
SETS, BRANCHES = 50, 400
"""Hard sets and branches an output and a mining."""


@final
class Descent:
    """One run from the integers `start` on, weights on the grid, read with `threshold`.

    Every round mines hard sets, then each neuron in random order takes the steps that lower the weighted squared
    excess over all sets met; the weights of those that stay wrong grow. A round costs a mining and n_0 + 1 operations a
    neuron that reads a set, times v. Deterministic in `seed` on one machine.
    """

    def __init__(self, task: Task, grid: Grid, start: tuple[Longs, Longs], threshold: int, seed: int) -> None:
        self._task, self._grid, self.threshold = task, grid, threshold
        weights, bias = (integers.astype(np.float32) for integers in start)
        self._layer = Coarse(weights, bias, np.pad(task.words, ((0, 0), (0, 1))))
        m, v = task.problem.inputs, task.problem.sparsity
        self._slack = max(1, round(SLACK * threshold))
        self._miner = Miner(task.channels, task.cases, most=SETS, branches=BRANCHES)
        bare = task.cases[TRUE]
        self._pools = (
            Pool(m, TRUE, TRUE_WEIGHT, bare.owners, bare.given),
            Pool(m, FALSE, 1.0, np.empty(0, np.int32), np.empty((0, v), np.int32)),
        )
        self._random = np.random.default_rng(seed)
        self._separated = -np.inf
        self.best = start
        """The weights and bias at which the worst true and false scores overlapped least."""

    @property
    def integers(self) -> tuple[Longs, Longs]:
        """The weights and bias of now."""
        return self._layer.weights.astype(np.int64), self._layer.bias.astype(np.int64)

    def candidates(self, rounds: int, progress: Progress) -> Iterator[int]:
        """Move; yield the number of the round whenever all true scores lay above all false ones."""
        with ThreadPoolExecutor() as threads:
            for number in range(rounds + 1):
                progress(number, rounds)
                received = self._layer.weights @ self._task.words
                mined = [
                    self._miner.mine(threads, received, self._layer.bias, pool.side, self._limit(pool))
                    for pool in self._pools
                ]
                separated = -float(mined[0].worst + mined[1].worst)
                if separated > self._separated:
                    self._separated, self.best = separated, self.integers
                if separated > 0 and all(some.complete for some in mined):
                    yield number
                if number < rounds:
                    self._move(received, mined, forget=number % FORGET_EVERY == FORGET_EVERY - 1)

    def _target(self, pool: Pool) -> int:
        """The score at which a set begins to cost something."""
        return self.threshold + self._slack if pool.side == TRUE else self.threshold - 1 - self._slack

    def _limit(self, pool: Pool) -> float:
        return pool.side * self._target(pool) - max(1.0, self._slack / 2)

    def _move(self, received: Floats, mined: list[Mined], *, forget: bool) -> None:
        """One round of moves over all sets met, and of what they weigh after it."""
        for pool, some in zip(self._pools, mined, strict=True):
            if forget:
                pool.forget()
            pool.add(some)
        scored, readers = self._scored(received)
        for e in self._random.permutation(len(self._layer.bias)):
            order = self._random.permutation(len(self._layer.words) + 1)
            move_neuron(e, order, self._layer, self._grid.top, self._grid.step, scored, readers)
        wrong = np.split(scored.excess > self._slack, [len(self._pools[0])])
        for pool, some_wrong in zip(self._pools, wrong, strict=True):
            pool.press(some_wrong)

    def _scored(self, received: Floats) -> tuple[Scored, Readers]:
        """The sets of both pools as the layer scores them now, and which neuron reads which."""
        outputs, sets, weights = (
            np.concatenate([getattr(pool, name) for pool in self._pools]) for name in ("outputs", "sets", "weights")
        )
        facts = np.array([(pool.side, self._target(pool)) for pool in self._pools], np.float32)
        sides, targets = np.repeat(facts, [len(pool) for pool in self._pools], axis=0).T.copy()
        channels = self._task.channels[outputs]
        padded = np.pad(received, ((0, 0), (0, 1)))
        totals = self._layer.bias[channels]
        for column in sets.T:
            totals += padded[channels, column[:, None]]
        excess = sides * (np.maximum(totals, 0).sum(axis=1, dtype=np.float32) - targets)
        flat = channels.ravel()
        order = np.argsort(flat, kind="stable")
        starts = np.searchsorted(flat[order], np.arange(len(received) + 1))
        items, places = np.divmod(order, channels.shape[1])
        return Scored(sets, sides, weights, totals, excess), Readers(starts, items, places)
