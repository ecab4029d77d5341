"""Inputs that stand for all others, in the proved checker: the verdict and the margin are those of all inputs."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify import (
    BareCode,
    Circuit,
    IdentityCode,
    Invalid,
    Margin,
    Network,
    Problem,
    TwoAnd,
    Valid,
    check,
    gate_problem,
    prove,
)
from verify.proved import check_proved

pytestmark = pytest.mark.usefixtures("certifier")


@st.composite
def scattered(draw):
    """One AND that is never 1, and neurons with few weights: the margin is the largest score of all inputs."""
    features, sparsity = draw(st.integers(7, 10)), draw(st.integers(1, 4))
    problem = gate_problem(features, sparsity, [("and", *range(sparsity + 1))])
    neurons = draw(st.integers(1, 5))
    weights = np.zeros((neurons, features), dtype=np.int64)
    for row in weights:
        for j in draw(st.lists(st.integers(0, features - 1), max_size=3)):
            row[j] = draw(st.integers(-3, 3))
    bias = draw(st.lists(st.integers(-3, 1), min_size=neurons, max_size=neurons))
    reading = np.array([draw(st.lists(st.integers(-2, 2), min_size=neurons, max_size=neurons))]).T
    return problem, weights, bias, reading


@settings(max_examples=20, deadline=None)
@given(scattered())
def test_the_margin_is_that_of_all_inputs(drawn):
    problem, weights, bias, reading = drawn
    network = Network([(weights, bias)], IdentityCode(problem.features), BareCode(reading), threshold=2**20)
    certificate = prove(problem, network, prover="enumerate").certificate
    assert isinstance(check_proved(problem, network, certificate), Valid)
    false = certificate.margin.largest_false
    for wrong in (false - 1, false + 1):
        forged = replace(certificate, margin=Margin(None, wrong))
        assert isinstance(check_proved(problem, network, forged), Invalid)
    # One input at least reaches the margin, so that this threshold is wrong there.
    lower = network.with_threshold(false)
    assert isinstance(check_proved(problem, lower, replace(certificate, network=lower.digest)), Invalid)


def naive(problem: Problem) -> Network:
    weights = np.zeros((problem.outputs, problem.features), dtype=np.int64)
    for i, gate in enumerate(problem.levels[0]):
        weights[i, list(gate.inputs)] = 1
    layer = (weights, [-1] * problem.outputs)
    return Network([layer], IdentityCode(problem.features), IdentityCode(problem.outputs), threshold=1)


def test_ten_billion_inputs_are_decided_by_few():
    problem = TwoAnd(500, 4, tuple((3 * k, 3 * k + 1) for k in range(10)))
    network = naive(problem)
    certificate = prove(problem, network, prover="enumerate").certificate
    assert "stand for all others" in str(check(problem, network, certificate))
    assert isinstance(check_proved(problem, network, certificate), Valid)
    weights = network.layers[0].weights.astype(np.int64)
    weights[4, 400] = 1
    wrong = Network([(weights, network.layers[0].bias)], network.input_code, network.output_code, 1)
    assert isinstance(check_proved(problem, wrong, replace(certificate, network=wrong.digest)), Invalid)


def test_circuits_are_decided_by_few_inputs_too():
    """Two levels on 100 features; at sparsity 2 no more than two gates of the first level may be 1."""
    pairs = [("and", 2 * k, 2 * k + 1) for k in range(8)]
    problem = Circuit.of(100, 2, [pairs, [("or", k, k + 1) for k in range(0, 8, 2)]])
    rows = np.zeros((8, 100), dtype=np.int64)
    for k in range(8):
        rows[k, 2 * k : 2 * k + 2] = 1
    second = np.repeat(np.eye(4, dtype=np.int64), 2, axis=1)
    network = Network([(rows, [-1] * 8), (second, [0] * 4)], IdentityCode(100), IdentityCode(4), threshold=1)
    certificate = prove(problem, network, prover="enumerate").certificate
    assert isinstance(check_proved(problem, network, certificate), Valid)
    wrong = network.with_threshold(2)
    assert isinstance(check_proved(problem, wrong, replace(certificate, network=wrong.digest)), Invalid)
