"""Gate problems as bipartite incidence graphs: networkx's form of a hypergraph."""

from typing import TYPE_CHECKING

from verify.errors import shown
from verify.gate_facts import facts_of
from verify.statement.gate_problem import gate_problem
from verify.statement.problem import Problem

if TYPE_CHECKING:
    import networkx as nx

FEATURE, GATE = 0, 1


def from_incidence(graph: "nx.Graph[object]", *, sparsity: int) -> Problem:
    """One feature a node with `bipartite=0`, one gate a node with `bipartite=1`, both in the graph's own order.

    A gate's inputs are its neighbours. A gate is an AND unless its node has another kind as the attribute `gate`, so
    that a hypergraph is a q-AND problem: features are its vertices, outputs its edges. For andnot the edge to the
    feature that must not be active carries `negated=True`. Errors: ValueError for a node without `bipartite`, an edge
    between two nodes of one side, and those of `gate_problem`.

    >>> import networkx as nx
    >>> graph = nx.Graph([("a", "f"), ("b", "f"), ("c", "f")])
    >>> nx.set_node_attributes(graph, {"a": 0, "b": 0, "c": 0, "f": 1}, "bipartite")
    >>> from_incidence(graph, sparsity=3).gates
    (Gate(kind='and', inputs=(0, 1, 2)),)
    """
    sides: dict[object, object] = {node: graph.nodes[node].get("bipartite") for node in graph}
    for node, side in sides.items():
        if side not in (FEATURE, GATE):
            raise ValueError(f"a node must have bipartite 0 (feature) or 1 (gate), but node {shown(node)} has {side!r}")
    features, gates = ([node for node, side in sides.items() if side == wanted] for wanted in (FEATURE, GATE))
    number = {node: j for j, node in enumerate(features)}
    for u, v in graph.edges():
        if (u in number) == (v in number):
            two = "features" if u in number else "gates"
            raise ValueError(f"an edge must join a feature and a gate, not {two} {shown(u)} and {shown(v)}")
    found: list[tuple[object, ...]] = []
    for gate in gates:
        wires = sorted((bool(edge.get("negated", False)), number[node]) for node, edge in graph.adj[gate].items())
        found.append((graph.nodes[gate].get("gate", "and"), *(wire for _, wire in wires)))
    return gate_problem(len(number), sparsity, found)


def incidence(problem: Problem) -> "nx.Graph[int]":
    """The bipartite incidence graph of a problem: nodes 0..m-1 are features, node m + i is gate i.

    For all problems, `from_incidence(incidence(problem), sparsity=problem.sparsity) == problem`.

    >>> graph = incidence(gate_problem(3, 2, [("andnot", 2, 0)]))
    >>> graph.nodes[3], graph.edges[3, 0]
    ({'bipartite': 1, 'gate': 'andnot'}, {'negated': True})
    """
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(problem.inputs), bipartite=FEATURE)
    for output in range(problem.outputs):
        gate, node = problem.gate(output), problem.inputs + output
        graph.add_node(node, bipartite=GATE, gate=gate.kind)
        graph.add_edges_from((node, j) for j in gate.inputs)
        if facts_of(gate.kind, len(gate.inputs)).forbids:
            graph.edges[node, gate.inputs[1]]["negated"] = True
    return graph
