"""Training W and b against the hard sets that mining finds, from the closed form on. Threshold 1 throughout."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import final

import numpy as np

from constructions.channels import decode
from constructions.gate_channels import excitation
from constructions.optimisation.adam import Adam
from constructions.optimisation.cases import FALSE, TRUE
from constructions.optimisation.grid import Grid
from constructions.optimisation.hinge import Hinge, Sets, hinge_gradient
from constructions.optimisation.kernels import Neurons
from constructions.optimisation.least_squares import least_squares_weights
from constructions.optimisation.mining import ALL, Miner
from constructions.optimisation.pool import Pool
from constructions.optimisation.products import Products
from constructions.optimisation.task import Task
from verify.arrays import Floats
from verify.progress import Progress

LEAK_PERCENT, START = 20, 0.9
"""The closed form has bias -0.8 for 2-AND and is scaled so that the median gate scores 1 / 0.9."""
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
class Training:
    """One run. `weights` (n, n_0) and `bias` (n,) change from step to step; nothing here decides anything.

    A step costs two products (`Products`), w v operations a set of the pools, and now and then a mining (`hard_sets`).
    Memory: 4 (1 + GRADIENT_PARTS) n m bytes, and 8 v + 20 a set. Deterministic on one machine with one numpy.
    """

    def __init__(
        self, task: Task, steps: int, method: Method = FIRST, start: tuple[Floats, Floats] | None = None
    ) -> None:
        self._task, self._steps, self._method = task, steps, method
        m, v = task.problem.inputs, task.problem.sparsity
        self._products = Products(task, fast=method.fast)
        # G with a column of zeros for the empty slot.
        self._received = np.zeros((task.output_code.rows, m + 1), dtype=np.float32)
        with ThreadPoolExecutor() as threads:
            fit = task.output_code.seed % 2 == method.fitted
            self.weights, self.bias = start or closed_form(task, self._products, self._received, threads, fit=fit)
        self._free, self.unit = (self.weights, self.bias), 1.0
        if method.grid is not None:
            self.unit = method.grid.unit(self.weights)
            self.weights, self.bias = self.weights.copy(), self.bias.copy()
            self._settle(method.grid)
        self._slopes = [np.empty_like(self._received) for _ in range(GRADIENT_PARTS)]
        self._update = Adam(self._free[0], method.rate, steps), Adam(self._free[1], method.rate, steps)
        self._miner = Miner(task.channels, task.cases, most=method.sets, branches=method.branches, blocks=method.blocks)
        bare = task.cases[TRUE]
        self._true = Pool(m, TRUE, TRUE_WEIGHT, bare.owners, bare.given)
        self._false = Pool(m, FALSE, 1.0, np.empty(0, np.int32), np.empty((0, v), np.int32))
        self._neurons = Neurons(self._received, self.bias, task.channels)
        self.separated = -np.inf
        self.best = self.weights.copy(), self.bias.copy()
        """The weights and bias of the step at which the worst true and false scores overlapped least."""

    def again(self) -> "Training":
        """A round from the best weights of this one, without its memory: fewer and smaller steps, and more mining.

        Hard sets that stayed wrong have gained weight in a run, up to 30 times, and hold it where it is. Mining leaves
        next to nothing out: what it misses near the end, rounding finds, and no step is taken for it.
        """
        method = replace(self._method, rate=self._method.rate / SMALLER, mine_every=4, patient=False)
        method = replace(method, branches=DEEPER * method.branches, blocks=ALL)
        return Training(self._task, max(1, self._steps // SHORTER), method, self.best)

    def candidates(self, progress: Progress) -> Iterator[int]:
        """Train; yield the number of the step whenever no hard set was found: then it is worth rounding."""
        with ThreadPoolExecutor() as threads:
            for step in range(self._steps + 1):
                progress(step, self._steps)
                self._products.receive(self.weights, self._received[:, :-1], threads)
                if step % self._method.mine_every == 0 and self._mine(step, threads):
                    yield step
                if step < self._steps:
                    self._descend(threads)

    def _mine(self, step: int, threads: Executor) -> bool:
        """Refresh the pools with the hard sets of now; whether all true scores lie above all false ones."""
        received = self._received[:, :-1]
        share = EARLY if self._method.patient and 2 * step < self._steps else 1.0
        false = self._miner.mine(threads, received, self.bias, FALSE, 1 - 1.5 * MARGIN, share)
        true = self._miner.mine(threads, received, self.bias, TRUE, -1 - 1.5 * MARGIN, share)
        for pool, mined in ((self._false, false), (self._true, true)):
            pool.boost(self._neurons)
            if step % FORGET_EVERY == 0:
                pool.forget()
            pool.add(mined)
        separated = -true.worst - false.worst
        if share == 1.0 and separated > self.separated:  # A few branches meet the worst sets by chance only.
            self.separated, self.best = separated, (self.weights.copy(), self.bias.copy())
        met = (false.complete and true.complete) or self._method.bold
        return share == 1.0 and met and -true.worst > GAP * false.worst

    def _descend(self, threads: Executor) -> None:
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


def closed_form(
    task: Task, products: Products, received: Floats, threads: Executor, *, fit: bool
) -> tuple[Floats, Floats]:
    """The start of training, scaled to threshold 1, with a constant bias: W = C A^T for the channels C of all gates.

    For 2-AND, to `fit`, the least squares instead: the channels of a hub with influence n / w would fill all neurons.
    C A^T trains better where all features are hubs (complete graphs), and with `HUBS` on graphs of few hubs and many
    light features.
    """
    rows, found = task.output_code.rows, excitation(task.problem, task.output_code, LEAK_PERCENT)
    if task.problem.is_two_and and fit:
        weights = least_squares_weights(task, np.array(task.problem.pairs, dtype=np.int64), products, threads)
    else:
        decoded = decode(found.neurons, found.features, rows, task.input_code, found.values)
        weights = decoded.astype(np.float32) / np.float32(task.input_code.rows if task.narrow else 1)
    bias = np.full(rows, -found.rest / 100, dtype=np.float32)
    true = task.cases[TRUE]
    products.receive(weights, received[:, :-1], threads)
    from_gate = received[task.channels[true.owners][:, :, None], true.given[:, None, :]].sum(axis=2)
    own = np.maximum(from_gate + bias[task.channels[true.owners]], 0).sum(axis=1)
    scale = np.float32(1 / (START * max(float(np.median(own)), 1e-3)))
    return weights * scale, bias * scale
