"""Networks of floats and the program that is proved in Coq: what it calls valid is true, digests are Python's."""

from dataclasses import replace

import numpy as np
import pytest

from tests.verify.proved import fuzz_floats
from verify import Circuit, FloatNetwork, Invalid, Margin, TwoAnd, Unknown, Valid, prove
from verify.errors import ProgramError
from verify.floats import precision_named
from verify.proved import check_proved, program
from verify.proved.check import TOO_NEAR
from verify.proved.program import Reply
from verify.proved.request import float_request
from verify.statement.digest import problem_digest

pytestmark = pytest.mark.usefixtures("certifier")
PAIR = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
EXACTLY = "every output is right on every admissible input in exact arithmetic over the stored float32 numbers"


def of_one_layer(weights, threshold, strict=True, precision="float32"):
    return FloatNetwork([([weights], [0.0], False)], [threshold], precision, strict)


def proof(problem, network, **options):
    return prove(problem, network, prover="enumerate", **options).certificate


@pytest.mark.parametrize("seed", range(3))
def test_no_mutation_that_is_wrong_is_valid(seed):
    found = fuzz_floats.run(24, seed)
    assert found["Valid"] >= 4
    assert found["unchanged: Valid"] >= 3


def test_both_claims_and_only_the_one_that_is_made():
    network = of_one_layer([1.125, 1.125], 1.5)
    certificate = proof(PAIR, network)
    assert check_proved(PAIR, network, certificate).claim == f"{EXACTLY}, and as executed in binary32"
    fewer = replace(certificate, evidence=dict(certificate.evidence) | {"claims": ["exact"]})
    assert check_proved(PAIR, network, fewer) == Valid(EXACTLY)


def test_right_exactly_and_wrong_on_a_machine():
    """1 + 2**-24 is above 1, and binary32 rounds it to 1."""
    network = of_one_layer([1.0, 2.0**-24], 1.0)
    certificate = proof(PAIR, network)
    assert check_proved(PAIR, network, certificate) == Valid(EXACTLY)
    forged = replace(certificate, evidence=dict(certificate.evidence) | {"claims": ["exact", "executed"]})
    assert isinstance(check_proved(PAIR, network, forged), Invalid)


def test_what_the_intervals_leave_open_is_unknown():
    """Exact to the last of 100 places, which integers of 61 bits do not have."""
    network = FloatNetwork([([[2.0**60, 2.0**-60]], [-(2.0**60)], False)], [0.0], "float64", True)
    certificate = proof(PAIR, network, claim="exact")
    assert check_proved(PAIR, network, certificate) == Unknown(TOO_NEAR)


@pytest.mark.parametrize("step", [1, 2**40])
def test_a_margin_that_says_more_is_not_valid(step):
    network = of_one_layer([1.0, 1.0], 1.5)
    certificate = proof(PAIR, network)
    assert isinstance(check_proved(PAIR, network, certificate), Valid)
    margin = certificate.margin
    better = replace(certificate, margin=Margin(margin.smallest_true + step, margin.largest_false))
    assert isinstance(check_proved(PAIR, network, better), Invalid)
    weaker = replace(certificate, margin=Margin(margin.smallest_true - step, margin.largest_false + step))
    assert isinstance(check_proved(PAIR, network, weaker), Valid)


def test_a_circuit_of_two_levels():
    problem = Circuit.of(3, 2, [[("and", 0, 1), ("or", 1, 2)], [("and", 0, 1)]])
    first = ([[1, 1, 0], [0, 1, 1], [0, 1, 1]], [-1.0, 0.0, -1.0], True)
    second = ([[1, 1, -1]], [-1.0], True)
    network = FloatNetwork([first, second], [0.5])
    certificate = proof(problem, network)
    assert isinstance(check_proved(problem, network, certificate), Valid)


@pytest.mark.parametrize("precision", ["float16", "bfloat16", "float32", "float64"])
def test_digests_are_those_of_python(precision):
    """Of numbers of all kinds: subnormal ones, 0, the largest, both signs, and rectified neurons or not."""
    known = precision_named(precision)
    least, most = 2.0 ** (known.least - known.digits + 1), 2.0**known.most * (2 - 2.0 ** (1 - known.digits))
    weights = np.array([[least, -least, 0.0], [1.5, -0.0, -(2.0**known.least)]])
    network = FloatNetwork([(weights, [0.25, -3.0], np.array([True, False]))], [most, -0.5], precision, True)
    problem = TwoAnd(inputs=3, sparsity=1, pairs=((0, 1), (1, 2)))
    reply = program.ask(float_request(problem, network, executed=False))
    if reply.status == 0:
        assert reply.said["network"] == network.digest
    small = FloatNetwork([(weights, [0.0, 0.0], True)], [2.0, 2.0], precision)
    said = program.ask(float_request(problem, small, executed=False)).said
    assert (said["problem"], said["network"]) == (problem_digest(problem), small.digest)


def test_what_is_not_covered_is_said():
    network = of_one_layer([1.0, 1.0], 1.5)
    certificate = prove(PAIR, network, prover="enumerate").certificate
    answer = check_proved(PAIR, network, replace(certificate, prover="branch"))
    assert isinstance(answer, Unknown)
    assert "not of branch" in answer.reason
    huge = of_one_layer([2.0**60, 2.0**60], 2.0**60)
    answer = check_proved(PAIR, huge, proof(PAIR, huge))
    assert isinstance(answer, Valid | Unknown)


def test_the_answer_about_another_network_is_an_error(monkeypatch):
    network = of_one_layer([1.0, 1.0], 1.5)
    said = {"problem": problem_digest(PAIR), "network": "0" * 64}
    monkeypatch.setattr("verify.proved.check.ask", lambda _: Reply(0, said, ""))
    with pytest.raises(ProgramError, match="another network"):
        check_proved(PAIR, network, proof(PAIR, network))


def test_a_network_that_does_not_fit_is_an_error():
    network = of_one_layer([1.0, 1.0], 1.5)
    with pytest.raises(ValueError, match="features"):
        check_proved(TwoAnd(inputs=3, sparsity=2, pairs=((0, 1),)), network, proof(PAIR, network))
