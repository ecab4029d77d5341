"""The front of provers and checker: nobody says proved who has not run the checker."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

import verify
from tests.verify import networks as build
from verify import Found, Proved, RefusedProofError, Refuted, TwoAnd, Unknown, Valid, check, find_proof, prove
from verify.checker import checker_of
from verify.progress import Deadline
from verify.provers import PROVERS, choice
from verify.testing import assert_computes

PATH = TwoAnd(3, 2, ((0, 1), (1, 2)))
RIGHT = build.naive(PATH)
WRONG = build.changed(RIGHT, 0, 1, -1, 0)
HOUSE = Path(verify.__file__).parents[1]


def lying(name):
    """A prover that finds a proof of whatever it is asked, well bound to it."""

    def claim(problem, network, **_):
        certificate = find_proof(PATH, RIGHT, prover=name).certificate
        return Found(replace(certificate, network=network.digest))

    return claim


@pytest.mark.parametrize("name", [name for name in PROVERS if PROVERS[name].complete])
def test_a_prover_that_lies_proves_nothing(name, monkeypatch):
    claim = lying(name)(PATH, WRONG)
    monkeypatch.setattr("verify.proving.find_proof", lambda *_, **__: claim)
    with pytest.raises(RefusedProofError, match="nothing is proved, and this is a bug"):
        prove(PATH, WRONG)
    with pytest.raises(RefusedProofError):
        assert_computes(PATH, WRONG)


@pytest.mark.parametrize("name", PROVERS)
def test_what_is_proved_was_checked_and_says_the_checkers_words(name):
    verdict = prove(PATH, RIGHT, prover=name)
    if isinstance(verdict, Unknown):
        assert not PROVERS[name].complete
        return
    assert check(PATH, RIGHT, verdict.certificate) == Valid(verdict.claim, verdict.assumptions)


def test_what_was_found_and_not_checked_is_unknown_with_its_certificate(monkeypatch):
    verdict = prove(PATH, RIGHT, check=False)
    assert verdict == Unknown("a proof was found, and not checked")
    assert isinstance(check(PATH, RIGHT, verdict.certificate), Valid)
    monkeypatch.setattr("verify.proving.run_checker", lambda *_, **__: Unknown("it would take too much memory"))
    verdict = prove(PATH, RIGHT)
    assert verdict == Unknown("a proof was found, and not checked: it would take too much memory")
    assert verdict.certificate is not None

    def exhausted(*_, **__):
        raise MemoryError

    monkeypatch.setattr("verify.proving.run_checker", exhausted)
    assert prove(PATH, RIGHT) == Unknown("a proof was found, and not checked: the check ran out of memory")


def test_one_time_limit_covers_proof_and_check(monkeypatch):
    moments = iter([0.0, 0.0, 0.0, 0.0, 0.0, *[9.0] * 1000])
    monkeypatch.setattr("time.monotonic", lambda: next(moments))
    deadline = Deadline(5.0)
    found = Found(lying("enumerate")(PATH, RIGHT).certificate)
    while not deadline.passed():
        continue
    verdict = verify.confirm(PATH, RIGHT, found, deadline=deadline)
    assert verdict == Unknown(
        "a proof was found, and not checked: the proof did not finish within the time limit of 5 seconds"
    )
    assert verdict.certificate is found.certificate


def test_a_counterexample_of_a_prover_is_replayed():
    found = find_proof(PATH, WRONG)
    assert isinstance(found, Refuted)
    with pytest.raises(verify.SpuriousCounterexampleError):
        verify.confirm(PATH, RIGHT, found, deadline=Deadline(None))
    assert verify.confirm(PATH, WRONG, found, deadline=None) == found


def test_only_the_front_makes_proved():
    """Of all product code: everywhere else the name may only be matched."""
    makers = set()
    for package in ("verify", "constructions", "bounds", "superproof"):
        for file in (HOUSE / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == Proved.__name__:
                    makers.add(file.relative_to(HOUSE).as_posix())
    assert makers == {"verify/proving.py"}


@pytest.mark.parametrize("option", ["memory", "checkpoint", "exact_margin"])
def test_options_go_to_the_provers_that_have_them(option):
    for name in PROVERS:
        if option not in PROVERS[name].options:
            with pytest.raises(ValueError, match=f"{option} is an option of branch, not of {name}"):
                prove(PATH, RIGHT, prover=name, **{option: 2**30})
    assert prove(PATH, RIGHT, exact_margin=True).certificate.prover == "branch"
    with pytest.raises(ValueError, match="no prover has the options speed"):
        prove(PATH, RIGHT, speed=3)  # type: ignore[call-arg]  # wrong on purpose


def test_a_long_check_is_told_beforehand(monkeypatch):
    found, told = find_proof(PATH, RIGHT), []
    verify.confirm(PATH, RIGHT, found, deadline=Deadline(None), tell=told.append)
    assert told == []
    monkeypatch.setattr("verify.proving.LONG_CHECK", 0)
    verify.confirm(PATH, RIGHT, found, deadline=Deadline(None), tell=told.append)
    (sentence,) = told
    assert re.fullmatch(r"check: about 10\*\*\d+ operations, in at most [\d,]+ MB of memory", sentence)


def test_an_unknown_prover_is_refused_and_not_taken_for_another():
    with pytest.raises(ValueError, match=r"prover must be auto or one of enumerate, .*, not 'guess'"):
        prove(PATH, RIGHT, prover="guess")


def test_every_prover_says_what_it_takes_and_has_a_checker():
    assert all(checker_of(name).check for name in PROVERS)
    for name in PROVERS:
        assert PROVERS[name].name == name
        assert PROVERS[name].takes


def test_where_nothing_takes_a_question_the_verdict_says_why_of_each(monkeypatch):
    monkeypatch.setattr(choice, "FEASIBLE", 0)
    monkeypatch.setattr(choice, "SMALL", 0)
    monkeypatch.setattr("verify.provers.smt.MAX_WEIGHTS", 0)
    problem = TwoAnd(4, 2, ((0, 1), (2, 3)))
    reason = prove(problem, build.deep(problem, 4)).reason
    assert reason.startswith("no prover takes this (not enumerate: it would take about 10**")
    assert all(f"not {name}: " in reason for name in PROVERS)


def test_scripts_are_not_written_on_when_the_time_is_over(monkeypatch):
    """Writing them all took minutes for 16 million features before anybody looked at the clock."""
    looks: list[int] = []
    monkeypatch.setattr(Deadline, "passed", lambda _: looks.append(0) or len(looks) > 3)
    monkeypatch.setattr("verify.provers.smt.solve", lambda *_: pytest.fail("a solver was asked"))
    verdict = PROVERS["smt"].prove(PATH, RIGHT, timeout=60)
    assert isinstance(verdict, Unknown)
    assert verdict.reason == "writing the scripts did not finish within the time limit of 60 seconds"
