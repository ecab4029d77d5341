"""Permutations: proved at several sizes, readable and re-encoded, and refused with the rule."""

import numpy as np
import pytest

from bounds import class_of, lower_bound
from bounds.audit import parameter_bits
from constructions import (
    ConstructionError,
    NotFoundError,
    matched_permutation,
    neural_permutation,
    permutation_link,
    reencoded_permutation,
    smallest_proved,
)
from tests.constructions.problems import least_of
from verify import Permutation, Problem, Proved, Refuted, Valid, activations, check, prove
from verify.codes.base import expand


def permutation(size: int, sparsity: int = 2, seed: int = 0) -> Problem:
    return Permutation.random(size, sparsity=sparsity, seed=seed)


def is_proved(problem: Problem, network, prover: str = "enumerate") -> bool:
    return isinstance(prove(problem, network, prover=prover), Proved)


LARGE = pytest.param(256, 3, 136, marks=pytest.mark.slow)
READABLE = [(64, 1, 24), (64, 2, 40), (64, 3, 52), (256, 2, 98), LARGE]


@pytest.mark.parametrize(("size", "sparsity", "neurons"), READABLE)
def test_readable_permutations_in_superposition_are_proved_by_both_provers(size, sparsity, neurons):
    problem = permutation(size, sparsity)
    network = neural_permutation(problem, neurons=neurons)
    assert network.widths == (neurons, neurons)
    assert neurons < size
    assert is_proved(problem, network, "branch")
    if size == 64 or sparsity == 2:
        verdict = prove(problem, network, prover="enumerate")
        assert isinstance(verdict, Proved)
        assert isinstance(check(problem, network, verdict.certificate), Valid)


@pytest.mark.slow
def test_the_permutation_of_1024_features_is_proved_with_fewer_than_430_neurons():
    problem = permutation(1024)
    network = neural_permutation(problem, neurons=260)
    assert network.neurons == 260
    assert is_proved(problem, network, "branch")


@pytest.mark.slow
@pytest.mark.parametrize(("build", "neurons"), [(neural_permutation, 236), (reencoded_permutation, 300)])
def test_permutations_of_1024_features_are_proved_near_the_least_n(build, neurons):
    problem = permutation(1024)
    network = build(problem, neurons=neurons)
    assert network.neurons == neurons
    assert is_proved(problem, network)


def test_other_permutations_have_other_weights_between_the_same_public_codes():
    first, second = (neural_permutation(permutation(64, seed=seed), neurons=40) for seed in (0, 1))
    assert first.input_code == second.input_code
    assert first.output_code == second.output_code
    assert not np.array_equal(first.layers[0].weights, second.layers[0].weights)
    assert isinstance(prove(permutation(64, seed=1), first), Refuted)


def test_no_neuron_is_cut_off_on_an_admissible_input():
    problem = permutation(64)
    network = neural_permutation(problem, neurons=40)
    rng = np.random.default_rng(0)
    weights, words = network.layers[0].weights.astype(np.int64), expand(network.input_code).astype(np.int64)
    for active in rng.integers(0, 64, (200, 2)):
        features = sorted(set(active.tolist()))
        assert (weights @ words[:, features].sum(axis=1) + network.layers[0].bias >= 0).all()


@pytest.mark.parametrize(("size", "sparsity", "neurons"), [(64, 1, 32), (64, 2, 52), (256, 2, 143), (256, 1, 64)])
def test_a_reencoded_permutation_holds_exactly_the_union_of_the_public_words(size, sparsity, neurons):
    problem = permutation(size, sparsity)
    network = reencoded_permutation(problem, neurons=neurons)
    assert network.neurons <= neurons < size
    assert is_proved(problem, network)
    words = expand(network.output_code)
    rng = np.random.default_rng(0)
    for active in [[], *rng.integers(0, size, (300, sparsity)).tolist()]:
        held = activations(network, set(active))[-1]
        images = [problem.images[j] for j in set(active)]
        assert held.tolist() == words[:, images].max(axis=1, initial=0).tolist()


