"""From trainings to a network: round where all scores are apart, and give what is exact, or what came near."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from constructions.errors import NotFoundError
from constructions.optimisation.rounding import nearest, rounded
from constructions.optimisation.task import Task
from constructions.optimisation.training import Method, Training
from verify import Network
from verify.arrays import Floats
from verify.progress import Progress


class Run(Protocol):
    """A training: `candidates` trains, and yields a step's number whenever `weights` and `bias` are worth rounding."""

    weights: Floats
    bias: Floats
    best: tuple[Floats, Floats]

    def candidates(self, progress: Progress) -> Iterator[int]:
        """Train, step by step."""
        ...


def rounds(task: Task, steps: int, method: Method) -> Iterator[Training]:
    """A training by the method, and after it the further rounds that the method has."""
    training = Training(task, steps, method)
    yield training
    for _ in range(method.again):
        training = training.again()
        yield training


def trained_network(name: str, task: Task, steps: int, runs: Iterable[Run], progress: Progress, advice: str) -> Network:
    """The first network that is exact; NotFoundError with the nearest one, and the advice, where no run has any."""
    rows, weight, seed = task.output_code.rows, task.output_code.weight, task.output_code.seed
    note = {"name": name, "arguments": {"neurons": rows, "weight": weight, "steps": steps}, "seed": seed}
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
