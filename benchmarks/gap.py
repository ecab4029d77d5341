"""How wide a gap between true and false scores training reaches, by the number of neurons: where its edge is.

    python -m benchmarks.gap [--size M'] [--neurons N ...] [--weights W ...] [--steps K ...] [--seeds S]

Random 2-regular graphs at sparsity 2, graph and training of the same seeds. gap: the least true minus the largest false
score of the floats at the best step, in lifts (`constructions.optimisation.gap`), over the seeds. Mining, which has
limits, may miss the worst set: the true gap is at most the one shown, so below 0 nothing is separated, and above 0
rounding, which is exact, decides. Nothing is rounded here, and every run takes all its steps.
"""

from math import sqrt

from benchmarks.arguments import parser_of
from benchmarks.timing import cpu_timed, table
from constructions.optimisation.gap import GapTraining
from constructions.optimisation.task import task_of
from constructions.optimised_channels import counting_bits
from constructions.trained_channels import GAP_STEPS, gap_weight
from verify import TwoAnd

HEADER = ("m'", "n", "kappa", "channels of", "steps", "gap mean", "least", "most", "CPU s a run")


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--size", type=int, default=256, metavar="M'")
    parser.add_argument("--neurons", nargs="*", type=int, default=(48, 50, 52, 54, 56, 64), metavar="N")
    parser.add_argument("--weights", nargs="*", type=int, metavar="W", help="channels of an output")
    parser.add_argument("--steps", nargs="*", type=int, default=(GAP_STEPS,), metavar="K")
    parser.add_argument("--seeds", type=int, default=3, metavar="S")
    chosen = parser.parse_args()
    rows = []
    for neurons in chosen.neurons:
        for weight in chosen.weights or (gap_weight(neurons),):
            for steps in chosen.steps:
                rows.append(row(chosen.size, neurons, weight, steps, chosen.seeds))
                print(*rows[-1], sep=" | ", flush=True)
    print(table(HEADER, rows))


def row(size: int, neurons: int, weight: int, steps: int, seeds: int) -> tuple[object, ...]:
    """One line of the table."""
    found, _, cpu = cpu_timed(lambda: [gap(size, neurons, weight, steps, seed) for seed in range(seeds)])
    kappa = neurons / sqrt(counting_bits(TwoAnd.random_regular(size, 2, sparsity=2, seed=0)))
    figures = (f"{value:+.4f}" for value in (sum(found) / seeds, min(found), max(found)))
    return (size, neurons, f"{kappa:.3f}", weight, steps, *figures, f"{cpu / seeds:.0f}")


def gap(size: int, neurons: int, weight: int, steps: int, seed: int) -> float:
    """The widest gap of one run."""
    problem = TwoAnd.random_regular(size, 2, sparsity=2, seed=seed)
    training = GapTraining(task_of(problem, neurons, weight, seed), steps)
    for _ in training.candidates(lambda done, total: None):
        pass
    return training.separated


if __name__ == "__main__":
    main()
