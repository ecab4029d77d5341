"""What a step of `trained-channels` takes at a size, and a forecast for a larger one: CPU seconds and memory.

    python -m benchmarks.training_rate [--size M' --neurons N] [--forecast M' --forecast-neurons N]

The random 2-regular graph of seed 0 at sparsity 2, channels of 8. Nothing is trained to an end: one mining at the
start, where it finds the most, and eight steps with its sets. The forecast scales each part by its operations: the
start by n^2 (n + m), a mining by m m', products by n m lg m, sets by m'; 200 steps that mine every eighth time, and
then two further rounds of 66 and 22 that mine every fourth. Memory grows with n m.
"""

from concurrent.futures import ThreadPoolExecutor
from math import log2

import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.timing import cpu_timed, peak_megabytes, table
from constructions.optimisation.products import Products
from constructions.optimisation.task import Task, task_of
from constructions.optimisation.training import WAKING, Training
from verify import TwoAnd

HEADER = ("m'", "n", "", "start", "a mining", "products of a step", "sets of a step", "200 steps", "with rounds", "GB")
WEIGHT, STEPS, ROUNDS = 8, 200, 88
Parts = tuple[float, float, float, float]


def main() -> None:
    parser = parser_of(__doc__)
    for name, usual in (("size", 65536), ("neurons", 1781), ("forecast", 262144), ("forecast-neurons", 3700)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    chosen = parser.parse_args()
    parts = measured(chosen.size, chosen.neurons)
    memory = peak_megabytes() / 1000
    rows = [row(chosen.size, chosen.neurons, "measured", parts, memory)]
    scales = zip(
        operations(chosen.forecast, chosen.forecast_neurons), operations(chosen.size, chosen.neurons), strict=True
    )
    start, mining, products, sets = (part * new / old for part, (new, old) in zip(parts, scales, strict=True))
    memory *= chosen.forecast * chosen.forecast_neurons / (chosen.size * chosen.neurons)
    rows.append(row(chosen.forecast, chosen.forecast_neurons, "forecast", (start, mining, products, sets), memory))
    print(table(HEADER, rows))


def measured(size: int, neurons: int) -> Parts:
    """CPU seconds of the start, of one mining, and of the products and the rest of one step."""
    spent(task_of(TwoAnd.random_regular(16, 2, sparsity=2, seed=0), 12, 4, 0), 1)  # Compiles.
    task = task_of(TwoAnd.random_regular(size, 2, sparsity=2, seed=0), neurons, WEIGHT, 0)
    start = cpu_timed(lambda: Training(task, 0, WAKING))[2]
    products = of_products(task)
    shorter, longer = (spent(task, steps) for steps in (0, WAKING.mine_every - 1))
    step = (longer - shorter) / (WAKING.mine_every - 1)
    return start, shorter - start - products / 2, products, step - products


def of_products(task: Task) -> float:
    """CPU seconds of the two products of a step."""
    products, weights = Products(task, fast=True), np.ones((task.output_code.rows, task.input_code.rows), np.float32)
    received = np.empty((len(weights), task.problem.inputs), np.float32)

    def both() -> None:
        with ThreadPoolExecutor() as threads:
            products.receive(weights, received, threads)
            products.pull_back(received, threads)

    return cpu_timed(both)[2]


def spent(task: Task, steps: int) -> float:
    """CPU seconds of a training with one mining, its start among them."""
    return cpu_timed(lambda: list(Training(task, steps, WAKING).candidates(lambda done, total: None)))[2]


def operations(size: int, neurons: int) -> Parts:
    """What each part grows with."""
    n, m = float(neurons), float(size)
    return n * n * (n + m), m * m, n * m * log2(m), m


def row(size: int, neurons: int, how: str, parts: Parts, memory: float) -> tuple[object, ...]:
    start, mining, products, sets = parts
    run = start + STEPS * (products + sets + mining / WAKING.mine_every)
    rounds = ROUNDS * (products + sets + mining / 4)
    figures = (f"{start:.0f}", f"{mining:.1f}", f"{products:.2f}", f"{sets:.2f}", f"{run:.0f}", f"{run + rounds:.0f}")
    return size, neurons, how, *figures, f"{memory:.1f}"


if __name__ == "__main__":
    main()
