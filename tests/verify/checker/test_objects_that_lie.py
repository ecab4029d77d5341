"""What only the Python API can hand over: numbers that are equal to what they are not, and objects of other classes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from tests.verify import networks as build
from tests.verify.cases import PATH
from verify import (
    BareCode,
    Certificate,
    IdentityCode,
    Invalid,
    Margin,
    Network,
    Permutation,
    Problem,
    Proved,
    TwoAnd,
    Unknown,
    Valid,
    check,
    prove,
)
from verify.certifying import certify
from verify.checker import dispatch, smt
from verify.checker.smt import ASSUMPTION
from verify.proved import check_proved
from verify.smtlib import SIDES, Scripts

LONELY = TwoAnd(inputs=70, sparsity=2, pairs=((0, 1),))
LARGE = Network([([[2049, 2049] + [0] * 68], [-2049])], IdentityCode(70), IdentityCode(1), threshold=1)


@pytest.mark.parametrize("value", [np.float16(2048), 2049.0, True, np.int64(2049), "2049"], ids=repr)
def test_a_margin_is_of_plain_integers(value: Any):
    with pytest.raises(TypeError, match="must be an integer or None"):
        Margin(value, 0)
    with pytest.raises(TypeError, match="must be an integer or None"):
        Margin(0, value)


@pytest.mark.parametrize("prover", ["enumerate", "branch"])
@pytest.mark.parametrize("change", [{"inputs_covered": np.float16(2486)}, {"sparsity": 2.0}], ids=str)
def test_fields_that_are_equal_to_an_integer_without_being_one_are_refused(prover: str, change: dict[str, Any]):
    certificate = prove(LONELY, LARGE, prover=prover).certificate
    assert isinstance(check(LONELY, LARGE, certificate), Valid)
    assert isinstance(check(LONELY, LARGE, replace(certificate, **change)), Invalid)


def test_bounds_on_the_margin_are_plain_integers():
    certificate = prove(LONELY, LARGE, prover="branch").certificate
    for value in (np.float16(2048), 2049.0):
        evidence = {**certificate.evidence, "true_at_least": value}
        assert isinstance(check(LONELY, LARGE, replace(certificate, evidence=evidence)), Invalid)


def test_without_a_solver_no_smt_certificate_is_valid(monkeypatch):
    problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    wrong = Network([([[1, 1]], [0])], IdentityCode(2), IdentityCode(1), threshold=1)
    scripts = [Scripts(problem, wrong).text(0, side) for side in SIDES]
    certificate = certify(problem, wrong, "smt", evidence={"scripts": scripts}, assumptions=(ASSUMPTION,))
    assert isinstance(check(problem, wrong, certificate), Invalid)
    monkeypatch.setattr(smt, "solver_names", lambda: ())
    answer = check(problem, wrong, certificate)
    assert isinstance(answer, Unknown)
    assert "none is installed" in answer.reason


class HomeMade:
    """A code whose recipe hides its entries, and whose entries are larger than it says."""

    rows, columns, largest_entry = 2, 2, 1

    def recipe(self) -> object:
        return "tensor"

    def block(self, start: int, stop: int) -> np.ndarray:
        return np.full((2, stop - start), 2**62)


def test_the_check_takes_no_network_with_a_code_that_its_digest_could_not_name():
    problem = Permutation((1, 0), sparsity=1)
    certificate = prove(problem, build.rerouting(problem), prover="enumerate").certificate
    for codes in ((HomeMade(), IdentityCode(2)), (IdentityCode(2), HomeMade())):
        network = Network([([[1, 0], [0, 1]], [0, 0])], *codes, threshold=1)
        with pytest.raises(TypeError, match=r"code must be one of BareCode, .* not "):
            check(problem, network, certificate)


class Rebound:
    """A network that gives another one's digest."""

    def __init__(self, network: Network, told: Network) -> None:
        self._network, self.digest = network, told.digest

    def __getattr__(self, name: str) -> Any:
        return getattr(self._network, name)


def test_the_check_takes_no_network_of_another_class():
    right = build.naive(PATH)
    wrong = build.changed(right, 0, 3, 4, 2)
    certificate = replace(prove(PATH, right, prover="enumerate").certificate, network=wrong.digest)
    with pytest.raises(TypeError, match="network must be one of Network, FloatNetwork, not"):
        check(PATH, Rebound(right, wrong), certificate)


@dataclass(frozen=True)
class Renamed:
    """A problem that gives another one's document."""

    problem: Problem
    told: Problem

    def __getattr__(self, name: str) -> Any:
        return getattr(self.told if name == "document" else self.problem, name)


