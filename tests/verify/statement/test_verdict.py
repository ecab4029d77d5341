"""Verdicts are not truth values, and counterexamples are replayed before anyone sees them."""

import pytest

from tests.verify import networks as build
from tests.verify.cases import PATH
from verify import (
    Certificate,
    Invalid,
    Margin,
    Proved,
    Refuted,
    SpuriousCounterexampleError,
    Unknown,
    Valid,
    prove,
    replay,
)

BROKEN = build.changed(build.naive(PATH), 0, 2, -1, 0)


@pytest.mark.parametrize(
    "verdict",
    [Unknown("because"), Valid("claim"), Invalid("reason"), prove(PATH, BROKEN), prove(PATH, build.naive(PATH))],
    ids=lambda verdict: type(verdict).__name__,
)
def test_no_verdict_is_a_truth_value(verdict):
    with pytest.raises(TypeError, match="not a truth value"):
        bool(verdict)
    with pytest.raises(TypeError, match=type(verdict).__name__):
        assert verdict


def test_replay_confirms_a_wrong_output():
    found = replay(PATH, BROKEN, (3,), 2)
    assert (found.active, found.output, found.expected, found.score, found.threshold) == ((3,), 2, 0, 1, 1)
    assert str(found) == "with active features 3, output 2 reads 1 (score 1, threshold 1) where it must be 0"


def test_the_empty_input_is_named_none():
    assert "active features none" in str(replay(PATH, build.naive(PATH).with_threshold(0), (), 0))


@pytest.mark.parametrize(
    ("active", "output", "words"),
    [
        ((0,), 0, "is right on"),
        ((0, 1, 2), 2, "no admissible input at sparsity 2"),
        ((3, 3), 2, "no admissible input"),
        ((5,), 2, "outside 0..4"),
        ((-1,), 2, "outside 0..4"),
    ],
)
def test_spurious_counterexamples_raise(active, output, words):
    with pytest.raises(SpuriousCounterexampleError, match=words):
        replay(PATH, BROKEN, active, output)


def test_verdicts_are_matched_by_kind():
    match prove(PATH, build.naive(PATH)):
        case Proved(certificate):
            assert certificate.sparsity == 2
        case Refuted() | Unknown():
            pytest.fail("a right network was not proved")


@pytest.mark.parametrize(
    "certificate",
    [
        Certificate("p", "n", "enumerate", 2, 10**5000, Margin(1, 0), {}),
        Certificate("p", "n", "branch", 10**5000, 4, Margin(10**5000, None), {"unit": 64}),
        Certificate("p", "n", "branch", 2, 4, Margin(10**400, -(10**400)), {"unit": 64}),
        Certificate("p", "n", "branch", 2, 4, None, {"unit": True}),
    ],
)
def test_a_certificate_of_any_numbers_can_be_shown(certificate):
    assert repr(certificate).startswith("<Certificate by ")
    assert len(repr(certificate)) < 200
