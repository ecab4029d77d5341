"""How kappa spreads over random graphs and over seeds of training: the least n that is proved, climbing from below.

    python -m benchmarks.spread [--sizes M' ...] [--count K] [--construction NAME]

Random 2-regular graphs at sparsity 2: the first K graphs trained with seed 0, and the graph of seed 0 with the first K
seeds. Each climbs from kappa 0.86 by a 50th until a network is proved and checked, which is its least n (some n below
it may do with another seed). kappa = n / sqrt(lg|F|). Lines are printed as they come, the table at the end.
"""

from collections.abc import Iterator
from functools import partial
from math import ceil, sqrt
from statistics import mean

from benchmarks.arguments import parser_of
from benchmarks.timing import cpu_timed, table
from constructions import CONSTRUCTIONS, ConstructionError
from constructions.optimised_channels import counting_bits, neurons_at
from verify import Problem, Proved, TwoAnd, prove

LOWEST, STEP = 0.86, 1.02


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--sizes", nargs="*", type=int, default=(256, 1024), metavar="M'")
    parser.add_argument("--count", type=int, default=10, metavar="K")
    parser.add_argument("--construction", choices=list(CONSTRUCTIONS), default="optimised-channels", metavar="NAME")
    chosen = parser.parse_args()
    rows = []
    for size in chosen.sizes:
        varied = {"graphs": [(k, 0) for k in range(chosen.count)], "seeds": [(0, k) for k in range(chosen.count)]}
        for what, pairs in varied.items():
            rows.append(row(size, what, pairs, chosen.construction))
            print(*rows[-1], sep=" | ", flush=True)
    print(table(("m'", "over", "least n of each", "kappa least", "mean", "most", "CPU s"), rows))


def row(size: int, what: str, pairs: list[tuple[int, int]], construction: str) -> tuple[object, ...]:
    """One line of the table: the least n of every pair (seed of the graph, seed of the training)."""
    found, seconds = [], 0.0
    for graph, seed in pairs:
        problem = TwoAnd.random_regular(size, 2, sparsity=2, seed=graph)
        neurons, _, cpu = cpu_timed(partial(least, problem, seed, construction))
        print(f"{size}, graph {graph}, seed {seed}: {neurons} neurons, {cpu:.0f} CPU s", flush=True)
        found.append(neurons)
        seconds += cpu
    root = sqrt(counting_bits(TwoAnd.random_regular(size, 2, sparsity=2, seed=0)))
    kappas = (f"{kappa / root:.3f}" for kappa in (min(found), mean(found), max(found)))
    return (size, f"{len(pairs)} {what}", ", ".join(map(str, found)), *kappas, f"{seconds:.0f}")


def least(problem: Problem, seed: int, construction: str) -> int:
    """The first n on the way up with which a network is built and proved."""
    for neurons in ladder(neurons_at(problem, LOWEST)):
        try:
            network = CONSTRUCTIONS[construction](problem, neurons=neurons, seed=seed)
        except ConstructionError:
            continue
        if isinstance(prove(problem, network), Proved):
            return neurons
    raise AssertionError("the ladder has no end")


def ladder(start: int) -> Iterator[int]:
    """start, then a 50th more each time, and at least one."""
    while True:
        yield start
        start = max(start + 1, ceil(start * STEP - 0.5))


if __name__ == "__main__":
    main()
