"""naive, random_channels, structured_channels: right on small graphs, and exact where they are said to be."""

from math import comb

import pytest

from constructions import (
    ConstructionError,
    matched_permutation,
    naive,
    neural_permutation,
    optimised_channels,
    random_channels,
    reencoded_permutation,
    structured_channels,
)
from constructions.regimes import TWO_LAYERS, regimes
from constructions.threshold import with_separating_threshold
from tests.constructions.problems import KARATE, LES_MISERABLES, SMALL, is_proved, least_of, of, regular
from verify import Circuit, HadamardCode, IdentityCode, Permutation, ReedSolomonCode, TwoAnd, gate_problem


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("sparsity", [1, 2])
def test_naive_is_right_on_small_graphs(name, sparsity):
    problem = of(SMALL[name], sparsity)
    network = naive(problem)
    assert is_proved(problem, network)
    assert network.neurons == max(problem.inputs, problem.outputs)


@pytest.mark.parametrize("graph", [KARATE, LES_MISERABLES])
@pytest.mark.parametrize("sparsity", [2, 3])
def test_naive_is_right_on_real_graphs(graph, sparsity):
    problem = of(graph, sparsity)
    assert is_proved(problem, naive(problem))


def test_naive_carries_out_permutations():
    problem = Permutation((2, 0, 3, 1), sparsity=3)
    assert is_proved(problem, naive(problem))


@pytest.mark.parametrize("name", [name for name in SMALL if name != "complete"])
def test_random_channels_with_many_neurons_are_right_on_small_graphs(name):
    problem = of(SMALL[name])
    assert is_proved(problem, random_channels(problem, neurons=400, weight=4))


@pytest.mark.parametrize("name", SMALL)
def test_structured_channels_with_many_neurons_are_right_on_small_graphs(name):
    problem = of(SMALL[name])
    assert is_proved(problem, structured_channels(problem, neurons=128))


@pytest.mark.slow
def test_structured_channels_compute_1024_gates_with_448_neurons():
    problem = regular(1024)
    network = structured_channels(problem, neurons=448, seed=1)
    assert network.neurons <= 460
    assert is_proved(problem, network)


def test_structured_channels_need_half_the_neurons_of_random_ones():
    problem = regular(256)
    assert is_proved(problem, structured_channels(problem, neurons=200))
    assert not is_proved(problem, random_channels(problem, neurons=200))


def test_structured_channels_are_built_as_documented():
    problem = regular(64)
    network = structured_channels(problem, neurons=64, seed=3)
    assert isinstance(network.input_code, HadamardCode)
    assert isinstance(network.output_code, ReedSolomonCode)
    assert network.construction["name"] == "structured_channels"
    assert network.construction["seed"] == 3


def test_too_few_neurons_for_structured_channels_name_the_smallest_number_that_would_do():
    problem = regular(1024)
    with pytest.raises(ConstructionError, match=r"needs at least \d+ neurons for 1024 outputs") as raised:
        structured_channels(problem, neurons=40)
    least = least_of(raised)
    assert structured_channels(problem, neurons=least).neurons == least
    with pytest.raises(ConstructionError):
        structured_channels(problem, neurons=least - 1)


def test_too_few_neurons_for_random_channels_name_the_smallest_number_that_would_do():
    rule = "random_channels needs at least {} neurons for 64 different channels of {}, not {}"
    with pytest.raises(ConstructionError, match=rule.format(10, 7, 5)):
        random_channels(regular(64), neurons=5)
    for neurons in (7, 8, 10):
        with pytest.raises(ConstructionError, match=rule.format(11, 8, neurons)):
            random_channels(regular(64), neurons=neurons, weight=8)
    channels = random_channels(regular(64), neurons=11, weight=8).output_code
    assert channels.rows == 11
    assert comb(11, 8) >= 64 > comb(10, 8)


def test_random_signs_that_are_fewer_words_than_features_are_refused():
    problem = TwoAnd(200, 2, ((0, 1), (2, 3), (198, 199)))
    for build in (random_channels, structured_channels, optimised_channels):
        with pytest.raises(ConstructionError, match="needs at least 8 neurons for 200 different words, not 7"):
            build(problem, neurons=7, weight=2)
    assert random_channels(problem, neurons=8, weight=2).neurons == 8


