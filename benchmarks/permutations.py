"""The smallest permutations found and proved, readable and re-encoded, beside the counting bound.

    python -m benchmarks.permutations [--size M ...] [--sparsity V ...] [--construction NAME ...]

Every network is found by `smallest_proved` (seed 0) and proved; `expected` is the heuristic least n, `bits`
the fewest bits from which the network was read back (stored, entropy coded or sparse), `least n` the counting bound for
as many layers of parameters of the width stored. Compilers run before the clock starts.
"""

import sys
from functools import partial

from benchmarks.arguments import parser_of
from benchmarks.timing import table, timed
from bounds import class_of, lower_bound, parameter_bits
from bounds.audit import stored_width
from constructions import ConstructionError, SearchResult, smallest_proved
from constructions.neural_permutation import expected_neurons
from constructions.union_channels import expected_reencoded_neurons
from verify import Permutation, Problem

PERMUTATIONS = ("neural-permutation", "matched-permutation", "reencoded-permutation")
SIZES, SPARSITIES = (64, 256, 1024), (2, 3)
HEADER = ("m'", "v", "construction", "n", "expected", "m'/n", "bits / bound", "least n", "proved by", "tried", "s")


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--size", nargs="*", type=int, default=SIZES, metavar="M")
    parser.add_argument("--sparsity", nargs="*", type=int, default=SPARSITIES, metavar="V")
    parser.add_argument("--construction", nargs="*", default=PERMUTATIONS, choices=PERMUTATIONS)
    chosen = parser.parse_args()
    smallest_proved(Permutation.random(32, sparsity=2, seed=0))
    rows = [
        row(Permutation.random(size, sparsity=v, seed=0), name)
        for size in chosen.size
        for v in chosen.sparsity
        for name in chosen.construction
    ]
    print(table(HEADER, rows))


def row(problem: Problem, construction: str) -> tuple[object, ...]:
    start = (problem.outputs, problem.sparsity, construction)
    try:
        result, seconds = timed(partial(smallest_proved, problem, construction=construction))
    except ConstructionError as error:
        return (*start, str(error), *[""] * 7)
    found = (*start, *facts(problem, construction, result), f"{seconds:.1f}")
    print(*found, file=sys.stderr, flush=True)
    return found


def facts(problem: Problem, construction: str, result: SearchResult) -> tuple[object, ...]:
    network = result.network
    n = network.neurons
    bound = lower_bound(class_of(problem))
    expected: object = ""
    if construction == "neural-permutation":
        expected = expected_neurons(problem)
    if construction == "reencoded-permutation":
        expected = expected_reencoded_neurons(problem)
    ratio = f"{parameter_bits(network).least / bound.bits:.1f}"
    least = bound.neurons(stored_width(network), layers=len(network.layers))
    shown = n if result.tried[-1].construction == construction else f"{n} (one a feature)"
    prover = result.certificate.prover
    return shown, expected, f"{problem.outputs / n:.2f}", ratio, least, prover, len(result.tried)


if __name__ == "__main__":
    main()
