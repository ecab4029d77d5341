"""2-AND in all regimes of influence: every construction on graphs that are all hubs, on real graphs, and side by side.

    python -m benchmarks.regimes hubs [--limit NEURONS] [--construction NAME ...] [--graph NAME ...]
    python -m benchmarks.regimes power-law [--nodes N] [--edges M] [--exponent E] [--seed S] [--neurons N]
    python -m benchmarks.regimes graphs GRAPH ... [--sparsity V ...] [--construction NAME ...]
    python -m benchmarks.regimes search [--sizes M ...]

With `--neurons N [--channel K] [--patience SECONDS]`, `hubs` and `graphs` build partitioned channels with so many
neurons instead of searching, and prove them; where enumeration is forecast to take longer, they are sampled.

`hubs`: a star with 1024 leaves, 4 hubs with 256 leaves each, the complete bipartite graph 32 x 32 and the complete
graph on 46 nodes at sparsity 2; the smallest n that each construction proves, and the regimes of the partitioned one.
`power-law`: nodes with expected degrees ~ rank**(-1 / (E - 1)), networkx's expected_degree_graph, surplus edges left
out at random. `graphs`: a problem.json, a graph file or the name of a networkx data set. `search`: the smallest n
proved on the family that a regime is meant for, searched anew (`benchmarks.sizes` has what is known). Every network in
every table is proved, except those of `--neurons` that are marked as refuted or sampled.
"""

import argparse
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.arguments import parser_of
from benchmarks.known_sizes import ROWS
from benchmarks.regime_graphs import hub_graphs, of, power_law, two_and
from benchmarks.size_families import two_and_family
from benchmarks.timing import peak_megabytes, table, timed
from bounds import class_of, lower_bound, parameter_bits
from constructions import (
    CONSTRUCTIONS,
    ConstructionError,
    SearchResult,
    optimised_channels,
    structured_channels,
)
from constructions.attempts import Listener
from constructions.regimes import TWO_LAYERS, Design, partitioned_channels, regimes
from constructions.regimes.search import two_layer_sizes
from constructions.search import EFFORT, search
from verify import Network, Problem, Proved, prove, sample
from verify.progress import Deadline
from verify.provers.enumeration import forecast

ONE_LAYER = ("random-channels", "structured-channels", "optimised-channels")
PARTITIONED = "partitioned-channels"
CLOSED = ("structured-channels", "random-channels", *(name for name in TWO_LAYERS if name != PARTITIONED))
"""Constructions without trained or fitted weights: first tried with the most neurons."""
SLOW = 6000
"""Two layers are tried up to so many features: proofs by enumeration grow with their square."""
HEADER = ("instance", "v", "m", "m'", "construction", "layers", "n", "m'/n", "bits", "bits / lg|F|", "tried", "s")
FACTS = (
    "instance", "v", "widths", "regime", "technique", "outputs", "neurons", "R mean", "R most", "interference %",
    "verdict", "inputs covered",
)  # fmt: skip


