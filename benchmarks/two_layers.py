"""Would branching pay on networks of two layers? The share of its nodes that a bound on what layer 2 sees settles.

    python -m benchmarks.two_layers [--graph GRAPH ...] [--seed S]

For a set T of active features and s free slots, every neuron of layer 1 lies between two numbers, by the s largest and
smallest entries of its row of G; so then do those of layer 2, by the signs of its weights, and the scores. A node is an
output and a set T without its gate's inputs; it is settled when its score stays below the threshold. Networks are
partitioned channels at sparsity 2 with `Design.tight`, proved first.
"""

import numpy as np

from benchmarks.arguments import parser_of, problem_of
from benchmarks.timing import table
from constructions.regimes import Design, partitioned_channels
from verify import Network, Problem, Proved, prove
from verify.codes.base import expand

GRAPHS = {"karate-club": 78, "les-miserables": 121}
"""Neurons asked for."""
HEADER = ("graph", "widths", "nodes with one active feature and one slot", "settled", "without one and two", "settled")


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--graph", nargs="*", choices=tuple(GRAPHS), default=tuple(GRAPHS))
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    rows = [_row(name, GRAPHS[name], chosen.seed) for name in chosen.graph]
    print(table(HEADER, rows))


def _row(name: str, neurons: int, seed: int) -> tuple[object, ...]:
    problem = problem_of(name, 2)
    network = partitioned_channels(problem, neurons=neurons, design=Design.tight(2), seed=seed)
    if not isinstance(prove(problem, network), Proved):
        raise SystemExit(f"{name}: the network with {neurons} neurons is not proved")
    one = [settled(problem, network, (j,), 1) for j in range(problem.inputs)]
    two = settled(problem, network, (), 2)
    found = (sum(nodes for nodes, _ in one), sum(closed for _, closed in one), *two)
    return (name, "-".join(map(str, network.widths)), found[0], _part(*found[:2]), found[2], _part(*found[2:]))


def settled(problem: Problem, network: Network, active: tuple[int, ...], slots: int) -> tuple[int, int]:
    """(Outputs that no active feature is in, those whose scores the bounds keep below the threshold)."""
    first, second = network.layers
    received = first.weights.astype(np.int64) @ expand(network.input_code).astype(np.int64)
    start = first.bias + received[:, list(active)].sum(axis=1)
    rest = np.sort(np.delete(received, list(active), axis=1), axis=1)
    # An empty slot adds nothing.
    highest = np.maximum(start + np.maximum(rest[:, -slots:], 0).sum(axis=1), 0)
    lowest = np.maximum(start + np.minimum(rest[:, :slots], 0).sum(axis=1), 0)
    weights = second.weights.astype(np.int64)
    x = np.maximum(np.maximum(weights, 0) @ highest + np.minimum(weights, 0) @ lowest + second.bias, 0)
    scores = expand(network.output_code).astype(np.int64).T @ x
    outside = [set(active).isdisjoint(pair) for pair in problem.pairs]
    return sum(outside), int((scores[outside] < network.threshold).sum())


def _part(nodes: int, closed: int) -> str:
    return f"{closed} ({100 * closed / nodes:.0f} %)"


if __name__ == "__main__":
    main()
