"""A training, and from trainings to a network: round where all scores are apart, and give what is exact, or near."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np

from constructions.construction import note_of
from constructions.errors import NotFoundError
from constructions.optimisation.cases import FALSE, TRUE
from constructions.optimisation.kernels import Neurons
from constructions.optimisation.mining import Mined, Miner
from constructions.optimisation.pool import Pool
from constructions.optimisation.products import Products
from constructions.optimisation.rounding import nearest, rounded
from constructions.optimisation.task import Task
from verify import Network
from verify.arrays import Floats
from verify.progress import Progress


class Run(ABC):
    """A training of `weights` (n, n_0) and `bias` (n,) from `start` on, in place; nothing here decides anything.

    `best` are the weights and bias of the step at which the worst true and false scores met were furthest apart, or
    overlapped least, by `separated`. Deterministic on one machine with one numpy.
    """

    def __init__(
        self, task: Task, steps: int, start: tuple[Floats, Floats], miner: Miner, true_weight: float, *, fast: bool
    ) -> None:
        self._task, self._steps, self._miner = task, steps, miner
        self.weights, self.bias = start
        self._products = Products(task, fast=fast)
        # G with a column of zeros for the empty slot.
        self._received = np.zeros((task.output_code.rows, task.problem.inputs + 1), dtype=np.float32)
        self._neurons = Neurons(self._received, self.bias, task.channels)
        self._true, self._false = Pool.of(task, TRUE, true_weight), Pool.of(task, FALSE, 1.0)
        self.separated = -np.inf
        self.best = self.weights.copy(), self.bias.copy()

    def candidates(self, progress: Progress) -> Iterator[int]:
        """Train; yield the number of the step whenever its weights are worth rounding."""
        with ThreadPoolExecutor() as threads:
            for step in range(self._steps + 1):
                progress(step, self._steps)
                self._products.receive(self.weights, self._received[:, :-1], threads)
                if self._promising(step, threads):
                    yield step
                if step < self._steps:
                    self._move(step, threads)

    @abstractmethod
    def _promising(self, step: int, threads: Executor) -> bool:
        """Look for hard sets, in some steps; whether the weights of now are worth rounding."""

    @abstractmethod
    def _move(self, step: int, threads: Executor) -> None:
        """Change the weights and the bias."""

    def _hard(self, pool: Pool, limit: float, threads: Executor, share: float = 1.0) -> Mined:
        """The hard sets of the pool's side, as `Miner.mine` finds them."""
        return self._miner.mine(threads, self._received[:, :-1], self.bias, pool.side, limit, share)

    def _remember(self, separated: float) -> None:
        """The weights of now, if they are the best so far."""
        if separated > self.separated:
            self.separated, self.best = separated, (self.weights.copy(), self.bias.copy())


def trained_network(name: str, task: Task, steps: int, runs: Iterable[Run], progress: Progress, advice: str) -> Network:
    """The first network that is exact; NotFoundError with the nearest one, and the advice, where no run has any."""
    rows, weight, seed = task.output_code.rows, task.output_code.weight, task.output_code.seed
    note = note_of(name, seed, neurons=rows, weight=weight, steps=steps)
    best = None
    for training in runs:
        for _ in training.candidates(progress):
            layer = rounded(task, training.weights, training.bias)
            if layer is not None:
                return layer.network(note)
        best = training.best
    raise NotFoundError(
        f"{name} found no exact network with {rows} neurons, channels of {weight} and seed {seed} in {steps} steps; "
        f"{advice}",
        nearest(task, *best).network(note | {"exact": False}) if best else None,
    )
