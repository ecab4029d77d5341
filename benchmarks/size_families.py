"""Families of problems by their number of outputs."""

from math import isqrt, sqrt
from typing import Any

import networkx as nx

from verify import Permutation, Problem, TwoAnd, random_gates

REGULAR, COMPLETE, BIPARTITE = "random 2-regular", "complete graph", "complete bipartite"
ROOT_STARS, STARS, PERMUTED = "sqrt(m') stars", "4 stars", "permutation"
GATES = {"or": ("or",), "xor": ("xor",), "mixed gates": ("and", "or", "xor", "andnot"), "3-AND": ("and",)}
"""Family -> kinds of gates in turn; 3-ANDs have three inputs and sparsity 3."""


def family(name: str, size: int) -> Problem:
    """The problem of a family with `size` outputs, or about as many (`graph`)."""
    if name == PERMUTED:
        return Permutation.random(size, sparsity=2, seed=0)
    if name in GATES:
        fan_in = 3 if name == "3-AND" else 2
        return random_gates(size, size, kinds=GATES[name], fan_in=(fan_in,), sparsity=fan_in, seed=0)
    return two_and_family(name, size)


def two_and_family(name: str, size: int) -> Problem:
    if name == REGULAR:
        return TwoAnd.random_regular(size, 2, sparsity=2, seed=0)
    return TwoAnd.from_graph(graph(name, size), sparsity=2)


def graph(name: str, size: int) -> "nx.Graph[Any]":
    """For squares; complete graphs have the number of nodes that comes nearest (66, 253, 1035 and 4095 edges)."""
    side = isqrt(size)
    if name == COMPLETE:
        complete: nx.Graph[Any] = nx.complete_graph(round((1 + sqrt(1 + 8 * size)) / 2))
        return complete
    if name == BIPARTITE:
        bipartite: nx.Graph[Any] = nx.complete_bipartite_graph(side, side)
        return bipartite
    stars = {ROOT_STARS: side, STARS: 4}[name]
    union: nx.Graph[Any] = nx.disjoint_union_all([nx.star_graph(size // stars)] * stars)
    return union
