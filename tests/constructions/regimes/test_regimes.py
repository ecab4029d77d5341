"""2-AND with hubs in two layers: proved by enumeration, with fewer neurons than outputs."""

from dataclasses import replace
from functools import partial

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions import CONSTRUCTIONS, ConstructionError, NotFoundError, naive, optimised_channels
from constructions.attempts import Listener
from constructions.regimes import (
    TWO_LAYERS,
    Design,
    Thresholds,
    dedicated_channels,
    input_channels,
    mixed_channels,
    output_channels,
    partitioned_channels,
    regimes,
)
from constructions.regimes.search import two_layer_sizes
from constructions.regimes.split import split
from constructions.search import search
from tests.constructions.problems import KARATE, LES_MISERABLES, SMALL, is_proved, least_of, of, regular
from verify import HadamardCode, IdentityCode, Network, Proved, RandomSignCode, ReedSolomonCode, TwoAnd, prove
from verify.progress import Deadline


@pytest.mark.parametrize("name", TWO_LAYERS)
@pytest.mark.parametrize("graph", ["star", "complete"])
def test_with_many_neurons_every_regime_is_right_on_small_graphs(name, graph):
    problem = of(SMALL[graph], 3)
    network = TWO_LAYERS[name](problem, neurons=200, design=Design(channel=6, weight=6, noise_percent=10))
    assert is_proved(problem, network)


@pytest.mark.slow
def test_input_channels_compute_all_1035_pairs_of_46_inputs_with_450_neurons():
    problem = of(nx.complete_graph(46))
    network = input_channels(problem, neurons=450, design=Design(channel=7, weight=12))
    assert network.neurons == 444
    assert is_proved(problem, network)
    facts = regimes(problem, network)
    assert [(f.regime, f.outputs, f.most_spurious) for f in facts] == [("HH", 1035, 0)]


@pytest.mark.slow
def test_partitioned_channels_compute_a_complete_bipartite_graph_with_fewer_neurons_than_outputs():
    problem = of(nx.complete_bipartite_graph(32, 32))
    network = partitioned_channels(problem, neurons=600)
    assert network.widths == (64, 580, 564)
    assert is_proved(problem, network)


def test_output_channels_fail_where_input_channels_succeed():
    problem = of(nx.complete_graph(20))
    assert is_proved(problem, input_channels(problem, neurons=180))
    assert not is_proved(problem, output_channels(problem, neurons=180))


@pytest.mark.slow
def test_a_star_of_1024_leaves_is_proved_with_600_neurons():
    problem = of(nx.star_graph(1024))
    network = dedicated_channels(problem, neurons=600, design=Design(channel=10, noise_percent=20))
    assert network.widths == (600, 590, 564)
    assert isinstance(network.input_code, RandomSignCode)
    assert is_proved(problem, network)


@pytest.mark.slow
@pytest.mark.long
def test_1024_light_gates_are_proved_with_600_neurons_and_reencoded():
    problem = regular(1024)
    network = partitioned_channels(problem, neurons=600)
    assert isinstance(network.input_code, HadamardCode)
    assert is_proved(problem, network)


def test_the_karate_club_is_proved_with_fewer_neurons_than_outputs_where_one_regime_pays_for_its_technique():
    problem = of(KARATE)
    network = partitioned_channels(problem, neurons=66, design=Design(channel=6, weight=4))
    assert network.widths == (34, 65, 52)
    assert is_proved(problem, network)
    found = {facts.regime: (facts.technique, facts.outputs, facts.neurons) for facts in regimes(problem, network)}
    assert found == {
        "LH": ("one neuron an output", 4, 4),
        "HH": ("input channels", 55, 42),
        "VH": ("one neuron an output", 19, 19),
    }


@pytest.mark.slow
def test_les_miserables_is_proved_with_half_as_many_neurons_as_outputs():
    problem = of(LES_MISERABLES)
    network = partitioned_channels(problem, neurons=140, design=Design.tight(2))
    assert network.widths == (77, 121, 124)
    assert is_proved(problem, network)


def test_with_as_many_neurons_as_outputs_three_active_features_are_proved_too():
    problem = of(KARATE, 3)
    network = partitioned_channels(problem, neurons=78, design=Design.tight(3))
    assert network.widths == (34, 78, 78)
    assert is_proved(problem, network)
    assert {facts.technique for facts in regimes(problem, network)} == {"one neuron an output"}


@given(st.integers(3, 9), st.floats(0.2, 1.0), st.integers(0, 99), st.integers(2, 3))
@settings(max_examples=10, deadline=None)
def test_with_a_neuron_for_every_output_all_graphs_are_right(nodes, density, seed, sparsity):
    graph = nx.gnp_random_graph(nodes, density, seed=seed)
    if graph.number_of_edges() == 0:
        return
    problem = of(graph, sparsity)
    assert is_proved(problem, partitioned_channels(problem, neurons=60, design=Design.tight(sparsity)))


