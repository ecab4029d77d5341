"""Layers of few levels: training on the grid, then moves on the counterexamples that it leaves wrong (ours)."""

from concurrent.futures import Executor
from dataclasses import replace
from typing import final

import numpy as np

from constructions.optimisation.cases import TRUE
from constructions.optimisation.grid import Grid
from constructions.optimisation.mining import Mined, Miner
from constructions.optimisation.moves import Coarse, Readers, Scored, move_neuron
from constructions.optimisation.pool import Pool
from constructions.optimisation.rounding import Layer, decided
from constructions.optimisation.run import Run
from constructions.optimisation.task import Task
from constructions.optimisation.training import FIRST, FORGET_EVERY, TRUE_WEIGHT, Training
from verify.arrays import Longs
from verify.progress import Progress

RATE = 0.005
"""Of Adam: on a grid a weight moves by whole units, and too many at a time with the usual rate."""
SLACK = 0.006
"""By what part of the threshold scores shall be beyond it, and mining looks half as far again: at least by 1."""


@final
class Descent(Run):
    """Moves from the integers `start` on, weights on the grid, read with `threshold`; a step is a round.

    Every round mines hard sets, then each neuron in random order takes the steps that lower the weighted squared
    excess over all sets met; the weights of those that stay wrong grow. A round costs a mining and n_0 + 1 operations a
    neuron that reads a set, times v. Deterministic in `seed`.
    """

    def __init__(
        self, task: Task, rounds: int, grid: Grid, start: tuple[Longs, Longs], threshold: int, seed: int
    ) -> None:
        weights, bias = (integers.astype(np.float32) for integers in start)
        miner = Miner(task.channels, task.cases, most=FIRST.sets, branches=FIRST.branches)
        super().__init__(task, rounds, (weights, bias), miner, TRUE_WEIGHT, fast=False)
        self._grid, self.threshold, self._random = grid, threshold, np.random.default_rng(seed)
        self._layer = Coarse(weights, bias, np.pad(task.words, ((0, 0), (0, 1))))
        self._slack = max(1, round(SLACK * threshold))
        self._pools, self._mined = (self._true, self._false), list[Mined]()

    def _promising(self, step: int, threads: Executor) -> bool:
        """Look for hard sets; whether all true scores lie above all false ones."""
        near = max(1.0, self._slack / 2)
        self._mined = [self._hard(pool, pool.side * self._target(pool) - near, threads) for pool in self._pools]
        separated = -float(self._mined[0].worst + self._mined[1].worst)
        self._remember(separated)
        return separated > 0 and all(some.complete for some in self._mined)

    def _target(self, pool: Pool) -> int:
        """The score at which a set begins to cost something."""
        return self.threshold + self._slack if pool.side == TRUE else self.threshold - 1 - self._slack

    def _move(self, step: int, threads: Executor) -> None:
        """One round of moves over all sets met, and of what they weigh after it."""
        for pool, some in zip(self._pools, self._mined, strict=True):
            if step % FORGET_EVERY == FORGET_EVERY - 1:
                pool.forget()
            pool.add(some)
        scored, readers = self._scored()
        for e in self._random.permutation(len(self._layer.bias)):
            order = self._random.permutation(len(self._layer.words) + 1)
            move_neuron(e, order, self._layer, self._grid.top, self._grid.step, scored, readers)
        wrong = np.split(scored.excess > self._slack, [len(self._true)])
        for pool, some_wrong in zip(self._pools, wrong, strict=True):
            pool.press(some_wrong)

    def _scored(self) -> tuple[Scored, Readers]:
        """The sets of both pools as the layer scores them now, and which neuron reads which."""
        outputs, sets, weights = (
            np.concatenate([getattr(pool, name) for pool in self._pools]) for name in ("outputs", "sets", "weights")
        )
        facts = np.array([(pool.side, self._target(pool)) for pool in self._pools], np.float32)
        sides, targets = np.repeat(facts, [len(pool) for pool in self._pools], axis=0).T.copy()
        channels = self._task.channels[outputs]
        totals = self._layer.bias[channels]
        for column in sets.T:
            totals += self._received[channels, column[:, None]]
        excess = sides * (np.maximum(totals, 0).sum(axis=1, dtype=np.float32) - targets)
        flat = channels.ravel()
        order = np.argsort(flat, kind="stable")
        starts = np.searchsorted(flat[order], np.arange(len(self._received) + 1))
        items, places = np.divmod(order, channels.shape[1])
        return Scored(sets, sides, weights, totals, excess), Readers(starts, items, places)


def coarse_layer(
    task: Task, levels: int, steps: int, rounds: int, seed: int, progress: Progress
) -> tuple[Layer | None, Layer]:
    """The first layer with weights of so many levels that is exact, if one was met, and the one nearest to that.

    At most `steps` steps of training, then `rounds` rounds of moves. Exact is what `decided` says. Deterministic in
    `seed` on one machine.
    """
    grid = Grid.of(levels)

    def exact(run: Run, unit: float, before: int) -> Layer | None:
        layers = (
            decided(task, *grid.integers(run.weights, run.bias, unit))
            for _ in run.candidates(lambda done, _: progress(before + done, steps + rounds))
        )
        return next(filter(None, layers), None)

    training = Training(task, steps, replace(FIRST, rate=RATE, grid=grid))
    unit = training.unit
    layer = exact(training, unit, 0)
    if layer is not None:
        return layer, layer
    descent = Descent(task, rounds, grid, grid.integers(*training.best, unit), max(1, round(1 / unit)), seed)
    layer = exact(descent, 1.0, steps)
    return layer, layer or Layer(task, *grid.integers(*descent.best, 1.0), descent.threshold)
