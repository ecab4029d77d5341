"""Training for the widest gap between true and false scores, every wrong set weighed by how wrong it is (ours)."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, final

import numpy as np

from constructions.optimisation.adam import Adam
from constructions.optimisation.cases import FALSE, TRUE
from constructions.optimisation.hinge import Sets, set_scores
from constructions.optimisation.kernels import Neurons
from constructions.optimisation.mining import Miner
from constructions.optimisation.pool import Pool
from constructions.optimisation.products import Products
from constructions.optimisation.task import Task
from constructions.optimisation.training import closed_form
from verify.arrays import Floats
from verify.jit import compiled
from verify.progress import Progress

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
class GapTraining:
    """One run. `weights` (n, n_0) and `bias` (n,) change from step to step; nothing here decides anything.

    It climbs gap / lift. The gap is the least true score minus the largest false one, softened: means weighted by
    exp(-+ beta score / lift), with beta from 20 to 40,000. The lift is how much more the sets that make an output 1
    score than random ones, in the mean: so neither a factor on all weights nor a constant in all scores changes
    anything. A silent neuron passes on all that a true set asks of it. A step costs two products, w v operations a set
    met, and now and then a mining. Memory: 8 n m bytes, and 8 v + 20 a set. Deterministic on one machine.
    """

    def __init__(self, task: Task, steps: int) -> None:
        self._steps = steps
        m, v = task.problem.inputs, task.problem.sparsity
        self._products = Products(task, fast=True)
        # G with a column of zeros for the empty slot.
        self._received = np.zeros((task.output_code.rows, m + 1), dtype=np.float32)
        with ThreadPoolExecutor() as threads:
            self.weights, self.bias = closed_form(task, self._products, self._received, threads, fit=False)
        self._slope = np.empty_like(self._received)
        self._update = Adam(self.weights, RATE, steps, DECAY, SQUARES), Adam(self.bias, RATE, steps, DECAY, SQUARES)
        self._miner = Miner(task.channels, task.cases, most=SETS, branches=BRANCHES)
        bare = task.cases[TRUE]
        self._true = Pool(m, TRUE, 1.0, bare.owners, bare.given)
        self._false = Pool(m, FALSE, 1.0, np.empty(0, np.int32), np.empty((0, v), np.int32))
        nothing = np.empty(0, np.float32)
        random = np.random.default_rng(task.output_code.seed).integers(0, m, (RANDOM * task.problem.outputs, v))
        outputs = np.repeat(np.arange(task.problem.outputs, dtype=np.int32), RANDOM)
        self.random = Sets(outputs, random.astype(np.int32), nothing)
        self._bare = Sets(bare.owners, bare.given, nothing)
        self._neurons = Neurons(self._received, self.bias, task.channels)
        self.separated = -np.inf
        self.best = self.weights.copy(), self.bias.copy()
        """The weights and bias of the step with the widest gap over the sets met; over all it is at most as wide."""

    def candidates(self, progress: Progress) -> Iterator[int]:
        """Train; yield the number of the step when there is a gap, some `ASKED` times: then it is worth rounding."""
        asked = max(1, self._steps // ASKED // MINE_EVERY) * MINE_EVERY
        with ThreadPoolExecutor() as threads:
            for step in range(self._steps + 1):
                progress(step, self._steps)
                self._products.receive(self.weights, self._received[:, :-1], threads)
                beta = FIRST_SHARPNESS * (LAST_SHARPNESS / FIRST_SHARPNESS) ** (step / max(1, self._steps))
                if step % MINE_EVERY == 0 or step == self._steps:
                    gap = self._mine(beta, threads)
                    if gap > 0 and (step % asked == 0 or step == self._steps):
                        yield step
                if step < self._steps:
                    self._climb(beta, threads)

    def _mine(self, beta: float, threads: Executor) -> float:
        """Refresh the pools with the sets that weigh something now; the gap in units of the lift."""
        lift = self._lift()
        reach = max(REACH / beta, NEAR) * lift
        worst = {}
        for pool, other in ((self._false, self._true), (self._true, self._false)):
            # Before the first mining no false set is known: then any beyond the least true score is of interest.
            known = self._worst(pool) if len(pool) else -self._worst(other)
            mined = self._miner.mine(threads, self._received[:, :-1], self.bias, pool.side, known - reach)
            pool.keep(pool.side * self._scores(pool) > known - 2 * reach)
            pool.add(mined)
            worst[pool.side] = max(float(mined.worst), known)
        gap = (-worst[TRUE] - worst[FALSE]) / lift
        if gap > self.separated:
            self.separated, self.best = gap, (self.weights.copy(), self.bias.copy())
        return gap

    def _climb(self, beta: float, threads: Executor) -> None:
        """One step of Adam up the gap over the lift."""
        lift, gap = self._lift(), 0.0
        self._slope[:] = 0
        bias_slope = np.zeros_like(self.bias)

        def add(some: Sets, leak: float) -> None:
            pull(self._neurons, some, np.float32(leak), self._slope, bias_slope)

        for pool, leak in ((self._true, 1.0), (self._false, 0.0)):
            scores = self._scores(pool)
            shares = _shares(pool.side * scores, beta / lift)
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
        scores = np.empty(len(some.outputs), np.float32)
        set_scores(self._neurons, some.outputs, some.sets, scores)
        return scores


def _shares(values: Floats, sharpness: float) -> Floats:
    """exp(sharpness * values), scaled to the sum 1; empty for no values."""
    if not len(values):
        return values
    shares = np.exp(np.float32(sharpness) * (values - values.max()))
    shares[shares < np.exp(-REACH)] = 0
    normed: Floats = shares / shares.sum()
    return normed
