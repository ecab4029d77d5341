"""The program that is proved in Coq gives the Python checker's verdict, and prints the digests of the documents."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.certificates.test_certificates import folders, load
from tests.verify.proved import fuzz
from verify import (
    BareCode,
    ConstantWeightCode,
    HadamardCode,
    IdentityCode,
    Invalid,
    Network,
    RandomSignCode,
    ReedSolomonCode,
    TwoAnd,
    Unknown,
    Valid,
    gate_problem,
    prove,
)
from verify.errors import ProgramError
from verify.proved import COVERED, check_proved, program
from verify.proved.check import NOT_THESE_CONTRACTS
from verify.proved.program import Reply

pytestmark = pytest.mark.usefixtures("certifier")
BEYOND = {"branch_alone_threshold_that_wraps"}
"""Rejected by Python, and left open here: the threshold does not fit 63 bits."""
ONE_LAYER = ("enumerate", "branch")
ALL = [*folders("accepted"), *folders("rejected")]


@pytest.mark.parametrize("folder", ALL, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_the_verdict_is_that_of_the_python_checker(folder: Path):
    problem, network, certificate = load(folder)
    answer = check_proved(problem, network, certificate)
    if certificate.prover == "smt" and not isinstance(answer, Invalid):
        assert isinstance(answer, Unknown)
        assert certificate.prover in answer.reason
    else:
        right = Valid if folder.parent.name == "accepted" else Invalid
        assert isinstance(answer, Unknown if folder.name in BEYOND else right), answer


def test_contracts_that_python_takes_and_the_program_does_not_are_left_open(monkeypatch):
    triple = load(next(folder for folder in folders("accepted") if folder.name == "contracts_of_xor"))
    monkeypatch.setattr("verify.proved.check.ask", lambda _: Reply(3, {}, ""))
    assert check_proved(*triple) == Unknown(NOT_THESE_CONTRACTS)


def test_the_corpus_has_enough_that_is_covered():
    """So that the test above is one: proofs of both provers, with and without a margin."""
    covered = [load(folder)[2] for folder in folders("accepted")]
    covered = [certificate for certificate in covered if certificate.prover in COVERED]
    assert {certificate.prover for certificate in covered} == set(COVERED)
    assert {certificate.margin is None for certificate in covered} == {True, False}
    assert len(covered) >= 20


def code(draw, rows: int, columns: int):
    """Any code of these sizes or larger rows."""
    seed = draw(st.integers(0, 2**40))
    kind = draw(st.sampled_from(["identity", "hadamard", "constant-weight", "signs", "reed-solomon", "bare"]))
    if kind == "identity":
        return IdentityCode(columns)
    if kind == "hadamard":
        return HadamardCode(rows, columns, seed)
    if kind == "constant-weight":
        return ConstantWeightCode(rows, columns, draw(st.integers(1, rows)), seed)
    if kind == "signs":
        return RandomSignCode(rows, columns, seed)
    if kind == "reed-solomon":
        return ReedSolomonCode(5, draw(st.integers(2, 5)), 2, columns)
    row = st.lists(st.integers(-9, 9), min_size=columns, max_size=columns)
    return BareCode(np.array(draw(st.lists(row, min_size=rows, max_size=rows))))


@st.composite
def networks(draw, inputs: int, outputs: int):
    """One or two random layers between random codes."""
    a = code(draw, draw(st.integers(1, 6)), inputs)
    b = code(draw, draw(st.integers(1, 6)), outputs)
    widths = [a.rows, *([draw(st.integers(1, 4))] if draw(st.booleans()) else []), b.rows]
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    layers = [(rng.integers(-9, 10, size=(n, m)), rng.integers(-9, 10, size=n)) for m, n in pairwise(widths)]
    return Network(layers, a, b, threshold=0)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_codes_are_expanded_as_in_python(data):
    """An AND of more features than may be active is never 1: then the margin is the largest score of all inputs."""
    features = data.draw(st.integers(4, 9))
    problem = gate_problem(features, 2, [("and", *range(k, k + 3)) for k in range(features - 2)])
    network = data.draw(networks(features, problem.outputs)).with_threshold(2**40)
    certificate = prove(problem, network, prover="enumerate").certificate
    assert isinstance(check_proved(problem, network, certificate), Valid)


def test_branch_proofs_of_today_are_checked_too():
    problem = TwoAnd.random_regular(32, 3, sparsity=2, seed=0)
    from constructions import two_and_network

    network = two_and_network(problem, seed=0)
    for options in ({}, {"exact_margin": True}):
        certificate = prove(problem, network, prover="branch", **options).certificate
        assert isinstance(check_proved(problem, network, certificate), Valid)
        wrong = network.with_threshold(network.threshold + 10**6)
        assert isinstance(check_proved(problem, wrong, replace(certificate, network=wrong.digest)), Invalid)


def test_arrays_of_another_shape_are_invalid_and_no_crash():
    problem, network = TwoAnd(2, 2, ((0, 1),)), Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), 1)
    certificate = prove(problem, network, prover="branch").certificate
    table = dict.fromkeys(("branching", "counts", "features"), np.zeros((1, 2), dtype=np.int64))
    answer = check_proved(problem, network, replace(certificate, arrays=table))
    assert isinstance(answer, Invalid)
    assert "must be a list of signed integers" in answer.reason


@pytest.mark.parametrize("feature", [-1, 2])
def test_features_that_do_not_exist_are_invalid_and_stop_nothing(feature):
    """-1 ends a tree in the text that the program reads."""
    problem, network = TwoAnd(2, 2, ((0, 1),)), Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), 1)
    certificate = prove(problem, network, prover="branch").certificate
    arrays = {"branching": np.array([0]), "counts": np.array([1]), "features": np.array([feature])}
    answer = check_proved(problem, network, replace(certificate, arrays=arrays))
    assert isinstance(answer, Invalid)
    assert "features must be from 0 to 1" in answer.reason


@pytest.mark.parametrize("counts", [[-1, 1], [-1, 3], [0, 2]])
def test_counts_below_one_are_invalid_and_no_crash(counts):
    problem, network = TwoAnd(2, 2, ((0, 1),)), Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), 1)
    certificate = prove(problem, network, prover="branch").certificate
    features = np.zeros(sum(counts), dtype=np.int64)
    arrays = {"branching": np.array([0, 1]), "counts": np.array(counts), "features": features}
    answer = check_proved(problem, network, replace(certificate, arrays=arrays))
    assert isinstance(answer, Invalid)
    assert "counts must be at least 1" in answer.reason


@pytest.mark.parametrize("power", [15, 31, 40, 60])
def test_large_weights_are_exact(power):
    """Where sums leave 16 or 32 bits, and just below 62; right by the threshold, and wrong by one."""
    problem = gate_problem(3, 2, [("and", 0, 1), ("and", 1, 2)])
    rows = np.array([[1, 1, 0], [0, 1, 1]])
    for scale in (2**power - 1, 2**power, 2**power + 1):
        network = Network([(scale * rows, [-scale, -scale])], IdentityCode(3), IdentityCode(2), threshold=scale)
        for prover in ONE_LAYER if power < 60 else ("enumerate",):
            certificate = prove(problem, network, prover=prover).certificate
            assert isinstance(check_proved(problem, network, certificate), Valid)
            wrong = network.with_threshold(scale + 1)
            forged = replace(certificate, network=wrong.digest)
            assert isinstance(check_proved(problem, wrong, forged), Invalid)


EDGES = [sign * (2**power + step) for power in (15, 31, 62, 63, 64, 127) for step in (-1, 0, 1) for sign in (1, -1)]


@pytest.mark.parametrize("evidence", ["inputs", "trees 1 0 -1 -1"])
def test_weights_at_the_edges_of_machine_words_are_exact_or_left_open(evidence):
    """A network that copies one feature with weight w, asked about as text, since numpy has no larger w: only w > 0 is
    right, and whatever a wrong w is modulo 2**16, 2**32, 2**63 or 2**64, it is never claimed.
    """
    for weight in EDGES:
        text = f"gates 1 1 1 copy 1 0 identity 1 1 1 1 {weight} 1 0 identity 1 1 {evidence}"
        within = -(2**62) < weight < 2**62
        assert program.ask([text]).status == (4 if not within else 0 if weight > 0 else 3), weight


@pytest.mark.parametrize("evidence", ["inputs", "trees 1 0 1 -1 -1 1 -1 -1"])
def test_sums_that_would_wrap_to_the_right_sign_are_never_claimed(evidence):
    """w y0 + w y1 is positive for both features too, and 0 or negative modulo 2**16, ..., 2**64: no xor."""
    for weight in (2**15, 2**31, 2**61, 2**62 - 1, 2**62, 2**63):
        text = f"gates 2 2 1 xor 2 0 1 identity 2 1 1 2 {weight} {weight} 1 0 identity 1 1 {evidence}"
        assert program.ask([text]).status in (3, 4), weight


def test_sums_beyond_63_bits_are_left_open():
    """Two weights of 2**60 and a bias of 2**61: the score is 2**62 where both features are active."""
    problem = gate_problem(2, 2, [("or", 0, 1)])
    network = Network([([[2**60] * 2], [2**61])], IdentityCode(2), IdentityCode(1), threshold=2**61 + 1)
    answer = check_proved(problem, network, prove(problem, network, prover="enumerate").certificate)
    assert isinstance(answer, Unknown)
    assert "63 bits" in answer.reason


def test_mutated_documents_are_judged_as_they_compute(certifier):
    counts = fuzz.run(80, seed=0)
    assert counts["wrong"] > 10 < counts["right"], counts


@pytest.mark.slow
def test_many_mutated_documents_are_judged_as_they_compute(certifier):
    counts = fuzz.run(3_000, seed=1)
    assert counts["wrong"] > 300 < counts["right"], counts


def test_gates_that_count_are_covered():
    """Majority of three, and three of four: digests, trees by all their inputs, and the margin."""
    problem = gate_problem(4, 3, [("atleast-2", 0, 1, 2), ("atleast-3", 0, 1, 2, 3)])
    layer = ([[1, 1, 1, 0], [1, 1, 1, 1]], [-1, -2])
    network = Network([layer], IdentityCode(4), IdentityCode(2), threshold=1)
    for prover in ONE_LAYER:
        certificate = prove(problem, network, prover=prover).certificate
        assert isinstance(check_proved(problem, network, certificate), Valid)
        wrong = network.with_threshold(2)
        assert isinstance(check_proved(problem, wrong, replace(certificate, network=wrong.digest)), Invalid)


def test_seeds_beyond_63_bits_are_left_open():
    problem = gate_problem(4, 2, [("and", 0, 1, 2)])
    code = HadamardCode(2, 4, seed=2**63 - 1)
    network = Network([([[1, 1]], [0])], code, IdentityCode(1), threshold=100)
    answer = check_proved(problem, network, prove(problem, network, prover="enumerate").certificate)
    assert isinstance(answer, Unknown)
    assert "63 bits" in answer.reason


def test_digests_of_other_documents_are_no_verdict(monkeypatch):
    problem, network, certificate = load(folders("accepted")[0])
    monkeypatch.setattr("verify.proved.check.ask", lambda text: program.Reply(0, {"problem": "0", "network": "0"}, ""))
    with pytest.raises(ProgramError, match="another problem: 0"):
        check_proved(problem, network, certificate)
