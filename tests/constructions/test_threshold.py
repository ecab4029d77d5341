"""Where the threshold of a closed form is put."""

import numpy as np
import pytest

from constructions import naive, structured_channels, threshold
from verify import TwoAnd
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


def test_looking_at_a_few_neurons_at_a_time_finds_the_same_threshold(monkeypatch):
    problem = TwoAnd.random_regular(64, 2, sparsity=2, seed=0)
    whole = structured_channels(problem, neurons=240)
    monkeypatch.setattr(threshold, "LARGE", 1)
    monkeypatch.setattr(threshold, "BLOCK", 7)
    assert structured_channels(problem, neurons=240).digest == whole.digest


def test_codes_that_have_no_fast_transform_need_another_way():
    network = naive(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)))
    assert threshold.smallest_true_score(network, np.array([[0, 1]])) is None
