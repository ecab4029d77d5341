"""The smallest networks that every construction finds and proves, and what they cost.

    python -m benchmarks.constructions [GRAPH ...] [--sparsity V ...] [--regular M ...] [--construction NAME ...]

GRAPH is a problem.json, a graph file or the name of a networkx data set, read as features = nodes, one AND an edge
(default: karate-club and les-miserables), at every sparsity V (default: 2 and 3); then random 2-regular graphs with M
features at sparsity 2 (default: 256 and 1024). Every network is proved; kappa = n / sqrt(lg|F|); the margin is that of
the proof by enumeration where it takes less than 20 seconds. Compilers run before the clock starts.
"""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from math import sqrt
from pathlib import Path

from benchmarks.timing import table, timed
from constructions import ConstructionError, SearchResult, smallest_proved
from constructions.optimised_channels import counting_bits
from superproof.sources import read_source
from verify import Network, Proved, TwoAnd, prove
from verify.provers.enumeration import forecast

NAMES = ("karate-club", "les-miserables")
REGULAR = (256, 1024)
CONSTRUCTIONS = ("naive", "random-channels", "structured-channels", "optimised-channels")
ENUMERATION_SECONDS = 20
HEADER = ("instance", "v", "m'", "construction", "n", "m'/n", "kappa", "bits", "margin (true, false)", "tried", "s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graphs", nargs="*", default=NAMES, metavar="GRAPH")
    parser.add_argument("--sparsity", nargs="*", type=int, default=(2, 3), metavar="V")
    parser.add_argument("--regular", nargs="*", type=int, default=REGULAR, metavar="M")
    parser.add_argument("--construction", nargs="*", default=CONSTRUCTIONS, choices=CONSTRUCTIONS, metavar="NAME")
    chosen = parser.parse_args()
    small = TwoAnd.random_regular(32, 2, sparsity=3, seed=0)
    smallest_proved(small, construction="optimised-channels", effort=0.1)
    problems = [(Path(name).stem, read_source(name, v).problem) for name in chosen.graphs for v in chosen.sparsity]
    problems += [(f"2-regular {m}", TwoAnd.random_regular(m, 2, sparsity=2, seed=0)) for m in chosen.regular]
    print(table(HEADER, [row for name, problem in problems for row in rows(name, problem, chosen.construction)]))


def rows(name: str, problem: TwoAnd, constructions: Sequence[str]) -> list[tuple[object, ...]]:
    found = []
    for construction in constructions:
        start = (name, problem.sparsity, problem.outputs, construction)
        try:
            result, seconds = timed(partial(smallest_proved, problem, construction=construction))
        except ConstructionError:
            found.append((*start, "none below m'", "", "", "", "", "", ""))
            continue
        found.append((*start, *facts(problem, result), f"{seconds:.1f}"))
        print(*found[-1], file=sys.stderr, flush=True)
    return found


def facts(problem: TwoAnd, result: SearchResult) -> tuple[object, ...]:
    network = result.network
    n = network.neurons
    kappa = n / sqrt(counting_bits(problem))
    ratio, tried = problem.outputs / n, len(result.tried)
    return n, f"{ratio:.2f}", f"{kappa:.2f}", bits(network), margin(problem, network), tried


def bits(network: Network) -> int:
    """Bits of a weight: the sign and the largest absolute value."""
    weights = network.layers[0].weights
    return 1 + max(int(weights.max()), -int(weights.min())).bit_length()


def margin(problem: TwoAnd, network: Network) -> str:
    if forecast(problem, network).seconds > ENUMERATION_SECONDS:
        return "not enumerated"
    verdict = prove(problem, network, prover="enumerate")
    if not isinstance(verdict, Proved) or verdict.certificate.margin is None:
        raise RuntimeError(f"two provers disagree: {verdict}")
    found = verdict.certificate.margin
    return f"{found.smallest_true}, {found.largest_false}"


if __name__ == "__main__":
    main()
