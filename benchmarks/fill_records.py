"""Challengers for the records by today's constructions: each is built, proved, checked, and kept where it is a record.

    python -m benchmarks.fill_records [--folder DIR] [--family NAME ...] [--size M ...] [--seeds K]

A row starts with a number of neurons that is known to be about right (docs/constructions.md) and climbs by a 30th,
three seeds each, until a network is proved. Trained networks of fewer than 2000 outputs are tried with some more
neurons as well, where rounding to fewer bits a weight may do. The first --seeds random graphs are tried at 256 and
1024 outputs.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path
from typing import final

from benchmarks.arguments import parser_of
from benchmarks.timing import cpu_timed
from constructions import CONSTRUCTIONS, ConstructionError
from constructions.representation import identity_network, reed_solomon_holding
from superproof.records.challenge import Challenged, challenge
from superproof.records.index import default_folder, load_index
from superproof.records.problem_families import FAMILIES
from superproof.records.record import Record
from verify import Network, Problem, Proved

OPTIMISED, STRUCTURED, UNION, NEURAL = (
    "optimised-channels", "structured-channels", "union-channels", "neural-permutation",
)  # fmt: skip
ATTEMPTS = 7
SEEDS = (0, 1, 2)
SPREAD = (256, 1024)
WIDER, WIDER_BELOW = (1.08, 1.16, 1.25), 2000
HELD = (64, 256, 1024, 4096)
BY_WORDS = "constructions.representation.identity_network(reed_solomon_holding(m', 2), 2)"


@final
@dataclass(frozen=True)
class Row:
    """Where a construction starts on a family; sparsity 0 stands for the family's own."""

    family: str
    construction: str
    starts: dict[int, int]
    sparsity: int = 0


ROWS = (
    Row("two-regular", OPTIMISED, {64: 25, 256: 56, 1024: 128, 4096: 290}),
    Row("two-regular", STRUCTURED, {256: 177, 1024: 448, 4096: 1040}),
    Row("two-regular", UNION, {256: 102, 1024: 234}),
    Row("two-regular", OPTIMISED, {64: 44, 256: 165}, 3),
    Row("complete", OPTIMISED, {66: 24, 253: 70, 1035: 174}),
    Row("complete-bipartite", OPTIMISED, {64: 23, 256: 57, 1024: 141}),
    Row("root-stars", OPTIMISED, {64: 25, 256: 56, 1024: 140}),
    Row("four-stars", OPTIMISED, {64: 26, 256: 62, 1024: 200}),
    Row("grid", OPTIMISED, {60: 23, 264: 55, 1012: 128}),
    Row("karate-club", OPTIMISED, {78: 27}),
    Row("les-miserables", OPTIMISED, {254: 55}),
    Row("davis-southern-women", OPTIMISED, {89: 28}),
    Row("florentine-families", OPTIMISED, {20: 10}),
    Row("karate-club", OPTIMISED, {78: 51}, 3),
    Row("les-miserables", OPTIMISED, {254: 145}, 3),
    Row("permutation", NEURAL, {64: 38, 256: 97, 1024: 236}),
    Row("three-and", OPTIMISED, {64: 28, 256: 86, 1024: 175}),
    Row("or", OPTIMISED, {64: 47, 256: 129, 1024: 340}),
    Row("mixed", OPTIMISED, {64: 50, 256: 145, 1024: 350}),
    Row("xor", OPTIMISED, {64: 74, 256: 199}),
)


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument("--family", nargs="*", choices=list(FAMILIES), default=list(FAMILIES), metavar="NAME")
    parser.add_argument("--size", nargs="*", type=int, metavar="M")
    parser.add_argument("--seeds", type=int, default=10, metavar="K")
    chosen = parser.parse_args()
    for row in (row for row in ROWS if row.family in chosen.family):
        for size, start in row.starts.items():
            if chosen.size and size not in chosen.size:
                continue
            spread = row.family == "two-regular" and row.construction == OPTIMISED and size in SPREAD
            for seed in range(chosen.seeds if spread and not row.sparsity else 1):
                climb(chosen.folder, row, size, start, seed)
    for size in HELD if "holding" in chosen.family else ():
        if not chosen.size or size in chosen.size:
            problem, network = identity_network(reed_solomon_holding(size, 2), 2)
            told(
                f"holding {size}", *cpu_timed(partial(entered, chosen.folder, "holding", problem, network, 0, BY_WORDS))
            )


def climb(folder: Path, row: Row, size: int, start: int, seed: int) -> None:
    """From `start` on, until a network is proved; then with more neurons, for the record in bits."""
    family = FAMILIES[row.family]
    problem = family.problem(folder, size, row.sparsity or family.sparsity, seed)
    sizes = [start]
    for _ in range(ATTEMPTS - 1):
        sizes.append(sizes[-1] + max(1, sizes[-1] // 30))
    work = partial(first, folder, row, problem, seed, sizes)
    found = told(f"{row.family} {size} seed {seed}: {row.construction}", *cpu_timed(work))
    if found is not None and row.construction == OPTIMISED and size < WIDER_BELOW:
        for neurons in (ceil(share * found.figures.neurons) for share in WIDER):
            work = partial(first, folder, row, problem, seed, [neurons])
            told(f"{row.family} {size} seed {seed}: {row.construction}, for bits", *cpu_timed(work))


def first(folder: Path, row: Row, problem: Problem, seed: int, sizes: Sequence[int]) -> Challenged | None:
    """What became of the first network that is proved; None where none is."""
    for neurons in sizes:
        for of_construction in SEEDS:
            try:
                network = CONSTRUCTIONS[row.construction](problem, neurons=neurons, seed=of_construction)
            except ConstructionError:
                continue
            found = entered(folder, row.family, problem, network, seed)
            if isinstance(found.verdict, Proved):
                return found
    return None


def entered(
    folder: Path, family: str, problem: Problem, network: Network, seed: int, made_by: str | None = None
) -> Challenged:
    """The challenge, with the index as it is now."""
    return challenge(load_index(folder), FAMILIES[family], problem, network, seed=seed, made_by=made_by)


def told(what: str, found: Challenged | None, seconds: float, cpu: float) -> Record | None:
    """One line, and the record or what would be one."""
    record = None if found is None else found.record
    figures = "not proved" if record is None else f"n = {record.figures.neurons}, {record.figures.parameter_bits} bits"
    won = "no record" if found is None else ", ".join(found.won) or "no record"
    print(f"{what}: {figures}; {won} ({seconds:.1f} s, {cpu:.1f} CPU s)", file=sys.stderr, flush=True)
    return record


if __name__ == "__main__":
    main()
