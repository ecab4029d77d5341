"""How far training gets with few neurons, by method: worst true minus worst false score, in units of the threshold.

    python -m benchmarks.training_methods [--size M'] [--neurons N] [--weight W] [--steps K] [--seeds S]

The random 2-regular graph of seed 0 at sparsity 2. "leak" is what a silent neuron passes on of the gradient of a gate
that scores too little. Where the mean is above 0, floats separate all true from all false scores. Products by BLAS
depend on the number of its threads: OPENBLAS_NUM_THREADS=1 made the tables of the documents.
"""

from dataclasses import replace
from functools import partial

from benchmarks.arguments import parser_of
from benchmarks.timing import cpu_timed, table
from constructions.optimisation.task import task_of
from constructions.optimisation.training import FIRST, WAKING, Method, Training
from verify import TwoAnd

METHODS = {
    "optimised-channels": FIRST,
    "optimised-channels with leak 0.3": replace(FIRST, leak=0.3),
    "optimised-channels with leak 1": replace(FIRST, leak=1.0),
    "trained-channels": WAKING,
}


def main() -> None:
    parser = parser_of(__doc__)
    for name, usual in (("size", 256), ("neurons", 52), ("weight", 8), ("steps", 300), ("seeds", 6)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    chosen = parser.parse_args()
    problem = TwoAnd.random_regular(chosen.size, 2, sparsity=2, seed=0)

    def separations(method: Method) -> list[float]:
        found = []
        for seed in range(chosen.seeds):
            training = Training(task_of(problem, chosen.neurons, chosen.weight, seed), chosen.steps, method)
            next(training.candidates(lambda done, total: None), None)
            found.append(float(training.separated))
        return found

    rows = []
    for name, method in METHODS.items():
        found, _, cpu = cpu_timed(partial(separations, method))
        rows.append((name, f"{sum(found) / len(found):.3f}", f"{min(found):.3f}", f"{max(found):.3f}", f"{cpu:.0f}"))
    print(table(("method", "mean", "least", "most", "CPU s"), rows))


if __name__ == "__main__":
    main()
