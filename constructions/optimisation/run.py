"""One training from start to end: train, round where all scores are apart, and give a network or what came near."""

from constructions.errors import NotFoundError
from constructions.optimisation.rounding import nearest, rounded
from constructions.optimisation.task import Task
from constructions.optimisation.training import Method, Training
from verify import Network
from verify.progress import Progress


def trained_network(name: str, task: Task, steps: int, method: Method, progress: Progress, advice: str) -> Network:
    """The first network that is exact; NotFoundError with the nearest one, and the advice, where none is in `steps`."""
    rows, weight, seed = task.output_code.rows, task.output_code.weight, task.output_code.seed
    note = {"name": name, "arguments": {"neurons": rows, "weight": weight, "steps": steps}, "seed": seed}
    training = Training(task, steps, method)
    for number in range(method.again + 1):
        if number:
            training = training.again()
        for _ in training.candidates(progress):
            layer = rounded(task, training.weights, training.bias)
            if layer is not None:
                return layer.network(note)
    raise NotFoundError(
        f"{name} found no exact network with {rows} neurons, channels of {weight} and seed {seed} in {steps} steps; "
        f"{advice}",
        nearest(task, *training.best).network(note | {"exact": False}),
    )
