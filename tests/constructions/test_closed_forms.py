"""naive, random_channels, structured_channels: right on small graphs, and exact where they are said to be."""

import pytest

from constructions import ConstructionError, naive, random_channels, structured_channels
from constructions.threshold import with_separating_threshold
from tests.constructions.problems import KARATE, LES_MISERABLES, SMALL, is_proved, of, regular
from verify import HadamardCode, IdentityCode, Permutation, ReedSolomonCode, TwoAnd


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
    least = int(str(raised.value).split("at least ")[1].split()[0])
    assert structured_channels(problem, neurons=least).neurons == least
    with pytest.raises(ConstructionError):
        structured_channels(problem, neurons=least - 1)


def test_too_few_neurons_for_random_channels_name_the_smallest_number_that_would_do():
    with pytest.raises(ConstructionError, match="random_channels needs at least 8 neurons for channels of 8, not 7"):
        random_channels(regular(64), neurons=7, weight=8)
    assert random_channels(regular(64), neurons=8, weight=8).neurons == 8


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
