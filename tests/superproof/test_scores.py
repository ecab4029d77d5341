from collections import Counter

import pytest

from constructions import naive, structured_channels
from superproof.reports import score_counts as module
from superproof.reports.score_counts import tally
from verify import BareCode, IdentityCode, Network, TwoAnd, scores
from verify.codes.base import expand
from verify.statement.inputs import sparse_blocks
from verify.statement.on_inputs import evaluate

PROBLEM = TwoAnd.random_regular(24, 3, sparsity=2, seed=5)


def by_definition(problem, network):
    true, false = Counter(), Counter()
    for block in sparse_blocks(problem, 100):
        for active in block.tolist():
            ones = set(evaluate(problem, active))
            for output, score in enumerate(scores(network, active).tolist()):
                (true if output in ones else false)[score] += 1
    return true, false


def bare(network):
    codes = (BareCode(expand(network.input_code)), BareCode(expand(network.output_code)))
    layers = [(layer.weights, layer.bias) for layer in network.layers]
    return Network(layers, *codes, threshold=network.threshold)


@pytest.mark.parametrize("factor", [1, 2**45])
@pytest.mark.parametrize("dense", [False, True])
def test_all_scores_are_those_of_the_plain_forward_pass(factor, dense):
    network = structured_channels(PROBLEM, neurons=66)
    layers = [(layer.weights.astype("int64") * factor, layer.bias.astype("int64") * factor) for layer in network.layers]
    network = Network(layers, network.input_code, network.output_code, threshold=network.threshold)
    found = tally(PROBLEM, bare(network) if dense else network)
    assert found.exhaustive
    assert (found.true, found.false) == by_definition(PROBLEM, network)


def test_two_layers_are_followed():
    first = naive(PROBLEM)
    identity = expand(IdentityCode(first.neurons))
    layers = [(layer.weights, layer.bias) for layer in first.layers]
    network = Network([*layers, (identity, identity[0] * 0)], first.input_code, first.output_code, threshold=1)
    found = tally(PROBLEM, network)
    assert (found.true, found.false) == by_definition(PROBLEM, network)


def test_some_scores_are_among_all_scores_and_hold_the_counterexample(monkeypatch):
    network = structured_channels(PROBLEM, neurons=66)
    everything = tally(PROBLEM, network)
    monkeypatch.setattr(module, "PAIRS", 100)
    monkeypatch.setattr(module, "BLOCK", 16)
    some = tally(PROBLEM, network)
    assert not some.exhaustive
    assert 0 < some.inputs <= 16
    assert set(some.true) <= set(everything.true)
    assert set(some.false) <= set(everything.false)
