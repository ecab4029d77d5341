"""The standing attack: it finds what is planted, its own readings of codes and JSON are right, and it finds no more."""

import json
from random import Random

import pytest

from benchmarks.attack import doors
from benchmarks.attack.codes import rows_of
from benchmarks.attack.doors import Said
from benchmarks.attack.draw_codes import code
from benchmarks.attack.draw_networks import network
from benchmarks.attack.draw_problems import problem
from benchmarks.attack.kinds import verdicts
from benchmarks.attack.plain import PlainNetwork, network_bytes, problem_bytes
from benchmarks.attack.registry import KINDS
from benchmarks.attack.second_reader import read_network, read_problem
from benchmarks.attack.strict_json import RefusedError, parse
from benchmarks.attack.trial import Trial
from benchmarks.attack.truth import truth
from benchmarks.attack.worker import outcome
from verify import code_from_recipe

QUICK = {
    "verdicts": 4,
    "proved": 2,
    "edges": 1,
    "certificates": 4,
    "errors": 4,
    "floats": 6,
    "checkpoints": 3,
    "documents": 3,
    "objects": 3,
    "commands": 3,
}
AND = {"format": "superproof-problem-1", "kind": "gates", "inputs": 2, "sparsity": 2, "gates": [["and", 0, 1]]}
TWO, ONE = {"family": "identity", "size": 2}, {"family": "identity", "size": 1}


@pytest.mark.parametrize("kind", QUICK)
def test_some_cases_of_every_quick_kind_find_nothing(kind, tmp_path):
    for case in range(QUICK[kind]):
        counts, findings, _ = outcome(kind, 2024, case, tmp_path / "case")
        assert [finding.sentence for finding in findings] == []
        assert counts


def test_every_kind_says_what_it_is_for():
    assert set(QUICK) | {"environments", "limits"} == set(KINDS)
    assert all(kind.purpose and kind.share > 0 for kind in KINDS.values())


@pytest.mark.parametrize("word", ["proved", "refuted"])
def test_a_prover_that_is_always_of_one_opinion_is_found_out(word, tmp_path, monkeypatch):
    monkeypatch.setattr(doors, "prove", lambda problem, network, prover: Said(word, active=(0,), output=0))
    trial = Trial("verdicts", 0, 0, tmp_path)
    wrong = PlainNetwork((([[1, 1]], [0]),), TWO, ONE, 1)
    right = PlainNetwork((([[1, 1]], [-1]),), TWO, ONE, 1)
    verdicts.judge_pair(trial, AND, wrong if word == "proved" else right)
    assert trial.findings
    assert {"problem.json", "network.safetensors"} <= set(trial.findings[0].files)


def test_a_checker_that_accepts_everything_is_found_out(tmp_path, monkeypatch):
    monkeypatch.setattr(doors, "check", lambda problem, network, certificate: Said("valid"))
    found = [outcome("certificates", 1, case, tmp_path / "case")[1] for case in range(3)]
    assert any("is accepted, but output is wrong" in finding.sentence for one in found for finding in one)


def test_a_finding_is_kept_with_its_files_and_the_command_that_shows_it(tmp_path):
    (tmp_path / "case").mkdir()
    trial = Trial("verdicts", 7, 3, tmp_path / "case")
    trial.write("problem.json", b"{}")
    trial.find("something is wrong")
    places = [trial.findings[0].keep(tmp_path / "kept") for _ in range(2)]
    assert len(set(places)) == 2
    assert (places[0] / "problem.json").read_bytes() == b"{}"
    told = (places[0] / "finding.txt").read_text()
    assert told == "something is wrong\npython -m benchmarks.attack --kind verdicts --seed 7 --case 3\n"


def test_codes_are_what_the_product_makes_of_their_recipes():
    random = Random(5)
    for _ in range(60):
        drawn = code(random, random.randint(1, 9))
        if isinstance(drawn, dict):
            made = code_from_recipe(drawn)
            assert made.block(0, made.columns).tolist() == rows_of(drawn)


def test_the_second_reader_reads_what_was_written():
    random = Random(6)
    for _ in range(60):
        document = problem(random)
        plain = network(random, document)
        assert read_network(network_bytes(plain)) == plain
        assert read_problem(problem_bytes(document)) == document


@pytest.mark.parametrize(
    "text", ["", "{", "[1,]", "01", "1.0", "-", "1e3", "NaN", '{"a":1,"a":2}', '"\n"', '"\\x"', "[1] 2", "\ufeff1"]
)
def test_what_is_no_strict_json_is_refused(text):
    with pytest.raises(RefusedError):
        parse(text)


def test_strict_json_is_read():
    value = {"a": [0, -12, None, True, "x\u00e9\U0001f600\n"], "": {}}
    assert parse(json.dumps(value)) == parse(json.dumps(value, ensure_ascii=False).encode()) == value


def test_the_truth_of_an_and():
    right = PlainNetwork((([[1, 1]], [-1]),), TWO, ONE, 1)
    assert truth(AND, right).right
    assert (truth(AND, right).smallest_true, truth(AND, right).largest_false, truth(AND, right).inputs) == (1, 0, 4)
    assert truth(AND, right.with_threshold(0)).wrong == ((), 0)
