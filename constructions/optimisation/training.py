"""Training W and b against the hard sets that mining finds, from the closed form on. Threshold 1 throughout."""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import final

import numpy as np

from constructions.optimisation.adam import Adam
from constructions.optimisation.grid import Grid
from constructions.optimisation.hinge import Hinge, Sets, hinge_gradient
from constructions.optimisation.mining import ALL, Miner
from constructions.optimisation.run import Run
from constructions.optimisation.start import closed_form
from constructions.optimisation.task import Task
from verify.arrays import Floats

MARGIN = 0.01
"""Scores between 1 - MARGIN and 1 + MARGIN cost something; mining looks half as far again."""
TRUE_WEIGHT = 4.0
FORGET_EVERY = 16
EARLY = 0.03
"""The share of the branches with which a patient method mines in the first half of its steps."""
GAP = 1.002
"""How far true and false scores must lie apart before rounding is tried."""
SMALLER, SHORTER, DEEPER = 5, 3, 10
"""A further round: by these factors its first rate is smaller, its steps are fewer, its mining has more branches."""
GRADIENT_PARTS = 2
"""Fixed, not the number of cores: floating-point sums must come out the same."""


@final
@dataclass(frozen=True)
class Method:
    """How a training moves: the `rate` of Adam, and what part of the gradient of a gate that scores too little an
    inactive neuron passes on (`leak`); it mines every so many steps (`mine_every`, a divisor of 16), about `sets`
    hard sets an output each time. `fast`: products by transforms (`Products`); `patient`: few branches at first,
    where there are hard sets enough; `bold`: rounding, which is exact, is tried even where mining was cut short.
    `again`: so many further rounds where a run ends in vain. `fitted`: for 2-AND seeds of this parity begin with
    least squares. A mining takes at most so many `branches` an output, with features from so many `blocks` of columns
    (`screening`). With a `grid`, weights and bias are those on it, in multiples of the training's `unit`, that are
    nearest to others, and these the gradient moves (the straight-through estimator).
    """

    rate: float
    leak: float
    mine_every: int
    sets: int
    fast: bool
    patient: bool
    bold: bool = False
    again: int = 0
    fitted: int = 0
    branches: int = 400
    blocks: int = ALL
    grid: Grid | None = None


FIRST = Method(rate=0.04, leak=0.1, mine_every=4, sets=50, fast=False, patient=False)
"""The method of `optimised_channels`, kept so that a seed gives what it always gave."""
WAKING = Method(rate=0.08, leak=1.0, mine_every=8, sets=25, fast=True, patient=True, bold=True, again=2, blocks=32)
"""The method of `trained_channels`: with less leak training stops where gates rely on too few of their neurons."""
HUBS = replace(WAKING, leak=0.1, fitted=1)
"""Its method where a hub's channels fill all neurons several times over: there most neurons have to stay silent."""


@final
class Training(Run):
    """Training on squared hinges; worth rounding are weights with which no hard set was found.

    A step costs two products (`Products`), w v operations a set of the pools, and now and then a mining (`hard_sets`).
    Memory: 4 (1 + GRADIENT_PARTS) n m bytes, and 8 v + 20 a set.
    """

    def __init__(
        self, task: Task, steps: int, method: Method = FIRST, start: tuple[Floats, Floats] | None = None
    ) -> None:
        self._method, fit = method, task.output_code.seed % 2 == method.fitted
        miner = Miner(task.channels, task.cases, most=method.sets, branches=method.branches, blocks=method.blocks)
        start = start or closed_form(task, fast=method.fast, fit=fit)
        super().__init__(task, steps, start, miner, TRUE_WEIGHT, fast=method.fast)
        self._free, self.unit = (self.weights, self.bias), 1.0
        if method.grid is not None:
            self.unit = method.grid.unit(self.weights)
            self._free = self.weights.copy(), self.bias.copy()
            self._settle(method.grid)
        self._slopes = [np.empty_like(self._received) for _ in range(GRADIENT_PARTS)]
        self._update = Adam(self._free[0], method.rate, steps), Adam(self._free[1], method.rate, steps)

    def again(self) -> "Training":
        """A round from the best weights of this one, without its memory: fewer and smaller steps, and more mining.

        Hard sets that stayed wrong have gained weight in a run, up to 30 times, and hold it where it is. Mining leaves
        next to nothing out: what it misses near the end, rounding finds, and no step is taken for it.
        """
        method = replace(self._method, rate=self._method.rate / SMALLER, mine_every=4, patient=False)
        method = replace(method, branches=DEEPER * method.branches, blocks=ALL)
        return Training(self._task, max(1, self._steps // SHORTER), method, self.best)

    def _promising(self, step: int, threads: Executor) -> bool:
        """Refresh the pools with the hard sets of now; whether all true scores lie above all false ones."""
        if step % self._method.mine_every:
            return False
        share = EARLY if self._method.patient and 2 * step < self._steps else 1.0
        false = self._hard(self._false, 1 - 1.5 * MARGIN, threads, share)
        true = self._hard(self._true, -1 - 1.5 * MARGIN, threads, share)
        for pool, mined in ((self._false, false), (self._true, true)):
            pool.boost(self._neurons)
            if step % FORGET_EVERY == 0:
                pool.forget()
            pool.add(mined)
        if share < 1.0:  # A few branches meet the worst sets by chance only.
            return False
        self._remember(-true.worst - false.worst)
        met = (false.complete and true.complete) or self._method.bold
        return met and -true.worst > GAP * false.worst

    def _move(self, step: int, threads: Executor) -> None:
        """One step of Adam on weight * (hinge of the score)**2 over both pools."""

        def part(number: int) -> Floats:
            slope, bias_slope = self._slopes[number], np.zeros_like(self.bias)
            slope[:] = 0
            for pool, target, leak in ((self._true, 1 + MARGIN, self._method.leak), (self._false, 1 - MARGIN, 0.0)):
                begin, end = (len(pool) * k // GRADIENT_PARTS for k in (number, number + 1))
                some = Sets(pool.outputs[begin:end], pool.sets[begin:end], pool.weights[begin:end])
                hinge = Hinge(pool.side, np.float32(target), np.float32(leak))
                hinge_gradient(self._neurons, some, hinge, slope, bias_slope)
            return bias_slope

        bias_slope, *others = threads.map(part, range(GRADIENT_PARTS))
        slope = self._slopes[0]
        for more, bias_more in zip(self._slopes[1:], others, strict=True):
            slope += more
            bias_slope += bias_more
        self._update[0].step(self._free[0], self._products.pull_back(slope[:, :-1], threads))
        self._update[1].step(self._free[1], bias_slope)
        if self._method.grid is not None:
            self._settle(self._method.grid)

    def _settle(self, grid: Grid) -> None:
        """Onto the grid; what is moved stays near it, so that it comes back soon."""
        weights, bias = self._free
        reach = self.unit * (grid.top + grid.step / 2)
        np.clip(weights, -reach, reach, out=weights)
        levels, biases = grid.integers(weights, bias, self.unit)
        self.weights[:], self.bias[:] = self.unit * levels, self.unit * biases


def rounds(task: Task, steps: int, method: Method) -> Iterator[Training]:
    """A training by the method, and after it the further rounds that the method has."""
    training = Training(task, steps, method)
    yield training
    for _ in range(method.again):
        training = training.again()
        yield training
