"""Where the threshold of a closed form is put."""

import pytest

from constructions import structured_channels
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