def test_the_check_takes_no_problem_whose_document_could_be_another_ones():
    network = build.naive(PATH)
    certificate = prove(PATH, network, prover="enumerate").certificate
    with pytest.raises(TypeError, match="problem must be one of Problem, not"):
        check(Renamed(PATH, build.with_gates_swapped(PATH)), network, certificate)


def test_the_prover_takes_what_its_checker_takes_where_an_output_is_read_from_nothing():
    problem = TwoAnd(inputs=3, sparsity=1, pairs=((0, 1),))
    for bias in (2**40, 2**61, 2**62):
        network = Network([([[1, 1, 0]], [bias])], IdentityCode(3), BareCode([[0]]), threshold=1)
        verdict = prove(problem, network, prover="branch")
        assert isinstance(verdict, Proved | Unknown)
        assert isinstance(verdict, Proved) == (bias < 2**62)
        if isinstance(verdict, Proved):
            assert isinstance(check(problem, network, verdict.certificate), Valid)


class More(np.ndarray):
    """An array whose slices say that they hold features 2 and 3."""

    def tolist(self) -> Any:
        return [2, 3] if self.ndim == 1 and np.asarray(self).size else []


def test_arrays_of_a_class_of_ones_own_prove_nothing():
    problem = TwoAnd(4, 3, ((0, 1),))
    wrong = Network([([[1, 1, 0, 5]], [-1])], IdentityCode(4), IdentityCode(1), threshold=1)
    arrays = {"branching": np.arange(4), "counts": np.ones(4, np.int64), "features": np.full(4, 2).view(More)}
    certificate = certify(problem, wrong, "branch", evidence={"attained": None}, arrays=arrays)
    answer = check(problem, wrong, certificate)
    assert isinstance(answer, Invalid)
    assert "must be a list of signed integers, but 'features' is not" in answer.reason


class Listed(dict[str, object]):
    """Evidence that is one thing when it is compared, and another when it is read."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


@pytest.mark.parametrize(
    "change", [{"evidence": Listed(order="random")}, {"prover": type("Text", (str,), {})("enumerate")}]
)
def test_evidence_and_texts_of_a_class_of_ones_own_prove_nothing(change: dict[str, Any]):
    certificate = prove(LONELY, LARGE, prover="enumerate").certificate
    answer = check(LONELY, LARGE, replace(certificate, **change))
    assert isinstance(answer, Invalid)
    assert "must be made of plain values" in answer.reason


class Second(Certificate):
    """A certificate whose evidence is plain when it is looked through, and another one when it is used."""

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name != "evidence":
            return found
        asked = self.__dict__.setdefault("asked", [])
        asked.append(name)
        return found if len(asked) == 1 else Listed(found)


def test_a_certificate_of_a_class_of_ones_own_is_not_looked_at():
    plain = prove(LONELY, LARGE, prover="enumerate").certificate
    fields = {name: getattr(plain, name) for name in Certificate.__dataclass_fields__}
    with pytest.raises(TypeError, match="certificate must be one of Certificate"):
        check(LONELY, LARGE, Second(**fields))


def nested(depth: int) -> list[Any]:
    """A list of 2**depth items, made of so many lists, each of which is in two places."""
    found: list[Any] = []
    for _ in range(depth):
        found = [found, found]
    return found


def endless() -> list[Any]:
    """A list that is in itself."""
    found: list[Any] = []
    found.append(found)
    return found


@pytest.mark.parametrize("prover", ["enumerate", "branch", "smt"])
@pytest.mark.parametrize("make", [endless, lambda: nested(200)], ids=["endless", "nested"])
def test_lists_in_themselves_and_in_two_places_over_and_over_keep_no_check(
    monkeypatch, prover: str, make: Callable[[], list[Any]]
):
    """No document holds one, and to go through it, or to show it in a message, takes for ever."""
    monkeypatch.setattr(dispatch, "MOST_VALUES", 1000)
    certificate = prove(LONELY, LARGE, prover="enumerate").certificate
    for change in ({"order": make()}, {"scripts": make()}, {"attained": make()}):
        answer = check(LONELY, LARGE, replace(certificate, prover=prover, evidence=change))
        assert answer == Invalid("a certificate must hold at most 1000 values, as often as lists have them")


def test_the_proved_checker_takes_no_objects_of_other_classes():
    """It is asked in text, which such an object writes itself: it could be about another problem than the object is."""
    certificate = prove(LONELY, LARGE, prover="enumerate").certificate
    kinds = {"__class__": property(lambda self: Problem)}
    asked = object.__new__(type("Turned", (Problem,), kinds))
    asked.__dict__.update(LONELY.__dict__)
    with pytest.raises(TypeError, match="problem must be one of Problem"):
        check_proved(asked, LARGE, certificate)
