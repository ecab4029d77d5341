"""Every construction on the family it is meant for: the smallest n known to be proved, built and proved again.

    python -m benchmarks.sizes [--sizes M ...] [--family NAME ...] [--construction NAME ...]

One row a construction and family, one column a size m': n, then in brackets outputs per neuron and the fewest bits
from which the network's parameters can be read back, over lg|F|. Every network printed was built and proved by this
run, from the n, seed and design in `benchmarks.known_sizes`; "at most" marks an n that coarse steps found, or a single
request. "-" stands for: the network with one neuron fewer than one a gate or feature could not be built, or was not
proved. An empty cell is not known. Training may differ between machines: a cell says where a network is not found or
not proved. Networks with one layer are proved by branching, unions of words by a contract, others by enumeration: at
m' = 4096 and as many features that is 8.4 million inputs, some minutes a network.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from benchmarks.arguments import parser_of
from benchmarks.known_sizes import FAILS, OTHERS, ROWS, Known, Row
from benchmarks.size_families import family
from benchmarks.timing import table, timed
from bounds import class_of, lower_bound, parameter_bits
from constructions import (
    ConstructionError,
    matched_permutation,
    neural_permutation,
    optimised_channels,
    random_channels,
    reencoded_permutation,
    structured_channels,
    union_channels,
)
from constructions.regimes import TWO_LAYERS
from verify import Network, Problem, Proved, prove

SIZES = (64, 256, 1024, 4096)
ONE_LAYER: Mapping[str, Callable[..., Network]] = {
    "structured-channels": structured_channels,
    "random-channels": random_channels,
    "optimised-channels": optimised_channels,
}
UNIONS: Mapping[str, Callable[..., Network]] = {
    "union-channels": union_channels,
    "reencoded-permutation": reencoded_permutation,
}
PERMUTATIONS: Mapping[str, Callable[..., Network]] = {
    "neural-permutation": neural_permutation,
    "matched-permutation": matched_permutation,
}
BUILDERS: Mapping[str, Callable[..., Network]] = {**ONE_LAYER, **TWO_LAYERS, **PERMUTATIONS, **UNIONS}
START = ("regime", "family", "construction", "n")


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES, metavar="M")
    parser.add_argument("--family", nargs="*", choices=sorted({row.family for row in (*ROWS, *OTHERS)}), metavar="NAME")
    parser.add_argument(
        "--construction", nargs="*", choices=sorted({row.construction for row in (*ROWS, *OTHERS)}), metavar="NAME"
    )
    chosen = parser.parse_args()
    print(known_tables(chosen.sizes, chosen.family, chosen.construction))


def known_tables(
    sizes: Sequence[int], families: Sequence[str] | None = None, constructions: Sequence[str] | None = None
) -> str:
    """Two tables in Markdown: 2-AND, then the other problems."""
    tables = []
    for rows in (ROWS, OTHERS):
        chosen = [
            row
            for row in rows
            if (not families or row.family in families) and (not constructions or row.construction in constructions)
        ]
        lines = [
            (row.regime, row.family, f"`{row.construction}`", row.formula, *(cell(row, size) for size in sizes))
            for row in chosen
        ]
        if lines:
            tables.append(table((*START, *(f"m' = {size}" for size in sizes)), lines))
    return "\n\n".join(tables)


def cell(row: Row, size: int) -> str:
    """What the table says about a row at a size, proved here."""
    known = row.known.get(size)
    if known is None:
        return ""
    problem = family(row.family, size)
    if known is FAILS:
        fails, seconds = timed(partial(not_proved, problem, row.construction))
        shown = "-" if fails else "fewer than m, m'"
    else:
        shown, seconds = timed(partial(proved, problem, row.construction, known))
    print(f"{row.family}, {size}: {row.construction} {shown} in {seconds:.0f} s", file=sys.stderr, flush=True)
    return shown


def proved(problem: Problem, construction: str, known: Known) -> str:
    """The cell of a network that is proved; that it is not where it is not: training may differ between machines."""
    try:
        network = built(problem, construction, known)
    except ConstructionError:
        return f"{known.neurons} not found here"
    if not isinstance(prove(problem, network, prover=prover(construction, network)), Proved):
        return f"{known.neurons} not proved here"
    n = network.neurons
    ratio = parameter_bits(network, encode=True).least / lower_bound(class_of(problem)).bits
    return f"{'' if known.searched else 'at most '}{n} ({problem.outputs / n:.1f}; {float(ratio):.0f})"


def not_proved(problem: Problem, construction: str) -> bool:
    """Whether one neuron fewer than one a gate or feature is not enough."""
    try:
        network = built(problem, construction, Known(max(problem.inputs, problem.outputs) - 1))
    except ConstructionError:
        return True
    return not isinstance(prove(problem, network, prover=prover(construction, network)), Proved)


def built(problem: Problem, construction: str, known: Known) -> Network:
    build = BUILDERS[construction]
    if known.design is not None:
        build = partial(build, design=known.design)
    return build(problem, neurons=known.neurons, seed=known.seed)


def prover(construction: str, network: Network) -> str:
    if len(network.layers) == 1:
        return "branch"
    return "contracts" if construction in UNIONS else "enumerate"


if __name__ == "__main__":
    main()