@pytest.mark.slow
def test_a_random_graph_of_the_size_of_football_is_proved_with_half_as_many_neurons_as_outputs():
    problem = of(nx.gnm_random_graph(115, 613, seed=0))
    assert is_proved(problem, partitioned_channels(problem, neurons=300, design=Design.tight(2)))


@pytest.mark.slow
@pytest.mark.parametrize("graph", [nx.complete_graph(46), nx.complete_bipartite_graph(32, 32)])
def test_graphs_that_are_all_hubs_are_proved_with_a_fifth_of_a_neuron_an_output(graph):
    problem = of(graph)
    network = partitioned_channels(problem, neurons=220, design=Design.tight(2))
    assert network.widths == (problem.inputs, 210, 212)
    assert is_proved(problem, network)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("problem", "widths"),
    [
        (of(nx.star_graph(1024)), (400, 370, 388)),
        (of(nx.disjoint_union_all([nx.star_graph(256)] * 4)), (420, 400, 412)),
        pytest.param(regular(1024), (450, 430, 436), marks=pytest.mark.long),
    ],
)
def test_stars_and_light_gates_are_proved_in_superposed_inputs_with_less_than_half_a_neuron_an_output(problem, widths):
    network = partitioned_channels(problem, neurons=widths[0], design=Design.tight(2))
    assert network.widths == widths
    assert is_proved(problem, network)


@pytest.mark.slow
def test_les_miserables_is_proved_for_three_active_features():
    problem = of(LES_MISERABLES, 3)
    network = partitioned_channels(problem, neurons=254, design=Design.tight(3))
    assert network.widths == (77, 254, 246)
    assert is_proved(problem, network)


def test_the_reading_code_does_not_depend_on_the_problem():
    same = [of(nx.cycle_graph(12)), of(nx.star_graph(12)), of(nx.complete_bipartite_graph(3, 4))]
    codes = {str(partitioned_channels(p, neurons=120).output_code.recipe()) for p in same}
    assert len(codes) == 1


@pytest.mark.slow
def test_networks_are_built_as_documented():
    problem = of(KARATE)
    tight = Design(channel=6, weight=4)
    network = partitioned_channels(problem, neurons=66, seed=3, design=tight)
    assert network.neurons <= 66
    assert isinstance(network.input_code, IdentityCode)
    assert isinstance(network.output_code, ReedSolomonCode)
    assert network.construction["name"] == "partitioned_channels"
    assert network == partitioned_channels(problem, neurons=66, seed=3, design=tight)
    assert network != partitioned_channels(problem, neurons=66, seed=4, design=tight)


def test_the_thresholds_of_the_split_are_arguments():
    problem = of(KARATE)
    all_light = partitioned_channels(problem, neurons=300, light=100, heavy=100)
    assert [facts.regime for facts in regimes(problem, all_light)] == ["LL"]
    by_default = regimes(problem, partitioned_channels(problem, neurons=300))
    assert [facts.regime for facts in by_default] == ["LH", "HH", "VH"]


def test_the_facts_of_the_regimes_add_up():
    problem = of(KARATE)
    network = partitioned_channels(problem, neurons=300)
    facts = regimes(problem, network)
    assert sum(f.outputs for f in facts) == problem.outputs
    assert sum(f.neurons for f in facts) == network.widths[1]
    assert all(0 <= f.mean_spurious <= f.most_spurious for f in facts)


def test_networks_without_regimes_are_measured_in_their_public_channels_or_refused():
    problem = of(KARATE)
    facts = regimes(problem, naive(problem))
    assert {f.technique for f in facts} == {"one neuron an output"}
    assert all(f.most_spurious == 0 for f in facts)
    other = partitioned_channels(problem, neurons=300)
    anonymous = Network(
        [(layer.weights, layer.bias) for layer in other.layers], other.input_code, other.output_code, other.threshold
    )
    with pytest.raises(ConstructionError, match="not 'a network without a note' with 2 layers"):
        regimes(problem, anonymous)


def test_requests_beyond_a_rule_are_refused_with_the_rule():
    problem = of(KARATE)
    with pytest.raises(
        ConstructionError,
        match="partitioned_channels needs at least 78 neurons, for a public output code of 78 words, not 60",
    ):
        partitioned_channels(problem, neurons=60)
    with pytest.raises(ConstructionError, match="needs a sparsity of at least 2"):
        input_channels(of(KARATE, 1), neurons=300)
    with pytest.raises(ValueError, match="noise_percent must be at most 99, not 100"):
        Design(noise_percent=100)


