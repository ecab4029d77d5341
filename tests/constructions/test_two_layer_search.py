"""Two fitted layers: tried where training fails on graphs that are all hubs, proved, and said so."""

from dataclasses import replace

import networkx as nx
import pytest

from constructions import CONSTRUCTIONS, NotFoundError, smallest_proved, two_and_network
from constructions.attempts import Listener
from constructions.auto import two_layers_with
from constructions.optimised_channels import OPTIMISED, optimised_channels
from constructions.regimes import all_hubs, filled_channels
from constructions.regimes.filled import FILLED, first_neurons, predicted_fit_seconds
from constructions.search import Ladder
from constructions.search_state import Search
from tests.constructions.problems import KARATE, LES_MISERABLES, SMALL, is_proved, of, regular
from verify import Valid, check, gate_problem
from verify.progress import Deadline

K20 = of(nx.complete_graph(20))
ONE_FIT = 0.3
"""An allowance for one fit of K20."""


@pytest.fixture
def no_training(monkeypatch):
    """Training finds nothing, at once."""

    def fail(problem, *, neurons, **options):
        raise NotFoundError(f"optimised_channels found no exact network with {neurons} neurons")

    hopeless = replace(OPTIMISED, build=fail)
    monkeypatch.setattr("constructions.auto.OPTIMISED", hopeless)
    monkeypatch.setattr("constructions.registry.CONSTRUCTIONS", {**CONSTRUCTIONS, OPTIMISED.name: hopeless})


@pytest.mark.parametrize(
    "problem",
    [
        of(KARATE), of(LES_MISERABLES), regular(256), of(nx.star_graph(1024)), of(SMALL["complete"]),
        of(nx.complete_graph(20), 3), gate_problem(3, 2, [("xor", 0, 1), ("andnot", 1, 2)]),
    ],
)  # fmt: skip
def test_two_layers_are_never_tried_on_graphs_with_light_inputs_three_active_features_or_other_gates(problem):
    assert first_neurons(problem) is None
    assert two_layers_with(problem, 10**6, 0, 25.0) is None


def test_complete_and_complete_bipartite_graphs_are_all_hubs_and_stars_are_not():
    assert all_hubs(K20)
    assert all_hubs(of(nx.complete_bipartite_graph(8, 8)))
    assert not all_hubs(of(nx.star_graph(30)))


def test_where_training_fails_on_the_way_up_two_layers_are_tried_and_what_they_prove_is_the_answer(no_training):
    result = smallest_proved(K20, effort=ONE_FIT)
    names = [attempt.construction for attempt in result.tried]
    trained = [attempt for attempt in result.tried if attempt.construction == "optimised-channels"]
    assert {attempt.neurons <= first_neurons(K20) for attempt in trained} == {True}
    assert names == ["optimised-channels"] * len(trained) + ["partitioned-channels"] * (len(names) - len(trained))
    proved = [attempt.neurons for attempt in result.tried if attempt.found]
    assert result.network.neurons == min(proved) < K20.outputs
    assert len(result.network.layers) == 2
    assert is_proved(K20, result.network)
    assert isinstance(check(K20, result.network, result.certificate), Valid)


def test_where_training_is_beyond_the_allowance_two_layers_come_first(monkeypatch):
    monkeypatch.setattr("constructions.auto.SUCCESSFUL_SHARE", 10.0**6)
    result = smallest_proved(K20, effort=ONE_FIT)
    names = [attempt.construction for attempt in result.tried]
    assert names == ["naive"] + ["partitioned-channels"] * (
        len(names) - 1
    )  # Of a long search what is sure comes first.
    assert is_proved(K20, result.network)


def test_a_search_for_trained_networks_only_tries_no_two_layers(no_training):
    with pytest.raises(NotFoundError) as error:
        smallest_proved(K20, construction="optimised-channels", effort=ONE_FIT)
    assert "partitioned-channels" not in str(error.value)


def test_without_an_allowance_no_two_layers_are_tried():
    told = []
    found = Search(K20, 0, 0.01, Deadline(None), Listener(tell=told.append))
    assert not Ladder(found, FILLED).climb()
    assert found.tried == []
    assert "predicted to take" in told[-1]
    assert "--effort" in told[-1]


def test_where_training_succeeds_nothing_else_is_tried():
    result = smallest_proved(K20, effort=1.0)
    assert {attempt.construction for attempt in result.tried} == {"optimised-channels"}


def test_a_number_of_neurons_that_training_fails_on_is_met_by_two_layers_that_are_proved(no_training):
    network = two_and_network(K20, neurons=110)
    assert network.widths == (20, 105, 92)
    assert is_proved(K20, network)


@pytest.mark.parametrize("neurons", [30, pytest.param(75, marks=pytest.mark.slow)])
def test_where_two_layers_do_not_help_the_reason_of_training_stands(no_training, neurons):
    with pytest.raises(NotFoundError, match=f"optimised_channels found no exact network with {neurons} neurons"):
        two_and_network(K20, neurons=neurons)


def test_a_number_of_neurons_is_still_met_by_training_first():
    network = two_and_network(K20, neurons=110)
    assert network == optimised_channels(K20, neurons=110)


def test_prediction_of_fits_grows_with_every_size():
    base = predicted_fit_seconds(K20, 100)
    assert base < predicted_fit_seconds(K20, 120)
    assert base < predicted_fit_seconds(of(nx.complete_graph(24)), 100)


def test_the_registry_fills_the_layer_where_all_inputs_are_hubs():
    network = CONSTRUCTIONS["partitioned-channels"](K20, neurons=110)
    assert network == filled_channels(K20, neurons=110)
    assert is_proved(K20, network)


@pytest.mark.slow
def test_the_search_among_partitioned_channels_takes_those_that_fill_the_layer_too():
    result = smallest_proved(K20, construction="partitioned-channels")
    assert is_proved(K20, result.network)
    assert result.network.neurons < 120


@pytest.mark.slow
@pytest.mark.slow
def test_all_4950_pairs_of_100_inputs_are_proved_with_less_than_a_tenth_of_a_neuron_each():
    problem = of(nx.complete_graph(100))
    network = two_layers_with(problem, first_neurons(problem), 0, 100.0)
    assert network is not None
    assert network.widths == (100, 441, 452)
    assert is_proved(problem, network)