def test_impossible_requests_name_the_rule_and_the_smallest_value_that_would_do():
    problem = permutation(64)
    for neurons in (5, 8, 10):
        with pytest.raises(ConstructionError, match="needs at least 11 neurons for 64 different channels of 8, not"):
            neural_permutation(problem, neurons=neurons)
    with pytest.raises(ConstructionError, match="needs at least 33 neurons for words of 3, not 20"):
        reencoded_permutation(problem, neurons=20)
    for build in (neural_permutation, reencoded_permutation):
        with pytest.raises(ConstructionError, match="at most 4096 features, not 5000"):
            build(permutation(5000), neurons=1000)
    with pytest.raises(NotFoundError, match="35 is where they begin to exist"):
        neural_permutation(problem, neurons=20, steps=20)
    with pytest.raises(NotFoundError, match="no exact network with 36 neurons"):
        reencoded_permutation(problem, neurons=36, steps=20)


@pytest.mark.parametrize("build", [matched_permutation, neural_permutation, reencoded_permutation])
@pytest.mark.parametrize("size", [2, 4, 8, 14, 64])
def test_no_refusal_asks_for_more_neurons_than_there_are_features(build, size):
    problem = permutation(size, 1)
    with pytest.raises(ConstructionError, match="needs at least") as raised:
        build(problem, neurons=1)
    least = least_of(raised)
    assert least <= size
    try:
        assert build(problem, neurons=least, steps=10).neurons == least
    except TypeError:
        assert build(problem, neurons=least).neurons == least
    except NotFoundError:
        assert least < size
    if least > 1:
        with pytest.raises(ConstructionError, match=f"at least {least} neurons"):
            build(problem, neurons=least - 1)


def test_one_neuron_a_feature_is_taken_where_it_fits():
    for build in (neural_permutation, matched_permutation, reencoded_permutation):
        assert build(permutation(8), neurons=8).construction["name"] == "naive"


@pytest.mark.parametrize(("size", "sparsity", "neurons"), [(256, 2, 230), (1024, 2, 450), (1024, 3, 660)])
def test_the_closed_form_is_proved(size, sparsity, neurons):
    problem = permutation(size, sparsity)
    network = matched_permutation(problem, neurons=neurons, weight=12)
    assert network.neurons == neurons
    assert is_proved(problem, network, "branch")


def test_the_closed_form_with_too_few_neurons_is_refuted_and_with_even_fewer_refused():
    problem = permutation(256)
    assert isinstance(prove(problem, matched_permutation(problem, neurons=110)), Refuted)
    with pytest.raises(ConstructionError, match="needs at least 110 neurons for 256 outputs with channels of 10"):
        matched_permutation(problem, neurons=90)


@pytest.mark.parametrize("construction", ["auto", "matched-permutation", "reencoded-permutation", "naive"])
def test_the_search_ends_with_a_proved_network(construction):
    problem, told = permutation(64), []
    result = smallest_proved(problem, construction=construction, report=told.append)
    assert isinstance(check(problem, result.network, result.certificate), Valid)
    assert list(result.tried) == told
    assert told[-1].found
    assert (result.network.neurons < 64) == (construction in ("auto", "reencoded-permutation"))


def test_tiny_permutations_get_one_neuron_a_feature():
    assert smallest_proved(permutation(4)).network.neurons == 4


def test_another_construction_is_refused():
    with pytest.raises(ValueError, match=r"construction must be one of auto, naive, .*, not 'magic'"):
        smallest_proved(permutation(8), construction="magic")


@pytest.mark.slow
def test_parameters_respect_the_counting_bound():
    problem = permutation(256)
    for build, neurons in ((neural_permutation, 98), (reencoded_permutation, 143)):
        bits = parameter_bits(build(problem, neurons=neurons)).least
        assert lower_bound(class_of(problem)).respected_by(bits)


def test_looking_at_a_few_rows_at_a_time_makes_the_same_network(monkeypatch):
    problem = permutation(256)
    at_once = matched_permutation(problem, neurons=180)
    monkeypatch.setattr(permutation_link, "ENTRIES", 700)
    by_rows = matched_permutation(problem, neurons=180)
    assert by_rows.threshold == at_once.threshold
    assert np.array_equal(by_rows.layers[0].bias, at_once.layers[0].bias)
