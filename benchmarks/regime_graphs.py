"""Graphs with hubs, and others, as 2-AND problems."""

from typing import Any

import networkx as nx
import numpy as np

from benchmarks.arguments import problem_of
from verify import Problem, TwoAnd


def two_and(source: str, sparsity: int) -> Problem:
    problem = problem_of(source, sparsity)
    if not problem.is_two_and:
        raise SystemExit(f"{source} must be a 2-AND problem, not one of kind {problem.form}")
    return problem


def of(graph: "nx.Graph[Any]", sparsity: int = 2) -> Problem:
    return TwoAnd.from_graph(graph, sparsity=sparsity)


def hub_graphs() -> dict[str, "nx.Graph[Any]"]:
    return {
        "star, 1024 leaves": nx.star_graph(1024),
        "4 hubs, 256 leaves each": nx.disjoint_union_all([nx.star_graph(256)] * 4),
        "complete bipartite 32 x 32": nx.complete_bipartite_graph(32, 32),
        "complete on 46 nodes": nx.complete_graph(46),
    }


def power_law(nodes: int, edges: int, exponent: float, seed: int) -> "nx.Graph[int]":
    """A simple graph with hubs: networkx.expected_degree_graph, and exactly so many edges where it has enough."""
    shape = np.arange(1, nodes + 1) ** (-1 / (exponent - 1))
    graph = nx.expected_degree_graph((2.3 * edges * shape / shape.sum()).tolist(), seed=seed, selfloops=False)
    listed = sorted(graph.edges())
    surplus = np.random.default_rng(seed).permutation(len(listed))[: max(0, len(listed) - edges)]
    graph.remove_edges_from([listed[k] for k in surplus])
    return graph
