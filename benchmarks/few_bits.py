"""Networks of few bits: over widths of 1 to 8 bits, the fewest neurons proved, and what their parameters take.

    python -m benchmarks.few_bits [--sizes M ...] [--levels L ...] [--neurons N] [--rounds R] [--folder DIR]

Random 2-regular graphs of seed 0 at v = 2. A row starts with the n of `STARTS`, or with --neurons, and climbs by a
30th, two seeds each, until a network of `coarse-channels` is proved; "at most" where the first one was. With --folder
it challenges the records in that folder.
"""

from functools import partial
from math import log2, sqrt
from pathlib import Path

from benchmarks.arguments import parser_of
from benchmarks.fill_records import entered
from benchmarks.timing import cpu_timed, table
from bounds import class_of, lower_bound, parameter_bits
from constructions import NotFoundError, coarse_channels
from superproof.records.problem_families import FAMILIES
from verify import Network, Problem, Proved, prove

FAMILY = "two-regular"
STARTS = {
    256: {2: 110, 3: 88, 4: 80, 7: 72, 15: 70, 255: 66},
    1024: {2: 240, 3: 198, 4: 190, 7: 176, 15: 168, 255: 160},
    4096: {2: 600, 3: 480, 4: 440, 7: 420, 15: 400, 255: 385},
}
LEVELS = (2, 3, 4, 7, 15, 255)
SEEDS = (0, 1)
ATTEMPTS = 6
HEADER = ("m'", "levels", "bits a weight", "n", "kappa", "parameter bits", "over lg\\|F\\|", "seconds", "CPU s")


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--sizes", nargs="*", type=int, default=[256, 1024], choices=list(STARTS), metavar="M")
    parser.add_argument("--levels", nargs="*", type=int, default=list(LEVELS), metavar="L")
    parser.add_argument("--neurons", type=int, metavar="N")
    parser.add_argument("--rounds", type=int, default=200, metavar="R")
    parser.add_argument("--folder", type=Path, help="records to challenge")
    chosen = parser.parse_args()
    rows = []
    for size in chosen.sizes:
        for levels in chosen.levels:
            start = chosen.neurons or STARTS[size].get(levels)
            if start is not None:
                rows.append(row(chosen.folder, size, levels, start, chosen.rounds))
                print(rows[-1], flush=True)
    print(table(HEADER, rows))


def row(folder: Path | None, size: int, levels: int, start: int, rounds: int) -> tuple[object, ...]:
    """One line of the table."""
    problem = FAMILIES[FAMILY].problem(Path(), size, 2, 0)
    sizes = [start]
    for _ in range(ATTEMPTS - 1):
        sizes.append(sizes[-1] + max(1, sizes[-1] // 30))
    for neurons in sizes:
        for seed in SEEDS:
            work = partial(proved, folder, problem, neurons, levels, seed, rounds)
            network, seconds, cpu = cpu_timed(work)
            if network is not None:
                bits, lg = parameter_bits(network).least, lower_bound(class_of(problem)).bits
                n = f"at most {neurons}" if neurons == start else neurons
                return (
                    size, levels, f"{log2(levels):.2f}", n, f"{neurons / sqrt(lg):.2f}", f"{bits:,}",
                    f"{bits / lg:.2f}", f"{seconds:.1f}", f"{cpu:.1f}",
                )  # fmt: skip
    return size, levels, f"{log2(levels):.2f}", f"more than {sizes[-1]}", "", "", "", "", ""


def proved(folder: Path | None, problem: Problem, neurons: int, levels: int, seed: int, rounds: int) -> Network | None:
    """The network, once the checker called a proof Valid; a record where it is one."""
    try:
        network = coarse_channels(problem, neurons=neurons, levels=levels, seed=seed, rounds=rounds)
    except NotFoundError:
        return None
    if folder is None:
        return network if isinstance(prove(problem, network), Proved) else None
    made_by = f"coarse_channels(problem, neurons={neurons}, levels={levels}, seed={seed}, rounds={rounds})"
    found = entered(folder, FAMILY, problem, network, 0, made_by)
    print(f"{made_by}: {', '.join(found.won) or 'no record'}", flush=True)
    return network if isinstance(found.verdict, Proved) else None


if __name__ == "__main__":
    main()
