"""Training for the widest gap between true and false scores, every wrong set weighed by how wrong it is (ours)."""

from concurrent.futures import Executor
from typing import Any, final

import numpy as np

from constructions.optimisation.adam import Adam
from constructions.optimisation.cases import FALSE, TRUE
from constructions.optimisation.hinge import Sets, scores_of
from constructions.optimisation.kernels import Neurons
from constructions.optimisation.mining import Miner
from constructions.optimisation.pool import Pool
from constructions.optimisation.run import Run
from constructions.optimisation.start import closed_form
from constructions.optimisation.task import Task
from verify.arrays import Floats
from verify.jit import compiled

RATE, DECAY, SQUARES = 0.05, 0.004, 0.99
"""Adam's first rate, its last one as a part of that, and its memory of squares."""
FIRST_SHARPNESS, LAST_SHARPNESS = 20.0, 40_000.0
"""beta, in units of 1 / lift, from the first step to the last."""
REACH = 14.0
"""Sets further than so many / beta from the worst one weigh nothing: e^-14 is below a millionth."""
RANDOM = 16
"""Random sets an output."""
NEAR = 0.004
"""Mining looks at least so far, in lifts: near the end, steps move scores by more than REACH / beta."""
MINE_EVERY, SETS, BRANCHES = 8, 50, 400
ASKED = 20
"""How often, over a whole run, a positive gap is taken to be rounded."""


@compiled
def pull(neurons: Neurons, some: Sets, leak: Any, gradient: Floats, bias: Floats) -> None:
    """Add weight * (gradient of the score) of every set; inactive neurons pass on the share `leak` of it."""
    slopes, sets = some.weights, some.sets
    w, v = neurons.channels.shape[1], sets.shape[1]
    zero = slopes.dtype.type(0)
    for t in range(slopes.shape[0]):
        if slopes[t] == zero:
            continue
        for k in range(w):
            e = neurons.channels[some.outputs[t], k]
            total = neurons.bias[e]
            for r in range(v):
                total += neurons.received[e, sets[t, r]]
            share = slopes[t] if total > zero else slopes[t] * leak
            if share != zero:
                bias[e] += share
                for r in range(v):
                    gradient[e, sets[t, r]] += share


@final
class GapTraining(Run):
    """Training that climbs gap / lift; where there is a gap, its weights are taken for worth rounding `ASKED` times.

    The gap is the least true score minus the largest false one, softened: means weighted by
    exp(-+ beta score / lift), with beta from 20 to 40,000. The lift is how much more the sets that make an output 1
    score than random ones, in the mean: so neither a factor on all weights nor a constant in all scores changes
    anything. A silent neuron passes on all that a true set asks of it. A step costs two products, w v operations a set
    met, and now and then a mining. Memory: 8 n m bytes, and 8 v + 20 a set. `separated` is the widest gap over the sets
    met, in lifts; over all sets it is at most as wide.
    """

    def __init__(self, task: Task, steps: int) -> None:
        miner = Miner(task.channels, task.cases, most=SETS, branches=BRANCHES)
        super().__init__(task, steps, closed_form(task, fast=True, fit=False), miner, 1.0, fast=True)
        self._slope = np.empty_like(self._received)
        self._update = Adam(self.weights, RATE, steps, DECAY, SQUARES), Adam(self.bias, RATE, steps, DECAY, SQUARES)
        problem, nothing, bare = task.problem, np.empty(0, np.float32), task.cases[TRUE]
        sets = RANDOM * problem.outputs, problem.sparsity
        random = np.random.default_rng(task.output_code.seed).integers(0, problem.inputs, sets)
        outputs = np.repeat(np.arange(problem.outputs, dtype=np.int32), RANDOM)
        self.random = Sets(outputs, random.astype(np.int32), nothing)
        self._bare = Sets(bare.owners, bare.given, nothing)

    def _beta(self, step: int) -> float:
        beta: float = FIRST_SHARPNESS * (LAST_SHARPNESS / FIRST_SHARPNESS) ** (step / max(1, self._steps))
        return beta

    def _promising(self, step: int, threads: Executor) -> bool:
        """Refresh the pools with the sets that weigh something now; whether there is a gap, and it is time to ask."""
        if step % MINE_EVERY and step < self._steps:
            return False
        lift = self._lift()
        reach = max(REACH / self._beta(step), NEAR) * lift
        worst = {}
        for pool, other in ((self._false, self._true), (self._true, self._false)):
            # Before the first mining no false set is known: then any beyond the least true score is of interest.
            known = self._worst(pool) if len(pool) else -self._worst(other)
            mined = self._hard(pool, known - reach, threads)
            pool.keep(pool.side * self._scores(pool) > known - 2 * reach)
            pool.add(mined)
            worst[pool.side] = max(float(mined.worst), known)
        gap = (-worst[TRUE] - worst[FALSE]) / lift
        self._remember(gap)
        asked = max(1, self._steps // ASKED // MINE_EVERY) * MINE_EVERY
        return gap > 0 and (step % asked == 0 or step == self._steps)

    def _move(self, step: int, threads: Executor) -> None:
        """One step of Adam up the gap over the lift."""
        lift, gap = self._lift(), 0.0
        self._slope[:] = 0
        bias_slope = np.zeros_like(self.bias)

        def add(some: Sets, leak: float) -> None:
            pull(self._neurons, some, np.float32(leak), self._slope, bias_slope)

        for pool, leak in ((self._true, 1.0), (self._false, 0.0)):
            scores = self._scores(pool)
            shares = _shares(pool.side * scores, self._beta(step) / lift)
            gap -= pool.side * float(shares @ scores)
            add(Sets(pool.outputs, pool.sets, pool.side * shares / np.float32(lift)), leak)
        for some, sign in ((self._bare, 1), (self.random, -1)):
            slope = sign * gap / lift**2 / len(some.outputs)
            add(some._replace(weights=np.full(len(some.outputs), slope, np.float32)), 0.0)
        self._update[0].step(self.weights, self._products.pull_back(self._slope[:, :-1], threads))
        self._update[1].step(self.bias, bias_slope)

    def _lift(self) -> float:
        """By how much sets that make an output 1 score more than random ones, in the mean; positive."""
        return max(float(self._scores(self._bare).mean() - self._scores(self.random).mean()), 1e-3)

    def _worst(self, pool: Pool) -> float:
        """The largest side * score of the pool."""
        return float((pool.side * self._scores(pool)).max())

    def _scores(self, some: Pool | Sets) -> Floats:
        return scores_of(self._neurons, some.outputs, some.sets)


def _shares(values: Floats, sharpness: float) -> Floats:
    """exp(sharpness * values), scaled to the sum 1; empty for no values."""
    if not len(values):
        return values
    shares = np.exp(np.float32(sharpness) * (values - values.max()))
    shares[shares < np.exp(-REACH)] = 0
    normed: Floats = shares / shares.sum()
    return normed
