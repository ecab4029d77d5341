"""From a task to a layer of few levels: training on the grid, then moves, each candidate decided in integers (ours)."""

from dataclasses import replace

from constructions.optimisation.descent import Descent
from constructions.optimisation.grid import Grid
from constructions.optimisation.rounding import Layer, decided
from constructions.optimisation.run import Run
from constructions.optimisation.task import Task
from constructions.optimisation.training import FIRST, Training
from verify.progress import Progress

RATE = 0.005
"""Of Adam: on a grid a weight moves by whole units, and too many at a time with the usual rate."""


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
