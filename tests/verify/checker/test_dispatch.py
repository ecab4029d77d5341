"""The checker believes nobody: a certificate counts for its own problem and network, with every field as it was."""

import json
from dataclasses import fields, replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from tests.verify import networks as build
from tests.verify.cases import CASES, CYCLE, PATH, Case
from verify import (
    Certificate,
    DocumentError,
    Invalid,
    Margin,
    Proved,
    TwoAnd,
    Unknown,
    Valid,
    check,
    load_certificate,
    prove,
    save_certificate,
)
from verify.certifying import certify
from verify.checker import checker_of
from verify.provers import PROVERS

RIGHT = build.naive(PATH)
PROVED = [case for case in CASES if case.verdict == "proved"]
REFUTED = [case for case in CASES if case.verdict == "refuted"]


def certificate() -> Certificate:
    return prove(PATH, RIGHT, prover="enumerate").certificate


EDITS: dict[str, list[Any]] = {
    "problem": ["0" * 64, ""],
    "network": ["0" * 64, ""],
    "prover": ["guess", "", "auto", "enumerate "],
    "sparsity": [1, 3, 0, -2],
    "inputs_covered": [15, 17, 0, -16, 10**30],
    "margin": [None, Margin(1, None), Margin(None, 0), Margin(2, 0), Margin(1, -1), Margin(None, None)],
    "evidence": [{}, {"order": "lexicographic"}, {"order": "colexicographic", "trust": "me"}, {"order": 1}],
    "assumptions": [("trust me",), ("",)],
    "arrays": [{"a": np.zeros(1, dtype=np.int8)}],
}


def test_every_field_of_a_certificate_is_edited_below():
    assert set(EDITS) == {field.name for field in fields(Certificate)}


@pytest.mark.parametrize(("field", "value"), [(f, v) for f, values in EDITS.items() for v in values])
def test_any_edited_field_makes_it_invalid(field, value):
    answer = check(PATH, RIGHT, replace(certificate(), **{field: value}))
    assert isinstance(answer, Invalid)
    assert answer.reason


@pytest.mark.parametrize("case", PROVED, ids=str)
def test_certificates_of_right_networks_are_valid(case: Case):
    answer = check(case.problem, case.network, prove(case.problem, case.network, prover="enumerate").certificate)
    assert isinstance(answer, Valid)
    assert answer.assumptions == ()


@pytest.mark.parametrize("case", REFUTED, ids=str)
def test_a_forged_certificate_of_a_wrong_network_is_invalid(case: Case):
    """Digests, counts and sparsity are those of the wrong network itself; only the claim is false."""
    forged = certify(
        case.problem, case.network, "enumerate", evidence={"order": "colexicographic"}, margin=Margin(1, 0)
    )
    answer = check(case.problem, case.network, forged)
    assert isinstance(answer, Invalid)
    assert "is wrong on active features" in answer.reason


@pytest.mark.parametrize(
    ("problem", "network", "word"),
    [
        (build.with_gates_swapped(PATH), RIGHT, "problem"),
        (TwoAnd(5, 3, PATH.pairs), RIGHT, "problem"),
        (PATH, build.naive(PATH, scale=2), "network"),
        (PATH, build.deep(PATH, 2), "network"),
        (PATH, RIGHT.with_threshold(0), "network"),
        (PATH, build.changed(RIGHT, 0, 0, 4, 1), "network"),
    ],
)
def test_a_transplanted_certificate_is_invalid(problem, network, word):
    answer = check(problem, network, certificate())
    assert isinstance(answer, Invalid)
    assert answer.reason.startswith(f"the certificate's {word} must be")


def test_a_network_of_another_size_is_a_wrong_argument():
    with pytest.raises(ValueError, match="8 features"):
        check(PATH, build.naive(CYCLE), certificate())


def test_every_prover_has_a_checker():
    assert all(checker_of(name).check for name in PROVERS)


@pytest.mark.parametrize("prover", PROVERS)
def test_a_certificate_under_another_provers_name_is_invalid(prover):
    verdict = prove(PATH, RIGHT, prover=prover)
    if isinstance(verdict, Proved):
        for other in set(PROVERS) - {prover}:
            answer = check(PATH, RIGHT, replace(verdict.certificate, prover=other))
            assert not isinstance(answer, Valid)


@cache
def valid_certificate(prover: str) -> Certificate:
    """A certificate of the prover that the checker accepts (of enumeration, where the prover declines)."""
    verdict = prove(PATH, RIGHT, prover=prover)
    if not isinstance(verdict, Proved):
        assert isinstance(verdict, Unknown)
        verdict = prove(PATH, RIGHT, prover="enumerate")
    assert isinstance(check(PATH, RIGHT, verdict.certificate), Valid)
    return verdict.certificate


class TestFiles:
    """The same on files: cut, edited, or with members added and removed, they end as DocumentError or Invalid."""

    @pytest.fixture(params=list(PROVERS))
    def saved(self, request, tmp_path):
        path = tmp_path / "certificate.json"
        save_certificate(valid_certificate(request.param), path)
        return path

    def refused(self, path) -> bool:
        try:
            found = load_certificate(path)
        except DocumentError:
            return True
        return isinstance(check(PATH, RIGHT, found), Invalid)

    def test_truncated_at_any_byte(self, saved):
        data = saved.read_bytes().rstrip()
        for length in {*range(0, len(data), max(1, len(data) // 300)), len(data) - 1}:
            saved.write_bytes(data[:length])
            with pytest.raises(DocumentError):
                load_certificate(saved)

    @pytest.mark.parametrize("value", [None, True, 1, -1, 10**30, "", "x", [], [1], {}, {"a": 1}], ids=repr)
    def test_any_member_replaced(self, saved, value):
        document = json.loads(saved.read_text())
        for key, old in document.items():
            if old != value or type(old) is not type(value):
                saved.write_text(json.dumps({**document, key: value}))
                if not (key == "margin" and document["prover"] != "enumerate" and old is None):
                    assert self.refused(saved), key

    def test_any_digit_or_letter_changed(self, saved):
        text = saved.read_text()
        places = [k for k, c in enumerate(text) if c.isalnum()]
        for place in places[:: max(1, len(places) // 150)]:
            other = str((int(text[place]) + 1) % 10) if text[place].isdigit() else chr(ord(text[place]) ^ 1)
            saved.write_text(text[:place] + other + text[place + 1 :])
            assert self.refused(saved), text[max(0, place - 40) : place + 40]

    def test_any_member_removed_or_repeated(self, saved):
        document = json.loads(saved.read_text())
        for key in document:
            saved.write_text(json.dumps({k: v for k, v in document.items() if k != key}))
            with pytest.raises(DocumentError, match=f"'{key}' is missing"):
                load_certificate(saved)
            text = json.dumps(document)
            saved.write_text(text[:-1] + f", {json.dumps(key)}: {json.dumps(document[key])}}}")
            with pytest.raises(DocumentError, match="occurs twice"):
                load_certificate(saved)

    def test_a_member_added(self, saved):
        document = json.loads(saved.read_text())
        saved.write_text(json.dumps({**document, "note": "trust me"}))
        with pytest.raises(DocumentError, match="keys must be among"):
            load_certificate(saved)
