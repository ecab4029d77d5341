"""--neurons auto: proved, small, and said what was tried."""

import pytest

from constructions import CONSTRUCTIONS, ConstructionError, NotFoundError, smallest_proved, two_and_network
from constructions.circuits import copy_chain
from constructions.optimised_channels import predicted_seconds
from tests.constructions.problems import KARATE, LES_MISERABLES, SMALL, is_proved, of, regular
from verify import Permutation, TwoAnd, Valid, check


@pytest.mark.parametrize("name", ["edge", "path", "complete", "two triangles and a loner"])
def test_small_graphs_never_take_more_than_one_neuron_a_gate(name):
    problem = of(SMALL[name])
    result = smallest_proved(problem, effort=0.5)
    assert is_proved(problem, result.network)
    assert result.network.neurons <= max(problem.inputs, problem.outputs)


@pytest.mark.parametrize(("graph", "largest"), [(KARATE, 43), (LES_MISERABLES, 87)])
def test_real_graphs_take_a_third_of_a_neuron_a_gate_and_less_where_time_allows(graph, largest):
    problem = of(graph)
    result = smallest_proved(problem, effort=1.0)
    assert result.network.neurons <= largest
    assert is_proved(problem, result.network)
    assert isinstance(check(problem, result.network, result.certificate), Valid)


def test_the_search_says_what_it_tried_and_the_smallest_proved_is_the_answer():
    seen = []
    result = smallest_proved(regular(64), seed=3, effort=1.0, report=seen.append)
    assert tuple(seen) == result.tried
    proved = [attempt for attempt in seen if attempt.found]
    assert min(attempt.neurons for attempt in proved) == result.network.neurons
    assert {attempt.construction for attempt in seen} == {"optimised-channels"}
    assert {attempt.seed for attempt in seen} <= {3, 4, 5}
    assert len({(attempt.neurons, attempt.seed) for attempt in seen}) == len(seen)


def test_the_last_seed_is_followed_by_the_first():
    result = smallest_proved(of(KARATE), seed=2**63 - 1, effort=1.0)
    assert {attempt.seed for attempt in result.tried} <= {2**63 - 1, 0, 1}


def test_two_searches_agree():
    first, second = (smallest_proved(of(KARATE), effort=0.5) for _ in range(2))
    assert first.network == second.network
    assert [str(a).split(" (")[0] for a in first.tried] == [str(a).split(" (")[0] for a in second.tried]


def test_without_an_allowance_closed_forms_are_grown():
    result = smallest_proved(regular(256), effort=0.01)
    assert {attempt.construction for attempt in result.tried} == {"structured-channels"}
    assert result.network.neurons <= 220
    assert [attempt.found for attempt in result.tried].index(True) == len(result.tried) - 1


def test_sparsity_one_is_one_neuron_a_gate():
    problem = TwoAnd(4, 1, ((0, 1), (2, 3)))
    assert smallest_proved(problem).network.construction["name"] == "naive"


def test_a_construction_that_never_succeeds_says_all_it_tried():
    with pytest.raises(
        ConstructionError, match=r"fewer neurons than one a gate .78. was proved: structured-channels, 73 "
    ):
        smallest_proved(of(KARATE), construction="structured-channels")


def test_an_unknown_construction():
    with pytest.raises(ValueError, match=r"construction must be one of auto, .*, not 'magic'"):
        smallest_proved(regular(32), construction="magic")


def test_prediction_grows_with_every_size():
    base = predicted_seconds(regular(256), 100)
    assert base < predicted_seconds(regular(256), 200)
    assert base < predicted_seconds(regular(512), 100)
    assert base < predicted_seconds(regular(256, 3), 100)


def test_a_number_of_neurons_is_kept_and_never_exceeded():
    problem = regular(64)
    assert two_and_network(problem, neurons=44).neurons == 44
    assert two_and_network(problem, neurons=1000).neurons == 64


@pytest.mark.parametrize("neurons", [0, -3])
def test_numbers_of_neurons_start_at_one(neurons):
    with pytest.raises(ValueError, match="neurons must be at least 1"):
        two_and_network(regular(64), neurons=neurons)


@pytest.mark.parametrize("neurons", ["many", 3.0, True])
def test_neurons_are_a_number_or_auto(neurons):
    with pytest.raises(TypeError, match="neurons must be an integer"):
        two_and_network(regular(64), neurons=neurons)


def test_instances_too_large_to_train_get_the_closed_form(monkeypatch):
    monkeypatch.setattr("constructions.auto.EFFORT", 1e-6)
    assert two_and_network(regular(64), neurons=60).construction["name"] == "structured_channels"


PROBLEMS = (of(SMALL["petersen"]), Permutation.random(64, sparsity=2, seed=0), copy_chain(15, 2))


@pytest.mark.parametrize("name", CONSTRUCTIONS)
def test_every_construction_is_called_the_same_way(name):
    problem = next(problem for problem in PROBLEMS if CONSTRUCTIONS[name].takes(problem))
    network = CONSTRUCTIONS[name](problem, neurons=64, seed=1)
    assert network.outputs == problem.outputs
    assert network.neurons <= 64
    assert CONSTRUCTIONS[name].name == name


@pytest.mark.parametrize(
    ("name", "problem"),
    [("naive", of(KARATE)), ("optimised-channels", of(KARATE)), ("structured-channels", regular(256))],
)
def test_constructions_find_their_own_number_of_neurons(name, problem):
    network = smallest_proved(problem, construction=name).network
    assert network.neurons <= problem.outputs
    assert is_proved(problem, network)


def test_naive_cannot_do_with_less_than_one_neuron_a_gate():
    with pytest.raises(ConstructionError, match=r"naive needs at least 15 neurons, .* not 14"):
        CONSTRUCTIONS["naive"](of(SMALL["petersen"]), neurons=14)


def test_a_closed_form_that_begins_beyond_one_neuron_a_gate_says_that_none_was_tried():
    problem = TwoAnd.random_regular(32, 2, sparsity=2, seed=0)
    with pytest.raises(NotFoundError, match=r"one a gate \(32\) was proved: structured-channels .* none was tried"):
        smallest_proved(problem, construction="structured-channels")


def test_training_for_gates_that_are_never_active_is_refused_at_once():
    with pytest.raises(ConstructionError, match="optimised_channels needs a sparsity of at least 2"):
        smallest_proved(TwoAnd(inputs=3, sparsity=1, pairs=((0, 1), (1, 2))), construction="optimised-channels")
