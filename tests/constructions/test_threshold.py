"""Where the threshold of a closed form is put."""

import pytest

from constructions import block_scanner, naive, structured_channels, threshold
from constructions.block_scanner import BlockScanner
from verify import TwoAnd, random_gates
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
    monkeypatch.setattr(block_scanner, "BLOCK", 7)
    assert structured_channels(problem, neurons=800).digest == whole.digest


def test_codes_that_have_no_fast_transform_need_another_way():
    problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    assert BlockScanner.of(problem, naive(problem)) is None
