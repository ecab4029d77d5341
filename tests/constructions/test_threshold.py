"""Where the threshold of a closed form is put."""

import numpy as np
import pytest

from constructions import gate_channels, naive, random_channels, structured_channels, threshold, word_scores
from constructions.threshold import BlockScanner
from verify import IdentityCode, Network, RandomSignCode, TwoAnd, random_gates, scores
from verify.provers.enumeration import prove_by_enumeration


@pytest.mark.parametrize("seed", [0, 1])
def test_at_sparsity_two_the_threshold_of_ands_is_their_smallest_true_score(seed):
    problem = TwoAnd.random_regular(64, 2, sparsity=2, seed=seed)
    network = structured_channels(problem, neurons=240, seed=seed)
    verdict = prove_by_enumeration(problem, network)
    assert verdict.certificate.margin.smallest_true == network.threshold


def test_with_more_features_active_it_lies_between_the_scores():
    problem = TwoAnd.random_regular(32, 2, sparsity=3, seed=0)
    network = structured_channels(problem, neurons=400)
    margin = prove_by_enumeration(problem, network).certificate.margin
    assert margin.largest_false < network.threshold <= margin.smallest_true


GATES = {
    "and": (("and",), (2,), 2),
    "3-and": (("and",), (3,), 3),
    "and, or, xor, andnot": (("and", "or", "xor", "andnot"), (2,), 2),
    "and, three active": (("and",), (2,), 3),
}


@pytest.mark.parametrize("name", GATES)
def test_looking_at_a_few_neurons_at_a_time_finds_the_same_threshold(name, monkeypatch):
    kinds, fan_in, sparsity = GATES[name]
    problem = random_gates(64, 64, kinds=kinds, fan_in=fan_in, sparsity=sparsity, seed=0)
    whole = structured_channels(problem, neurons=800)
    monkeypatch.setattr(threshold, "LARGE", 1)
    monkeypatch.setattr(threshold, "BLOCK", 7)
    assert structured_channels(problem, neurons=800).digest == whole.digest


def test_random_signs_get_the_same_threshold_word_by_word(monkeypatch):
    problem = TwoAnd.random_regular(64, 2, sparsity=2, seed=0)
    whole = random_channels(problem, neurons=400)
    monkeypatch.setattr(threshold, "LARGE", 1)
    monkeypatch.setattr(word_scores, "COLUMNS", 7)
    monkeypatch.setattr(gate_channels, "WORD_ROWS", 9)
    again = random_channels(problem, neurons=400)
    assert again.digest == whole.digest
    assert again.threshold == prove_by_enumeration(problem, again).certificate.margin.smallest_true


def test_scores_word_by_word_are_exact_beyond_32_bits():
    code, inputs = RandomSignCode(5, 6, seed=1), np.array([[0, 3], [2, 5], [1, 4]])
    for scale in (1, 2**20, 2**45):
        weights = scale * np.arange(-7, 8).reshape(3, 5)
        network = Network([(weights, [scale, -scale, 3])], code, IdentityCode(3), threshold=1)
        expected = min(int(scores(network, active.tolist())[i]) for i, active in enumerate(inputs))
        assert word_scores.smallest_true_score(network, IdentityCode(3), inputs) == expected


def test_codes_that_have_no_fast_transform_need_another_way():
    problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    assert BlockScanner.of(problem, naive(problem)) is None