def main() -> None:
    parser = parser_of(__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    hubs = commands.add_parser("hubs")
    hubs.add_argument("--limit", type=int)
    hubs.add_argument("--construction", nargs="*", default=(*ONE_LAYER, *TWO_LAYERS), metavar="NAME")
    hubs.add_argument("--graph", nargs="*", default=tuple(hub_graphs()), metavar="NAME")
    power = commands.add_parser("power-law")
    for name, default in (("nodes", 5000), ("edges", 10000), ("seed", 0), ("neurons", 1200)):
        power.add_argument(f"--{name}", type=int, default=default)
    power.add_argument("--exponent", type=float, default=2.1)
    graphs = commands.add_parser("graphs")
    graphs.add_argument("graphs", nargs="+", metavar="GRAPH")
    graphs.add_argument("--sparsity", nargs="*", type=int, default=(2, 3), metavar="V")
    graphs.add_argument("--construction", nargs="*", default=(*ONE_LAYER[1:], *TWO_LAYERS), metavar="NAME")
    for command in (hubs, graphs):
        command.add_argument("--neurons", type=int, metavar="N", help="partitioned channels with so many, not searched")
        command.add_argument("--channel", type=int, default=10, metavar="K")
        command.add_argument(
            "--patience", type=float, default=1800, metavar="SECONDS", help="by forecast; else sampled"
        )
    commands.add_parser("search").add_argument("--sizes", nargs="*", type=int, default=(64, 256))
    chosen = parser.parse_args()
    if chosen.command in ("hubs", "graphs"):
        problems = asked_for(chosen)
        if chosen.neurons is None:
            compare(problems, chosen.construction, getattr(chosen, "limit", None))
        else:
            one_request(problems, chosen)
    elif chosen.command == "power-law":
        one_power_law(chosen)
    else:
        print(table(HEADER, [row for size in chosen.sizes for row in families(size)]))


def asked_for(chosen: argparse.Namespace) -> dict[str, Problem]:
    if chosen.command == "hubs":
        graphs_of = hub_graphs()
        return {name: of(graphs_of[name]) for name in chosen.graph}
    return {f"{Path(g).stem}, v = {v}": two_and(g, v) for g in chosen.graphs for v in chosen.sparsity}


def compare(problems: dict[str, Problem], names: tuple[str, ...], limit: int | None) -> None:
    """Two tables: the smallest n of every construction on every problem; the regimes of the partitioned networks."""
    rows, facts = [], []
    for label, problem in problems.items():
        for name in names:
            row, found = smallest(label, problem, name, limit)
            rows.append(row)
            print(*row, sep=" | ", file=sys.stderr, flush=True)
            if name == PARTITIONED and found is not None:
                facts += regime_rows(label, problem, found.network, "proved", found.certificate.inputs_covered)
    print(table(HEADER, rows))
    print()
    print(table(FACTS, facts))


def smallest(
    label: str, problem: Problem, name: str, limit: int | None = None
) -> tuple[tuple[object, ...], SearchResult | None]:
    start = (label, problem.sparsity, problem.inputs, problem.outputs, name)
    two = name in TWO_LAYERS
    if two and problem.inputs > SLOW:
        return (*start, 2, "not tried", "", "", "", "", ""), None
    construction = CONSTRUCTIONS[name]
    if two:
        construction = replace(construction, sizes=partial(two_layer_sizes, most=limit))
    largest = (limit or max(problem.outputs, problem.inputs)) - 1
    if name in CLOSED and not right(problem, name, largest):
        return (*start, 1 + two, f"fails at {largest}", "", "", "", "", ""), None
    try:
        result, seconds = timed(partial(search, problem, construction, 0, EFFORT, Deadline(None), Listener()))
    except ConstructionError:
        none = f"none below {limit or max(problem.outputs, problem.inputs)}"
        return (*start, 1 + two, none, "", "", "", "", ""), None
    return (*start, *numbers(problem, result.network, result), f"{seconds:.0f}"), result


def one_request(problems: dict[str, Problem], chosen: argparse.Namespace) -> None:
    """Partitioned channels with so many neurons, proved; sampled, and marked so, where enumeration would take long."""
    facts = []
    for label, problem in problems.items():
        design = Design.tight(problem.sparsity, chosen.channel)
        network, built = timed(partial(partitioned_channels, problem, neurons=chosen.neurons, design=design))
        expected = forecast(problem, network)
        print(
            f"{label}: built in {built:.0f} s, {expected.inputs} inputs, forecast {expected.seconds:.0f} s",
            file=sys.stderr,
        )
        if expected.seconds > chosen.patience:
            report = sample(problem, network)
            facts += regime_rows(label, problem, network, f"sampled, {report.failures} wrong", report.samples)
            continue
        verdict, seconds = timed(partial(prove, problem, network, prover="enumerate"))
        print(f"{label}: {type(verdict).__name__} in {seconds:.0f} s", file=sys.stderr, flush=True)
        covered = verdict.certificate.inputs_covered if isinstance(verdict, Proved) else 0
        facts += regime_rows(label, problem, network, type(verdict).__name__.lower(), covered)
    print(table(FACTS, facts))


def right(problem: Problem, name: str, neurons: int) -> bool:
    """Whether a closed form is proved with so many neurons, one fewer than one a gate: else it is not searched."""
    try:
        network = CONSTRUCTIONS[name](problem, neurons=neurons)
    except ConstructionError:
        return False
    return isinstance(prove(problem, network), Proved)


def numbers(problem: Problem, network: Network, result: SearchResult | None) -> tuple[object, ...]:
    bits, least = parameter_bits(network).stored, lower_bound(class_of(problem)).bits
    n, tried = network.neurons, len(result.tried) if result is not None else 1
    return len(network.layers), n, f"{problem.outputs / n:.2f}", bits, f"{bits / least:.1f}", tried


def regime_rows(label: str, problem: Problem, network: Network, verdict: str, covered: int) -> list[tuple[object, ...]]:
    return [
        (
            label,
            problem.sparsity,
            "-".join(map(str, network.widths)),
            facts.regime,
            facts.technique,
            facts.outputs,
            facts.neurons,
            f"{facts.mean_spurious:.1f}",
            facts.most_spurious,
            f"{facts.interference_percent:.0f}",
            verdict,
            covered,
        )
        for facts in regimes(problem, network)
    ]


def one_power_law(chosen: argparse.Namespace) -> None:
    problem = of(power_law(chosen.nodes, chosen.edges, chosen.exponent, chosen.seed))
    hubs = sorted(problem.influence, reverse=True)[:8]
    print(f"{problem.inputs} nodes, {problem.outputs} edges, largest influences {hubs}", file=sys.stderr)
    rows = []
    for build in (structured_channels, optimised_channels):
        try:
            network, built = timed(partial(build, problem, neurons=chosen.neurons, seed=chosen.seed))
        except ConstructionError as error:
            rows.append((build.__name__, chosen.neurons, str(error), "", "", "", ""))
            continue
        verdict, proving = timed(partial(prove, problem, network, prover="branch"))
        outcome = "proved" if isinstance(verdict, Proved) else type(verdict).__name__.lower()
        ratio = f"{problem.outputs / network.neurons:.2f}"
        memory = f"{peak_megabytes():.0f}"
        rows.append((build.__name__, network.neurons, outcome, ratio, f"{built:.0f}", f"{proving:.1f}", memory))
    print(table(("construction", "n", "verdict", "m'/n", "build s", "proof s", "peak MB"), rows))


def families(size: int) -> list[tuple[object, ...]]:
    """The smallest n of every construction at m' = size, on the graphs that its regime is meant for, searched."""
    rows = []
    for known in ROWS:
        label = f"{known.regime}: {known.family}, {size}"
        rows.append(smallest(label, two_and_family(known.family, size), known.construction)[0])
        print(*rows[-1], sep=" | ", file=sys.stderr, flush=True)
    return rows


if __name__ == "__main__":
    main()
