"""The dull enumeration of the checker: on its own, against the oracle, and at its limits."""

import ast
from pathlib import Path

import pytest

import verify.checker.enumeration
from tests.verify import networks as build
from tests.verify.cases import PATH
from verify import Invalid, Margin, TwoAnd, Unknown, Valid, check, prove
from verify.certifying import certify
from verify.checker import enumeration

RIGHT = build.naive(PATH)


def claimed(problem, network, margin=None):
    evidence = {"order": "colexicographic"}
    return certify(problem, network, "enumerate", evidence=evidence, margin=margin or Margin(1, 0))


@pytest.mark.parametrize("block", [1, 2, 5, 16, 1000])
def test_blocks_of_any_size_give_the_same_answer(monkeypatch, block):
    monkeypatch.setattr(enumeration, "BLOCK", block)
    assert isinstance(check(PATH, RIGHT, claimed(PATH, RIGHT)), Valid)
    wrong = build.changed(RIGHT, 0, 2, -1, 0)
    assert check(PATH, wrong, claimed(PATH, wrong)) == Invalid("output 2 is wrong on active features (2,)")


def test_a_late_error_in_a_full_enumeration_is_found():
    """Only the last input, in the order of listing, is wrong."""
    problem = TwoAnd(6, 3, ((0, 1), (3, 5)))
    network = build.changed(build.naive(problem), 0, 1, 4, -1)
    assert check(problem, network, claimed(problem, network)) == Invalid(
        "output 1 is wrong on active features (3, 4, 5)"
    )


def test_time_limit_gives_unknown(monkeypatch):
    monkeypatch.setattr(enumeration, "BLOCK", 1)
    answer = check(PATH, RIGHT, claimed(PATH, RIGHT), timeout=1e-9)
    assert isinstance(answer, Unknown)
    assert "time limit" in answer.reason


def test_too_little_memory_gives_unknown_with_the_numbers():
    answer = check(PATH, RIGHT, claimed(PATH, RIGHT), memory=10)
    assert isinstance(answer, Unknown)
    assert "may take 10 bytes of memory, but this check, of about" in answer.reason


def test_progress_ends_at_all_inputs():
    seen = []
    check(PATH, RIGHT, claimed(PATH, RIGHT), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (16, 16)
    assert seen == sorted(seen)


@pytest.mark.parametrize("scale", [2**30, 2**31 - 1, 2**31, 2**40, 2**58])
def test_large_scores_are_exact(scale):
    network = build.naive(PATH, scale=scale)
    assert isinstance(check(PATH, network, claimed(PATH, network, Margin(scale, 0))), Valid)
    assert isinstance(check(PATH, network, claimed(PATH, network, Margin(scale - 1, 0))), Invalid)


def test_it_stands_on_the_statement_alone():
    """Nothing is imported from the provers, so a mistake there cannot vouch for itself."""
    source = Path(verify.checker.enumeration.__file__).read_text()
    modules = {node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)}
    assert not [m for m in modules if m.startswith("verify.provers")]
    assert isinstance(check(PATH, RIGHT, prove(PATH, RIGHT, prover="enumerate").certificate), Valid)
