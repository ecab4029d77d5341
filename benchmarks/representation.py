"""Holding features against computing with them: the exponential gap of AS as a measured table and picture.

    python -m benchmarks.representation [--size M ...] [--sparsity V] [--computed M] [--random M] [--svg FILE]

For every m: the shortest codes found that hold all v-sparse inputs for exact linear read-out (Reed-Solomon words by
theorem, random rows of a Hadamard matrix, random signs and random words of constant weight, each proved by the closed
form over all inputs), the bounds from below (any code whose neurons take 2v + 1 values; superimposed codes), and the
smallest networks found and proved that compute: a permutation up to --computed features, the ANDs of a random 2-regular
graph up to 1024. Random signs and constant weight are searched up to --random features. --svg draws the picture.
"""

import argparse
from fractions import Fraction
from math import ceil, log2
from pathlib import Path

from benchmarks.arguments import parser_of
from benchmarks.line_pictures import Chart, Series, picture
from benchmarks.timing import table
from bounds import Permutations, lower_bound
from bounds.representation import distinguishing_bits, superimposed_length_at_least
from constructions import ConstructionError, smallest_proved
from constructions.representation import smallest_held
from verify import Permutation, TwoAnd

SIZES = (64, 256, 1024, 4096, 16384, 65536)
TRAINED = 1024
SEEDS = 64
HEADER = (
    "m", "any code >=", "0/1 code >=", "Reed-Solomon", "Hadamard rows", "random signs", "constant weight",
    "permutation", "2-AND", "counting bound, 8 bits",
)  # fmt: skip


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--size", nargs="*", type=int, default=SIZES, metavar="M")
    parser.add_argument("--sparsity", type=int, default=2, metavar="V")
    parser.add_argument("--computed", type=int, default=1024, metavar="M")
    parser.add_argument("--random", type=int, default=1024, metavar="M")
    parser.add_argument("--svg", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    rows = [row(size, chosen) for size in chosen.size]
    print(table(HEADER, [["" if cell is None else cell for cell in line] for line in rows]))
    if chosen.svg is not None:
        title = f"Neurons that hold, and neurons that compute, m features with at most {chosen.sparsity} active"
        chart = Chart("representation", title, "features m (logarithmic)", "neurons n (logarithmic)")
        chosen.svg.write_text(picture(chart, series(rows)), encoding="utf-8")


def row(m: int, chosen: argparse.Namespace) -> tuple[int | None, ...]:
    v = chosen.sparsity
    # A word of signs or of zeros and ones takes at most 2v + 1 values at a neuron on sparse inputs.
    bits = Fraction(ceil(100 * log2(2 * v + 1)), 100)
    found: list[int | None] = [m, whole(distinguishing_bits(m, v, bits).value)]
    found += [whole(superimposed_length_at_least(m, v).value)]
    for family in ("reed-solomon", "hadamard", "random-signs", "constant-weight"):
        small = family in ("reed-solomon", "hadamard") or m <= chosen.random
        found.append(holding(m, v, family, SEEDS if family == "hadamard" else 4) if small else None)
    found.append(permuting(m, v) if m <= chosen.computed else None)
    found.append(anding(m, v) if m <= min(TRAINED, chosen.computed) else None)
    found.append(lower_bound(Permutations(m)).neurons(8))
    return tuple(found)


def whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"a number of neurons must be an integer, not {value!r}")
    return value


def holding(m: int, v: int, family: str, seeds: int) -> int | None:
    try:
        return smallest_held(m, v, family, seeds=seeds).neurons
    except ConstructionError:
        return None


def permuting(m: int, v: int) -> int:
    problem = Permutation.random(m, sparsity=v, seed=0)
    return smallest_proved(problem).network.neurons


def anding(m: int, v: int) -> int:
    return smallest_proved(TwoAnd.random_regular(m, 2, sparsity=v, seed=0)).network.neurons


def series(rows: list[tuple[int | None, ...]]) -> list[Series]:
    """The columns that are drawn, as points (m, n)."""

    def column(name: str) -> list[tuple[int, int]]:
        place = HEADER.index(name)
        return [(line[0], cell) for line in rows if line[0] is not None and (cell := line[place]) is not None]

    return [
        Series("one neuron a feature", [(m, m) for m, _ in column("Reed-Solomon")], "muted"),
        Series("compute a permutation", column("permutation"), "computed"),
        Series("compute 2-AND", column("2-AND"), "computed"),
        Series("computing: at least (8-bit weights)", column("counting bound, 8 bits"), "bound"),
        Series("hold: random signs", column("random signs"), "held"),
        Series("hold: Hadamard rows", column("Hadamard rows"), "held"),
        Series("hold: Reed-Solomon", column("Reed-Solomon"), "held"),
        Series("holding: at least", column("any code >="), "bound"),
    ]


if __name__ == "__main__":
    main()
