"""What a search finds without options on graphs with hubs: n against sqrt(lg|F|), proved and checked, and what it took.

    python -m benchmarks.hubs power-law-500 power-law-2000 power-law-5000
    python -m benchmarks.hubs power-law-20000
    python -m benchmarks.hubs barabasi-albert
    python -m benchmarks.hubs netscience.gml --sparsity 3
    python -m benchmarks.hubs power-law-20000 --write graph.txt

power-law-N: networkx's configuration_model, seed 0, N nodes, the r-th with degree max(2, 0.16 N r**(-1/1.25)), without
loops and repeated edges: its largest hub has more than a tenth of the nodes. barabasi-albert: networkx's
barabasi_albert_graph(5200, 2, seed=0). Anything else is a data set's name or a file. `--write` writes the one graph as
an edge list for `superproof certify` and searches nothing. What the search says goes to standard error.
"""

import re
import sys
from functools import partial
from typing import Any

import networkx as nx
import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.regime_graphs import of, two_and
from benchmarks.timing import cpu_timed, peak_megabytes, table
from constructions.attempts import Listener, SearchResult
from constructions.auto import AUTO
from constructions.optimised_channels import counting_bits
from constructions.search import search
from verify import Problem, Valid, check
from verify.progress import Deadline

TOP, EXPONENT, LEAST = 0.16, 2.25, 2
HEADER = ("graph", "v", "m", "m'", "hub", "n", "n / sqrt(lg F)", "repaired", "s", "CPU s", "check s", "MB")
"""hub: the largest influence; repaired: outputs with neurons of their own; check s: CPU seconds of the checker."""


def power_law(nodes: int, seed: int = 0) -> "nx.Graph[int]":
    """The graph of the module's text."""
    ranks = np.arange(1, nodes + 1)
    degrees = np.maximum(LEAST, np.rint(TOP * nodes * ranks ** (-1 / (EXPONENT - 1)))).astype(int)
    degrees[-1] += degrees.sum() % 2
    graph: nx.Graph[int] = nx.Graph(nx.configuration_model(degrees.tolist(), seed=seed))
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return graph


def graph_named(name: str) -> "nx.Graph[Any] | None":
    found = re.fullmatch(r"power-law-(\d+)", name)
    if found is not None:
        return power_law(int(found[1]))
    return nx.barabasi_albert_graph(5200, 2, seed=0) if name == "barabasi-albert" else None


def searched(problem: Problem, seed: int, effort: float | None) -> SearchResult:
    def tell(sentence: object) -> None:
        print(sentence, file=sys.stderr, flush=True)

    return search(problem, AUTO, seed, effort, Deadline(None), Listener(tell=tell, report=tell))


def row(name: str, sparsity: int, seed: int, effort: float | None) -> list[object]:
    graph = graph_named(name)
    problem = two_and(name, sparsity) if graph is None else of(graph, sparsity)
    found, seconds, cpu = cpu_timed(partial(searched, problem, seed, effort))
    network = found.network
    verdict, _, checking = cpu_timed(partial(check, problem, network, found.certificate))
    if not isinstance(verdict, Valid):
        raise SystemExit(f"{name}: the checker says {verdict}")
    kappa = network.neurons / counting_bits(problem) ** 0.5
    sizes = name, sparsity, problem.inputs, problem.outputs, max(problem.influence), network.neurons
    took = [f"{number:.0f}" for number in (seconds, cpu, checking, peak_megabytes())]
    return [*sizes, f"{kappa:.2f}", network.construction.get("repaired_outputs", 0), *took]


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("graphs", nargs="+", metavar="GRAPH")
    parser.add_argument("--sparsity", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--effort", type=float)
    parser.add_argument("--write", metavar="FILE", help="write the one graph as an edge list, and search nothing")
    chosen = parser.parse_args()
    if chosen.write is not None:
        graph = graph_named(chosen.graphs[0])
        if graph is None or len(chosen.graphs) > 1:
            raise SystemExit("--write takes one graph that is generated here")
        nx.write_edgelist(graph, chosen.write, data=False)
        return
    rows = [row(name, chosen.sparsity, chosen.seed, chosen.effort) for name in chosen.graphs]
    print(table(HEADER, rows))


if __name__ == "__main__":
    main()
