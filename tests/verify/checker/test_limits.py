"""Time and memory: a check that cannot end says so before anything is expanded, and its promises hold."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from tests.verify import networks as build
from tests.verify.cases import PATH
from verify import (
    BareCode,
    Circuit,
    ConstantWeightCode,
    IdentityCode,
    Invalid,
    Margin,
    Network,
    RandomSignCode,
    ReedSolomonCode,
    TwoAnd,
    Unknown,
    Valid,
    check,
    gate_problem,
    prove,
)
from verify.checker.budget import Budget
from verify.checker.needs import need
from verify.checker.smt import ASSUMPTION
from verify.codes import expand
from verify.progress import Deadline
from verify.smtlib import Scripts
from verify.statement.certificate import Certificate
from verify.statement.digest import problem_digest

PROVERS = ("enumerate", "smt", "branch", "contracts")
EVIDENCE = {
    "enumerate": {"order": "colexicographic"},
    "smt": {"scripts": [""] * 2},
    "branch": {"attained": None},
    "contracts": {"codes": [], "contracts": []},
}


def claimed(problem, network, prover: str, covered: int = 1, margin: Margin | None = None) -> Certificate:
    """A certificate of the right form, made without looking at anything."""
    assumptions = (ASSUMPTION,) if prover == "smt" else ()
    digests = problem_digest(problem), network.digest
    return Certificate(*digests, prover, problem.sparsity, covered, margin, EVIDENCE[prover], assumptions)


def peak(work) -> tuple[object, int]:
    tracemalloc.start()
    try:
        return work(), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


SIGNS, ONES = RandomSignCode(1, 2**40, 0), np.ones((40, 60_000), np.int8)
HUGE = {
    "features": (TwoAnd(2**40, 2**40, ((0, 1),)), Network([([[1]], [0])], SIGNS, BareCode([[1]]), 1)),
    "identity": (
        TwoAnd(60_000, 2, ((0, 1),)),
        Network([(ONES, np.zeros(40, int))], IdentityCode(60_000), BareCode(np.ones((40, 1), int)), 1),
    ),
}


@pytest.mark.parametrize("prover", PROVERS)
@pytest.mark.parametrize("pair", HUGE.values(), ids=HUGE)
def test_what_does_not_fit_is_unknown_with_the_numbers_before_it_is_expanded(pair, prover):
    problem, network = pair
    answer, used = peak(lambda: check(problem, network, claimed(problem, network, prover), memory=2**26))
    assert isinstance(answer, Unknown)
    assert "may take 67108864 bytes of memory, but this check, of about" in answer.reason
    assert used < 2**25


def wide(kind: str, size: int):
    problem = gate_problem(size, size, [(kind, *range(size))])
    row = np.ones((1, size), np.int8)
    return problem, Network([(row, [0 if kind == "or" else 1 - size])], IdentityCode(size), IdentityCode(1), 1)


@pytest.mark.parametrize("kind", ["and", "or"])
def test_wide_gates_take_memory_and_looks_in_proportion(monkeypatch, kind):
    looks = []
    monkeypatch.setattr(Deadline, "passed", lambda deadline: looks.append(deadline) is not None)
    problem, network = wide(kind, 600)
    answer, used = peak(lambda: check(problem, network, claimed(problem, network, "branch", 2**600), timeout=1.0))
    assert isinstance(answer, Valid)
    assert used < need(problem, network, "branch").memory
    assert used < 8 * 600**2
    assert len(looks) > 600


@pytest.mark.parametrize("prover", PROVERS)
def test_the_time_limit_is_asked_again_and_again(monkeypatch, prover):
    """After any number of looks the answer is Unknown, until the check is done."""
    circuit = Circuit.of(4, 2, [[("and", 0, 1), ("copy", 2), ("or", 2, 3)]])
    layer = [[1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 1]], [-1, 0, 0]
    clip = -np.eye(3, dtype=int), [1, 1, 1]
    problem, network = PATH, build.naive(PATH)
    if prover == "contracts":
        problem, network = circuit, Network([layer, clip, clip], IdentityCode(4), IdentityCode(3), 1)
    certificate = prove(problem, network, prover=prover).certificate
    looks: list[int] = []

    def answer_after(most: int):
        looks.clear()
        with monkeypatch.context() as patch:
            patch.setattr(Deadline, "passed", lambda _: looks.append(0) or len(looks) > most)
            return check(problem, network, certificate, timeout=60)

    assert isinstance(answer_after(10**9), Valid)
    needed = len(looks)
    assert needed > 4
    for most in {0, 1, 2, 3, needed // 2, needed - 1}:
        assert isinstance(answer_after(most), Unknown)


@pytest.mark.parametrize("shape", [(900, 900, 40), (60, 900, 300), (300, 20, 900)], ids=str)
@pytest.mark.parametrize("code", ["bare", "signs", "weights"])
def test_enumeration_takes_no_more_memory_than_it_says(monkeypatch, shape, code):
    monkeypatch.setattr("verify.checker.needs.PIECES", 2**20)
    monkeypatch.setattr("verify.statement.received.CELLS", 2**13)
    rows, first, outputs = shape
    rng = np.random.default_rng(0)
    problem = gate_problem(40, 1, [("copy", j % 40) for j in range(40)] + [("or", 0, j) for j in range(1, 40)])
    outputs = problem.outputs
    codes = {
        "bare": BareCode(rng.integers(0, 2, (rows, 40))), "signs": RandomSignCode(rows, 40, 0),
        "weights": ConstantWeightCode(rows, 40, 20, 0),
    }  # fmt: skip
    layers = [(rng.integers(-1, 2, (first, rows)), [0] * first), (rng.integers(-1, 2, (200, first)), [0] * 200)]
    network = Network(layers, codes[code], RandomSignCode(200, outputs, 0), 10**9)
    answer, used = peak(lambda: check(problem, network, claimed(problem, network, "enumerate", 41)))
    assert isinstance(answer, Invalid)
    assert used < need(problem, network, "enumerate").memory


def test_inputs_are_counted_no_further_than_the_certificate_says():
    network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), 1)
    problem = TwoAnd(2, 2, ((0, 1),))
    certificate = prove(problem, network, prover="branch").certificate
    for covered, told in ((3, "must be at least 4, not 3"), (5, "must be 4, not 5"), (-1, "at least 1, not -1")):
        assert told in check(problem, network, replace(certificate, inputs_covered=covered)).reason


def test_scripts_are_written_without_the_matrix_of_the_input_code():
    """4000 words of an identity code are 16 million entries."""
    row = np.zeros((1, 4000), np.int8)
    row[0, :2] = 1
    problem, network = TwoAnd(4000, 2, ((0, 1),)), Network([(row, [-1])], IdentityCode(4000), IdentityCode(1), 1)
    _, used = peak(lambda: Scripts(problem, network).text(0, "true"))
    assert used < 2**22


def test_memory_is_a_number_of_bytes():
    for memory in (0, -1, 1.5, True, "1"):
        with pytest.raises(ValueError, match="memory must be a number of bytes"):
            Budget(Deadline(None), memory)
    certificate = prove(PATH, build.naive(PATH), prover="branch").certificate
    assert isinstance(check(PATH, build.naive(PATH), certificate, memory=2**40), Valid)


def test_inputs_are_listed_one_number_of_active_features_after_the_other():
    """Once the lists for all numbers were begun at once, each with a copy of all features: v * m numbers."""
    problem = TwoAnd(3000, 3000, ((0, 1),))
    network = Network([([[1]], [0])], RandomSignCode(1, 3000, 0), BareCode([[1]]), 1)
    answer, used = peak(lambda: check(problem, network, claimed(problem, network, "enumerate")))
    assert isinstance(answer, Invalid)
    assert used < 2**26


def test_a_bare_reading_code_takes_what_its_heaviest_word_takes():
    problem, channels = TwoAnd(60, 2, tuple((k, k + 1) for k in range(59))), ReedSolomonCode(61, 3, 2, 59)
    layer = np.ones((channels.rows, 60), dtype=np.int8), np.zeros(channels.rows, dtype=np.int64)
    public, bare = (
        Network([layer], IdentityCode(60), code, threshold=1) for code in (channels, BareCode(expand(channels)))
    )
    assert need(problem, bare, "branch").operations == need(problem, public, "branch").operations
    assert need(problem, bare, "branch").memory <= need(problem, public, "branch").memory
