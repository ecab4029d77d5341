"""Graphs so small that no public Reed-Solomon code fits: a neuron an output does, and every one is proved."""

import networkx as nx
import pytest

from constructions import smallest_proved
from constructions.regimes import Design, partitioned_channels
from verify import IdentityCode, Proved, TwoAnd, Valid, check, prove

GRAPHS = {
    "one edge": nx.complete_graph(2),
    "triangle": nx.complete_graph(3),
    "complete on 5": nx.complete_graph(5),
    "star with 8 leaves": nx.star_graph(8),
    "path of 6": nx.path_graph(6),
    "cycle of 12": nx.cycle_graph(12),
}


@pytest.mark.parametrize(("name", "sparsity"), [(name, v) for name in GRAPHS for v in (2, 3) if v <= len(GRAPHS[name])])
def test_partitioned_channels_are_right_with_a_neuron_an_output_and_a_feature(name: str, sparsity: int):
    problem = TwoAnd.from_graph(GRAPHS[name], sparsity=sparsity)
    n = max(problem.inputs, problem.outputs)
    network = partitioned_channels(problem, neurons=n, design=Design.tight(sparsity))
    verdict = prove(problem, network)
    assert isinstance(verdict, Proved)
    assert isinstance(check(problem, network, verdict.certificate), Valid)
    assert network.output_code == IdentityCode(problem.outputs)


@pytest.mark.parametrize("name", GRAPHS)
def test_the_search_finds_what_is_there(name: str):
    problem = TwoAnd.from_graph(GRAPHS[name], sparsity=2)
    found = smallest_proved(problem, construction="partitioned-channels")
    assert found.network.neurons <= max(problem.inputs, problem.outputs)
