"""The door to hypergraphs."""

import networkx as nx
import pytest
from hypothesis import given, settings

from tests.verify.gate_problems import problems
from verify import from_incidence, gate_problem, incidence


@settings(deadline=None)
@given(problems())
def test_every_problem_is_read_back_from_its_incidence_graph(problem):
    graph = incidence(problem)
    assert nx.is_bipartite(graph)
    assert from_incidence(graph, sparsity=problem.sparsity) == problem
    assert tuple(d for j, d in graph.degree(range(problem.inputs))) == tuple(problem.influence)


def test_a_hypergraph_of_networkx_is_a_q_and_problem():
    graph = nx.complete_bipartite_graph(3, 2)  # three vertices in both of two edges: one edge twice
    with pytest.raises(ValueError, match="gate 1 must differ"):
        from_incidence(graph, sparsity=3)
    graph.remove_edge(0, 4)
    assert from_incidence(graph, sparsity=3) == gate_problem(3, 3, [("and", 0, 1, 2), ("and", 1, 2)])


def test_nodes_and_edges_out_of_place_are_refused():
    graph = nx.Graph([("a", "b")])
    with pytest.raises(ValueError, match="node 'a' has None"):
        from_incidence(graph, sparsity=1)
    for side, name in ((0, "features"), (1, "gates")):
        nx.set_node_attributes(graph, dict.fromkeys(graph, side), "bipartite")
        with pytest.raises(ValueError, match=f"must join a feature and a gate, not {name}"):
            from_incidence(graph, sparsity=1)
