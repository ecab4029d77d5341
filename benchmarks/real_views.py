"""What the trained toy models of `benchmarks.real_toys` compute, proved: counts, curves and interference.

    python -m benchmarks.real_views --most 100
    python -m benchmarks.real_views --least 500 --sparsity 1

First how many outputs count as computed at an error, and how many are better than in a network that answers 0, beside
the number that the naive network of as many neurons computes, which ignores all others. Then the curve of the first:
the least error at which a part of the outputs is computed. Then the interference matrix: how far output i is off while
feature j alone is not 0.
"""

import argparse

import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.real_toys import TOYS, Toy, trained
from benchmarks.timing import table
from superproof import how_wrong
from superproof.error_report import HowWrong
from superproof.real_features import LEVELS, naive_outputs, shown_up

HEARD = 0.1
COUNTS = (
    "network", "features not 0", *(f"off by at most {float(level):.2f}" for level in LEVELS),
    "better than answering 0", "naive network",
)  # fmt: skip
CURVE = ("network", "features not 0", "one output", "a quarter", "half", "three quarters", "all")
MATRIX = (
    "network", "largest, i = j", "largest, i != j", f"above {HEARD}, i != j", f"of one output above {HEARD}, at most",
)  # fmt: skip


def views(name: str, found: HowWrong) -> tuple[list[list[str]], list[list[str]], list[str] | None]:
    """Rows of the three tables."""
    counts, curves = [], []
    naive = naive_outputs(found.problem, found.network)
    for v, errors in ((1, found.alone), (2, found.beside_one)):
        if errors is None:
            continue
        bounds = sorted(errors.at_most)
        within = [str(sum(bound <= level for bound in bounds)) for level in LEVELS]
        better = sum(bound < one.idle for bound, one in zip(errors.at_most, found.errors, strict=True))
        counts.append([name, str(v), *within, str(better), str(naive)])
        places = [0, *(-(-len(bounds) * k // 4) - 1 for k in (1, 2, 3, 4))]
        curves.append([name, str(v), *(shown_up(bounds[place]) for place in places)])
    return counts, curves, _heard(name, found)


def _heard(name: str, found: HowWrong) -> list[str] | None:
    matrix = found.interference
    if matrix is None:
        return None
    own = np.eye(len(matrix), dtype=np.bool_)
    above = (matrix > HEARD) & ~own
    largest = f"{matrix[own].max():.6f}", f"{matrix[~own].max():.6f}"
    return [name, *largest, f"{above.sum()} of {(~own).sum()}", str(above.sum(axis=1).max())]


def main() -> None:
    """Print the tables."""
    parser = parser_of(__doc__)
    parser.add_argument("--seed", type=int, default=0, help="of training (%(default)s)")
    parser.add_argument("--least", type=int, default=0, help="leave out toys of fewer features (%(default)s)")
    parser.add_argument("--most", type=int, default=500, help="leave out toys of more features (%(default)s)")
    parser.add_argument("--sparsity", type=int, choices=(1, 2), default=2, help="features that may be on (%(default)s)")
    given = parser.parse_args()
    found = [_found(toy, given) for toy in TOYS if given.least <= toy.features <= given.most]
    counts, curves, heard = zip(*found, strict=True)
    print(table(COUNTS, [row for rows in counts for row in rows]))
    print("\n" + table(CURVE, [row for rows in curves for row in rows]))
    print("\n" + table(MATRIX, [row for row in heard if row is not None]))


def _found(toy: Toy, given: argparse.Namespace) -> tuple[list[list[str]], list[list[str]], list[str] | None]:
    found = how_wrong(toy.problem(given.sparsity), trained(toy, given.seed))
    if not isinstance(found, HowWrong):
        raise TypeError(f"without a time limit errors must be found, not {found.reason}")
    return views(f"{toy.form}, {toy.features} in {toy.neurons}", found)


if __name__ == "__main__":
    main()
