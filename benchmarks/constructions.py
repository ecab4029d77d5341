"""The smallest networks that every construction finds and proves, and what they cost.

    python -m benchmarks.constructions [GRAPH ...] [--sparsity V ...] [--regular M ...] [--construction NAME ...]
    python -m benchmarks.constructions [--complete M ...] [--bipartite M ...] [--effort SECONDS] [--construction NAME]

GRAPH is a problem.json, a graph file or the name of a networkx data set, read as features = nodes, one AND an edge
(default: karate-club and les-miserables), at every sparsity V (default: 2 and 3); then random 2-regular graphs with M
features at sparsity 2 (default: 256 and 1024). With --complete or --bipartite instead: complete graphs on M nodes and
complete bipartite graphs M x M, at sparsity 2. Every network is proved; kappa = n / sqrt(lg|F|); the margin is that of
the proof by enumeration where it takes less than 20 seconds. Compilers run before the clock starts; every attempt is
printed on standard error.
"""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from math import sqrt
from pathlib import Path

import networkx as nx

from benchmarks.arguments import parser_of, problem_of
from benchmarks.timing import table, timed
from constructions import Attempt, ConstructionError, SearchResult, smallest_proved
from constructions.optimised_channels import counting_bits
from constructions.search import EFFORT
from verify import Network, Problem, Proved, TwoAnd, prove
from verify.provers.enumeration import forecast

NAMES = ("karate-club", "les-miserables")
REGULAR = (256, 1024)
CONSTRUCTIONS = ("naive", "random-channels", "structured-channels", "optimised-channels")
ENUMERATION_SECONDS = 20
HEADER = (
    "instance", "v", "m'", "construction", "n", "widths", "m'/n", "kappa", "bits", "margin (true, false)", "tried", "s",
)  # fmt: skip


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("graphs", nargs="*", default=NAMES, metavar="GRAPH")
    parser.add_argument("--sparsity", nargs="*", type=int, default=(2, 3), metavar="V")
    parser.add_argument("--regular", nargs="*", type=int, default=REGULAR, metavar="M")
    parser.add_argument("--construction", nargs="*", default=CONSTRUCTIONS, choices=(*CONSTRUCTIONS, "auto"))
    parser.add_argument("--complete", nargs="*", type=int, default=(), metavar="M")
    parser.add_argument("--bipartite", nargs="*", type=int, default=(), metavar="M")
    parser.add_argument("--effort", type=float, default=EFFORT, metavar="SECONDS", help="the searches' allowance")
    chosen = parser.parse_args()
    small = TwoAnd.random_regular(32, 2, sparsity=3, seed=0)
    smallest_proved(small, construction="optimised-channels", effort=0.1)
    found = []
    for name, problem in problems(chosen):
        found += rows(name, problem, chosen.construction, chosen.effort)
    print(table(HEADER, found))


def problems(chosen: argparse.Namespace) -> list[tuple[str, Problem]]:
    hubs = [(f"complete on {m}", nx.complete_graph(m)) for m in chosen.complete]
    hubs += [(f"bipartite {m} x {m}", nx.complete_bipartite_graph(m, m)) for m in chosen.bipartite]
    if hubs:
        return [(name, TwoAnd.from_graph(graph, sparsity=2)) for name, graph in hubs]
    found = [(Path(name).stem, problem_of(name, v)) for name in chosen.graphs for v in chosen.sparsity]
    return found + [(f"2-regular {m}", TwoAnd.random_regular(m, 2, sparsity=2, seed=0)) for m in chosen.regular]


def rows(name: str, problem: Problem, constructions: Sequence[str], effort: float) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for construction in constructions:
        start = (name, problem.sparsity, problem.outputs, construction)
        try:
            result, seconds = timed(
                partial(smallest_proved, problem, construction=construction, effort=effort, report=tell)
            )
        except ConstructionError:
            found.append((*start, "none below m'", "", "", "", "", "", "", ""))
            continue
        found.append((*start, *facts(problem, result), f"{seconds:.1f}"))
        print(*found[-1], file=sys.stderr, flush=True)
    return found


def tell(attempt: Attempt) -> None:
    print("tried", attempt, file=sys.stderr, flush=True)


def facts(problem: Problem, result: SearchResult) -> tuple[object, ...]:
    network = result.network
    n = network.neurons
    kappa = n / sqrt(counting_bits(problem))
    ratio, tried = problem.outputs / n, len(result.tried)
    widths = "-".join(map(str, network.widths))
    return n, widths, f"{ratio:.2f}", f"{kappa:.2f}", bits(network), margin(problem, network), tried


def bits(network: Network) -> int:
    """Bits of a weight: the sign and the largest absolute value."""
    return 1 + max(max(int(w.max()), -int(w.min())).bit_length() for w in (layer.weights for layer in network.layers))


def margin(problem: Problem, network: Network) -> str:
    if forecast(problem, network).seconds > ENUMERATION_SECONDS:
        return "not enumerated"
    verdict = prove(problem, network, prover="enumerate")
    if not isinstance(verdict, Proved) or verdict.certificate.margin is None:
        raise RuntimeError(f"two provers disagree: {verdict}")
    found = verdict.certificate.margin
    return f"{found.smallest_true}, {found.largest_false}"


if __name__ == "__main__":
    main()
