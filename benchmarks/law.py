"""How the records grow, in both currencies: the tables of docs/law.md, from the folder records alone.

    python -m benchmarks.law [--folder DIR]

The first table has the fewest neurons and the fewest parameter bits by family and size at seed 0 and the family's own
sparsity, over all widths; kappa = n / sqrt(lg|F|), and beside it n over the two rates between which the theory leaves
a gap. The second one has the spread over random graphs of a size.
"""

from collections import defaultdict
from collections.abc import Sequence
from math import log2, sqrt
from pathlib import Path

from benchmarks.arguments import parser_of
from benchmarks.timing import table
from superproof.records.index import Index, default_folder, load_index
from superproof.records.problem_families import FAMILIES
from superproof.records.record import Record

GROWTH = ("family", "m'", "n", "kappa", "n / sqrt(m' lg m')", "n / (sqrt(m') lg m')", "fewest bits / lg F")
SPREAD = ("family", "m'", "graphs", "n", "kappa", "fewest bits / lg F")
Problems = dict[tuple[str, int, int], list[Record]]


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--folder", type=Path, default=default_folder())
    print("\n\n".join(tables(load_index(parser.parse_args().folder))))


def tables(index: Index) -> tuple[str, str]:
    """Both tables in Markdown."""
    problems: Problems = defaultdict(list)
    for record in index.records:
        if record.sparsity == FAMILIES[record.family].sparsity and FAMILIES[record.family].counted:
            problems[record.family, record.size, record.seed].append(record)
    growth = [grown(records) for (_, _, seed), records in problems.items() if seed == 0]
    sizes: dict[tuple[str, int], list[list[Record]]] = defaultdict(list)
    for (family, size, _), records in problems.items():
        sizes[family, size].append(records)
    spread = [(*place, *spread_of(graphs)) for place, graphs in sizes.items() if len(graphs) > 1]
    return table(GROWTH, growth), table(SPREAD, spread)


def least(records: Sequence[Record]) -> tuple[int, float, float]:
    """n, kappa and bits over lg|F|, each the least."""
    n = min(record.figures.neurons for record in records)
    kappas, ratios = ([x for x in figures if x] for figures in zip(*((r.kappa, r.ratio) for r in records), strict=True))
    return n, min(kappas), min(ratios)


def grown(records: Sequence[Record]) -> tuple[str, ...]:
    first, (n, kappa, ratio) = records[0], least(records)
    m, lg = first.size, log2(first.size)
    rates = (f"{n / sqrt(m * lg):.2f}", f"{n / (sqrt(m) * lg):.2f}")
    return first.family, str(m), str(n), f"{kappa:.2f}", *rates, f"{ratio:.1f}"


def spread_of(graphs: Sequence[Sequence[Record]]) -> tuple[str, ...]:
    n, kappa, ratio = ((min(values), max(values)) for values in zip(*map(least, graphs), strict=True))
    shown = (f"{n[0]} to {n[1]}", f"{kappa[0]:.2f} to {kappa[1]:.2f}", f"{ratio[0]:.1f} to {ratio[1]:.1f}")
    return str(len(graphs)), *shown


if __name__ == "__main__":
    main()
