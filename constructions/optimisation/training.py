"""Training W and b against the hard sets that mining finds, from the closed form on. Threshold 1 throughout."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import final

import numpy as np

from constructions.channels import decode
from constructions.gate_channels import excitation
from constructions.optimisation.adam import Adam
from constructions.optimisation.cases import FALSE, TRUE
from constructions.optimisation.hinge import Hinge, Sets, hinge_gradient
from constructions.optimisation.kernels import Neurons
from constructions.optimisation.least_squares import least_squares_weights
from constructions.optimisation.mining import Miner
from constructions.optimisation.pool import Pool
from constructions.optimisation.task import Task
from verify.arrays import Floats
from verify.progress import Progress

LEAK_PERCENT, START = 20, 0.9
"""The closed form has bias -0.8 for 2-AND and is scaled so that the median gate scores 1 / 0.9."""
RATE = 0.04
MARGIN = 0.01
"""Scores between 1 - MARGIN and 1 + MARGIN cost something; mining looks half as far again."""
LEAK = 0.1
"""What an inactive neuron passes of the gradient of a gate that scores too little."""
TRUE_WEIGHT = 4.0
MINE_EVERY, FORGET_EVERY = 4, 16
SETS, BRANCHES = 50, 400
"""Hard sets and branches an output and a mining."""
GAP = 1.002
"""How far true and false scores must lie apart before rounding is tried."""
GRADIENT_PARTS = 2
"""Fixed, not the number of cores: floating-point sums must come out the same."""


@final
class Training:
    """One run. `weights` (n, n_0) and `bias` (n,) change from step to step; nothing here decides anything.

    A step costs 2 n n_0 m multiplications, w v operations a set of the pools, and every fourth step a mining
    (`hard_sets`). Deterministic on one machine with one numpy.
    """

    def __init__(self, task: Task, steps: int) -> None:
        self._task, self._steps = task, steps
        m, v = task.problem.inputs, task.problem.sparsity
        self.weights, self.bias = closed_form(task)
        self._update = Adam(self.weights, RATE, steps), Adam(self.bias, RATE, steps)
        self._words_first = np.ascontiguousarray(task.words.T)
        self._miner = Miner(task.channels, task.cases, most=SETS, branches=BRANCHES)
        bare = task.cases[TRUE]
        self._true = Pool(m, TRUE, TRUE_WEIGHT, bare.owners, bare.given)
        self._false = Pool(m, FALSE, 1.0, np.empty(0, np.int32), np.empty((0, v), np.int32))
        # G transposed, with a row of zeros for the empty slot.
        self._received = np.zeros((m + 1, len(self.bias)), dtype=np.float32)
        self._neurons = Neurons(self._received, self.bias, task.channels)
        self._separated = -np.inf
        self.best = self.weights.copy(), self.bias.copy()
        """The weights and bias of the step at which the worst true and false scores overlapped least."""

    def candidates(self, progress: Progress) -> Iterator[int]:
        """Train; yield the number of the step whenever no hard set was found: then it is worth rounding."""
        with ThreadPoolExecutor() as threads:
            for step in range(self._steps + 1):
                progress(step, self._steps)
                received = self.weights @ self._task.words
                self._received[:-1] = received.T
                if step % MINE_EVERY == 0 and self._mine(step, received, threads):
                    yield step
                if step < self._steps:
                    self._descend(threads)

    def _mine(self, step: int, received: Floats, threads: Executor) -> bool:
        """Refresh the pools with the hard sets of now; whether all true scores lie above all false ones."""
        false = self._miner.mine(threads, received, self.bias, FALSE, 1 - 1.5 * MARGIN)
        true = self._miner.mine(threads, received, self.bias, TRUE, -1 - 1.5 * MARGIN)
        for pool, mined in ((self._false, false), (self._true, true)):
            pool.boost(self._neurons)
            if step % FORGET_EVERY == 0:
                pool.forget()
            pool.add(mined)
        separated = -true.worst - false.worst
        if separated > self._separated:
            self._separated, self.best = separated, (self.weights.copy(), self.bias.copy())
        return false.complete and true.complete and -true.worst > GAP * false.worst

    def _descend(self, threads: Executor) -> None:
        """One step of Adam on weight * (hinge of the score)**2 over both pools."""

        def part(number: int) -> tuple[Floats, Floats]:
            sums = np.zeros_like(self._received), np.zeros_like(self.bias)
            for pool, target, leak in ((self._true, 1 + MARGIN, LEAK), (self._false, 1 - MARGIN, 0.0)):
                begin, end = (len(pool) * k // GRADIENT_PARTS for k in (number, number + 1))
                some = Sets(pool.outputs[begin:end], pool.sets[begin:end], pool.weights[begin:end])
                hinge_gradient(self._neurons, some, Hinge(pool.side, np.float32(target), np.float32(leak)), *sums)
            return sums

        (slope, bias_slope), *others = threads.map(part, range(GRADIENT_PARTS))
        for more, bias_more in others:
            slope += more
            bias_slope += bias_more
        self._update[0].step(self.weights, slope[:-1].T @ self._words_first)
        self._update[1].step(self.bias, bias_slope)


def closed_form(task: Task) -> tuple[Floats, Floats]:
    """The start of training, scaled to threshold 1, with a constant bias: W = C A^T for the channels C of all gates.

    For 2-AND and even seeds the least squares instead: the channels of a hub with influence n / w would fill all
    neurons. Odd seeds begin with C A^T, which trains better where all features are hubs (complete graphs).
    """
    rows, found = task.output_code.rows, excitation(task.problem, task.output_code, LEAK_PERCENT)
    if task.problem.is_two_and and task.output_code.seed % 2 == 0:
        weights = least_squares_weights(task, np.array(task.problem.pairs, dtype=np.int64))
    else:
        decoded = decode(found.neurons, found.features, rows, task.input_code, found.values)
        weights = decoded.astype(np.float32) / np.float32((task.words[:, 0] ** 2).sum())
    bias = np.full(rows, -found.rest / 100, dtype=np.float32)
    true = task.cases[TRUE]
    received = np.column_stack([weights @ task.words, np.zeros(rows, dtype=np.float32)])
    from_gate = received[task.channels[true.owners][:, :, None], true.given[:, None, :]].sum(axis=2)
    own = np.maximum(from_gate + bias[task.channels[true.owners]], 0).sum(axis=1)
    scale = np.float32(1 / (START * max(float(np.median(own)), 1e-3)))
    return weights * scale, bias * scale