def test_random_channels_refuse_gates_that_are_never_active_as_all_others_do():
    for build in (random_channels, structured_channels, optimised_channels):
        with pytest.raises(ConstructionError, match="needs a sparsity of at least 2, for a gate to be active at all"):
            build(of(KARATE, 1), neurons=40)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"neurons": 60, "weight": 0}, ValueError, "weight must be at least 1, not 0"),
        ({"neurons": 60, "weight": 2.5}, TypeError, r"weight must be an integer, not 2\.5"),
        ({"neurons": 60, "seed": -1}, ValueError, "seed must be at least 0, not -1"),
        ({"neurons": 60, "bias_percent": -1}, ValueError, "bias_percent must be at least 0, not -1"),
        ({"neurons": "60"}, TypeError, "neurons must be an integer, not '60'"),
        ({"neurons": 0}, ValueError, "neurons must be at least 1, not 0"),
    ],
)
@pytest.mark.parametrize("build", [random_channels, structured_channels])
def test_arguments_of_closed_forms_are_checked_by_name(build, arguments, error, message):
    with pytest.raises(error, match=message):
        build(regular(64), **arguments)


@pytest.mark.parametrize("weight", [1, 2, 3, 5])
def test_the_shortest_structured_channels_are_told_at_every_weight(weight):
    with pytest.raises(ConstructionError, match=f"for 64 outputs with channels of {weight}, not 8") as raised:
        structured_channels(regular(64), neurons=8, weight=weight)
    least = least_of(raised)
    assert structured_channels(regular(64), neurons=least, weight=weight).widths == (least, least)
    with pytest.raises(ConstructionError):
        structured_channels(regular(64), neurons=least - 1, weight=weight)


@pytest.mark.parametrize("build", [random_channels, *TWO_LAYERS.values(), regimes])
def test_what_is_made_for_2_and_says_so_of_other_problems(build):
    others = (Permutation((1, 0), 1), "permutation"), (gate_problem(3, 2, [("or", 0, 1)]), "gates")
    for problem, kind in others:
        last = {"network": naive(problem)} if build is regimes else {"neurons": 99}
        with pytest.raises(ConstructionError, match=f"takes 2-AND problems, not one of kind '{kind}'"):
            build(problem, **last)
    with pytest.raises(TypeError, match=r"takes 2-AND problems, not \[1, 2\]"):
        build([1, 2], **last)


@pytest.mark.parametrize("build", [naive, structured_channels, optimised_channels])
def test_what_is_made_for_one_level_of_gates_says_so_of_circuits(build):
    number = {} if build is naive else {"neurons": 40}
    with pytest.raises(ConstructionError, match="takes problems of one level of gates, not one of kind 'circuit'"):
        build(Circuit.of(3, 2, [[("or", 0, 1), ("copy", 2)], [("and", 0, 1)]]), **number)
    with pytest.raises(TypeError, match="takes problems of one level of gates, not 'karate-club'"):
        build("karate-club", **number)


@pytest.mark.parametrize("build", [matched_permutation, neural_permutation, reencoded_permutation])
def test_what_is_made_for_permutations_says_so_of_other_problems(build):
    with pytest.raises(ConstructionError, match="takes permutations, not one of kind 'gates'"):
        build(regular(64), neurons=40)


@pytest.mark.parametrize("build", [random_channels, structured_channels])
def test_the_same_seed_gives_the_same_network_and_another_seed_another(build):
    problem = regular(64)
    assert build(problem, neurons=70, seed=1) == build(problem, neurons=70, seed=1)
    assert build(problem, neurons=70, seed=1) != build(problem, neurons=70, seed=2)


def test_the_threshold_lies_between_the_scores():
    problem = TwoAnd(3, 2, ((0, 1), (1, 2)))
    network = naive(problem).with_threshold(77)
    assert with_separating_threshold(problem, network, seed=0).threshold == 1
    assert isinstance(network.input_code, IdentityCode)


def test_without_a_true_output_the_threshold_lies_above_all_scores():
    problem = TwoAnd(3, 1, ((0, 1), (1, 2)))
    assert with_separating_threshold(problem, naive(problem), seed=0).threshold == 1


def test_naive_refuses_to_fill_the_memory():
    pairs = tuple((j, j + 1) for j in range(99_999))
    with pytest.raises(ConstructionError, match=r"naive .* builds at most 8589934592, not 9999900000"):
        naive(TwoAnd(100_000, 2, pairs))
