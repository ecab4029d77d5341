"""Problems that the tests of constructions share."""

from typing import Any

import networkx as nx
import pytest

from verify import Network, Problem, Proved, TwoAnd, prove

KARATE, LES_MISERABLES = nx.karate_club_graph(), nx.les_miserables_graph()
SMALL = {
    "edge": nx.path_graph(2),
    "path": nx.path_graph(5),
    "cycle": nx.cycle_graph(8),
    "star": nx.star_graph(7),
    "complete": nx.complete_graph(6),
    "petersen": nx.petersen_graph(),
    "two triangles and a loner": nx.disjoint_union(nx.disjoint_union(*[nx.complete_graph(3)] * 2), nx.empty_graph(1)),
}


def of(graph: "nx.Graph[Any]", sparsity: int = 2) -> Problem:
    return TwoAnd.from_graph(graph, sparsity=sparsity)


def regular(features: int, sparsity: int = 2) -> Problem:
    return TwoAnd.random_regular(features, 2, sparsity=sparsity, seed=0)


def least_of(raised: pytest.ExceptionInfo[ValueError]) -> int:
    """The number that a refusal says would do."""
    return int(str(raised.value).split("at least ")[1].split()[0])


def is_proved(problem: Problem, network: Network) -> bool:
    """By enumeration: it shares nothing with the bounds that training and rounding use."""
    return isinstance(prove(problem, network, prover="enumerate"), Proved)
