"""From a task to a layer of few levels: training on the grid, then moves, each candidate decided in integers (ours)."""

from dataclasses import replace

from constructions.optimisation.descent import Descent
from constructions.optimisation.grid import Grid
from constructions.optimisation.rounding import Layer, decided
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
    training = Training(task, steps, replace(FIRST, rate=RATE, grid=grid))
    for _ in training.candidates(lambda done, total: progress(done, total + rounds)):
        layer = decided(task, *grid.integers(training.weights, training.bias, training.unit))
        if layer is not None:
            return layer, layer
    descent = Descent(task, grid, grid.integers(*training.best, training.unit), max(1, round(1 / training.unit)), seed)
    for _ in descent.candidates(rounds, lambda done, total: progress(steps + done, steps + total)):
        layer = decided(task, *descent.integers)
        if layer is not None:
            return layer, layer
    return None, Layer(task, *descent.best, descent.threshold)