REQUESTS = [
    (graph, name, design)
    for graph in (nx.path_graph(2), nx.path_graph(64), KARATE, LES_MISERABLES, nx.star_graph(40))
    for name, design in (*((name, None) for name in TWO_LAYERS), ("partitioned-channels", Design.tight(2)))
    if len(graph) > 2 or name != "partitioned-channels"  # One neuron is enough for one gate.
]


@pytest.mark.parametrize(("graph", "name", "design"), REQUESTS)
def test_the_first_refusal_names_a_number_of_neurons_that_does_and_one_less_does_not(graph, name, design, monkeypatch):
    monkeypatch.setattr("constructions.regimes.fitting.ROUNDS", 1)
    problem, build = of(graph), TWO_LAYERS[name]
    with pytest.raises(ConstructionError, match="needs at least") as raised:
        build(problem, neurons=1, design=design)
    least = least_of(raised)
    assert build(problem, neurons=least, design=design).neurons <= least
    with pytest.raises(ConstructionError, match=f"needs at least {least} neurons, for .*, not {least - 1}$"):
        build(problem, neurons=least - 1, design=design)


def test_superposed_inputs_need_as_many_words_as_there_are_features():
    problem = TwoAnd(2**21, 2, ((0, 1),))
    with pytest.raises(
        ConstructionError, match="at least 21 neurons, for different words for 2097152 features, not 20"
    ):
        output_channels(problem, neurons=20)


@pytest.mark.parametrize(("light", "complaint"), [(2.5, "2.5"), (True, "True"), ("a", "'a'")])
def test_thresholds_that_are_no_integers_are_refused(light, complaint):
    problem = of(KARATE)
    with pytest.raises(TypeError, match=f"light must be an integer, not {complaint}"):
        partitioned_channels(problem, neurons=300, light=light)
    with pytest.raises(TypeError, match=f"light must be an integer, not {complaint}"):
        regimes(problem, naive(problem), light=light)


def test_numbers_of_numpy_are_numbers():
    problem = TwoAnd(3, 2, ((0, 1), (1, 2)))
    assert output_channels(problem, neurons=np.int64(80), seed=np.int64(3)) == output_channels(
        problem, neurons=80, seed=3
    )


@pytest.mark.parametrize("build", TWO_LAYERS.values())
def test_a_design_that_is_none_is_refused(build):
    with pytest.raises(TypeError, match="design must be a Design, not 3"):
        build(TwoAnd(3, 2, ((0, 1), (1, 2))), neurons=80, design=3)


def test_networks_of_one_layer_are_split_by_the_thresholds_asked_for():
    problem = of(KARATE)
    assert [facts.regime for facts in regimes(problem, naive(problem))] == ["LH", "HH", "VH"]
    assert [facts.regime for facts in regimes(problem, naive(problem), light=100, heavy=100)] == ["LL"]
    by_light = regimes(problem, naive(problem), light=3)
    assert [(facts.regime, facts.outputs) for facts in by_light] == [
        (name, len(outputs)) for name, outputs in split(problem, Thresholds(3, 8)).items()
    ]
    with pytest.raises(ConstructionError, match="takes light and heavy for networks of one layer only, not 3 and None"):
        regimes(problem, partitioned_channels(problem, neurons=300), light=3)


def below(most):
    return replace(CONSTRUCTIONS["output-channels"], sizes=partial(two_layer_sizes, most=most))


def test_a_search_proves_what_it_finds_and_says_when_it_finds_nothing():
    problem = regular(64)
    found = search(problem, below(160), 0, 25.0, Deadline(None), Listener())
    assert is_proved(problem, found.network)
    assert found.tried[-1].construction == "output-channels"
    with pytest.raises(NotFoundError, match=r"one a gate .64. was proved: output-channels, 39 neurons, seed 0: not"):
        search(problem, below(40), 0, 25.0, Deadline(None), Listener())


@pytest.mark.slow
def test_four_hubs_of_256_leaves_train_on_200_neurons_from_least_squares():
    problem = of(nx.disjoint_union_all([nx.star_graph(256)] * 4))
    network = optimised_channels(problem, neurons=200)
    assert isinstance(prove(problem, network, prover="branch"), Proved)


@pytest.mark.slow
def test_stars_are_proved_in_the_rows_of_their_heavy_inputs_and_in_dedicated_blocks():
    stars = of(nx.disjoint_union_all([nx.star_graph(32)] * 32))
    assert is_proved(stars, mixed_channels(stars, neurons=800))
    hubs = of(nx.disjoint_union_all([nx.star_graph(256)] * 4))
    network = partitioned_channels(hubs, neurons=640)
    assert [facts.regime for facts in regimes(hubs, network)] == ["VH"]
    assert is_proved(hubs, network)
