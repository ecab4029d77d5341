"""Commands on float networks, as a user runs them."""

import json

import pytest

from superproof.schemas import schema
from verify import (
    FloatNetwork,
    IdentityCode,
    Network,
    TwoAnd,
    Unknown,
    load_network,
    save_float_network,
    save_network,
    save_problem,
)

PROBLEM = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
LAYERS = [([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]], [-1.0, -1.0], True)]
RIGHT = FloatNetwork(LAYERS, 0.5)
WRONG = FloatNetwork([([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]], [-1.0, -0.25], True)], 0.5)
EDGE = FloatNetwork(LAYERS, 1.0)


@pytest.fixture
def files(tmp_path):
    save_problem(PROBLEM, tmp_path / "problem.json")
    for name, network in (("right", RIGHT), ("wrong", WRONG), ("edge", EDGE)):
        save_float_network(network, tmp_path / f"{name}.safetensors")
    return tmp_path


def test_prove_and_check(superproof, files):
    run = superproof("prove", "problem.json", "right.safetensors", "--certificate", "c.json")
    assert run.status == 0
    assert (
        "claim: every output is right on every admissible input in exact arithmetic over the stored float32" in run.out
    )
    assert (
        "margin: outputs that are 1 score at least 0.5 above their thresholds, those that are 0 at least 0.5" in run.out
    )
    assert "as executed: covered by the proof" in run.out
    run = superproof("check", "problem.json", "right.safetensors", "c.json")
    assert run.status == 0
    assert "and as executed in binary32" in run.out
    assert superproof("check", "problem.json", "wrong.safetensors", "c.json").status == 3


def test_what_a_proof_by_a_solver_assumes_is_said(superproof, files):
    run = superproof("prove", "problem.json", "right.safetensors", "--prover", "smt", "-o", "c.json")
    assert run.status == 0
    assumed = [line for line in run.out.splitlines() if line.startswith("assumes: ")]
    assert assumed
    assert set(assumed) < set(superproof("check", "problem.json", "right.safetensors", "c.json").out.splitlines())


def test_refuted_with_both_scores(superproof, files):
    run = superproof("prove", "problem.json", "wrong.safetensors", "--json")
    assert run.status == 3
    found = run.record["counterexample"]
    assert (found["active"], found["output"], found["score"], found["exact_score"]) == ([1], 1, 0.75, "3/4")
    assert found["run_score"] == 0.75
    pytest.importorskip("jsonschema").validate(run.record, schema("answer"))


def test_what_machines_may_lose_is_said(superproof, files):
    run = superproof("prove", "problem.json", "edge.safetensors")
    assert run.status == 0
    assert "as executed: not covered: with active features (0, 1), output 0 is only 0 from its threshold" in run.out
    run = superproof("prove", "problem.json", "edge.safetensors", "--claim", "executed", "--json")
    assert run.status == 4
    assert run.record["reason"].startswith("right in exact arithmetic, but with active features (0, 1)")
    pytest.importorskip("jsonschema").validate(run.record, schema("answer"))


def test_show(superproof, files):
    record = superproof("show", "right.safetensors", "--json").record
    assert (record["document"], record["precision"], record["neurons"]) == ("float network", "float32", 2)


@pytest.mark.parametrize(
    ("words", "status", "complaint"),
    [
        (["prove", "problem.json", "right.safetensors", "--prover", "contracts"], 2, "proved by enumerate"),
        (["prove", "problem.json", "right.safetensors", "--memory", "3G"], 2, "leave the option memory out"),
        (
            ["sample", "problem.json", "right.safetensors"],
            5,
            "is a network of floats",
        ),
        (
            ["check", "problem.json", "right.safetensors", "problem.json", "--sample", "3"],
            2,
            "--sample is for integer networks",
        ),
    ],
)
def test_plain_refusals(superproof, files, words, status, complaint):
    run = superproof(*words)
    assert run.status == status
    assert complaint in run.complaint


def test_a_valid_json_answer(superproof, files):
    superproof("prove", "problem.json", "right.safetensors", "--certificate", "c.json")
    record = superproof("check", "problem.json", "right.safetensors", "c.json", "--json").record
    assert record["margin"] == [0.5, -0.5]
    pytest.importorskip("jsonschema").validate(record, schema("answer"))
    assert json.loads((files / "c.json").read_text())["margin"] == [2**63, -(2**63)]


def test_the_length_of_a_header_is_not_taken_for_the_mark_of_a_pickle(superproof, files):
    path, first = files / "x.safetensors", set()
    for length in range(40):
        save_float_network(FloatNetwork(LAYERS, 0.5, construction={"name": "x" * 8 * length}), path)
        first.add(path.read_bytes()[0])
        assert superproof("prove", "problem.json", path).status == 0
    assert 0x80 in first


def test_score_and_check_of_its_figures(superproof, files):
    run = superproof("score", "problem.json", "wrong.safetensors", "-o", "t.json")
    assert run.status == 0
    assert run.out.startswith("score: exactly 4 of 7 admissible inputs are wrong in some output, in exact arithmetic")
    assert "smallest wrong input: feature 1" in run.out
    assert "the network's threshold is 0." in run.out
    assert "one threshold that is right for all outputs: above 0.75, at most 1" in run.out
    run = superproof("check", "problem.json", "wrong.safetensors", "t.json")
    assert (run.status, run.out.splitlines()[0][:31]) == (0, "valid: exactly 4 of 7 admissibl")
    assert superproof("check", "problem.json", "right.safetensors", "t.json").status == 3
    assert superproof("show", "t.json", "--json").record["wrong"] == [0, 2, 2]
    record = superproof("score", "problem.json", "right.safetensors", "--json").record
    assert record["wrong_inputs"] == [0, 0]
    pytest.importorskip("jsonschema").validate(record, schema("answer"))


def test_a_report_of_the_score_has_every_output_and_one_reason(superproof, files):
    run = superproof("score", "problem.json", "wrong.safetensors", "--report", "r.html")
    assert run.status == 0
    page = (files / "r.html").read_text(encoding="utf-8")
    for piece in ("Exactly 4 of 7 admissible inputs are wrong", "Most harmful wrong input: feature 1", "<svg"):
        assert piece in page
    for piece in ("output 0 (feature 0 AND feature 1)", "above 0.75, at most 1", "which is wrong: it must be 0."):
        assert piece in page
    for piece in ("function bits per parameter", "parameter bits, stored"):
        assert piece in page
    assert superproof("score", "problem.json", "wrong.safetensors", "--report", "problem.json").status == 2


def test_score_takes_integer_networks(superproof, files):
    network = Network([([[1, 1, 0], [0, 1, 1]], [-1, 0])], IdentityCode(3), IdentityCode(2), threshold=1)
    save_network(network, files / "integer.safetensors")
    run = superproof("score", "problem.json", "integer.safetensors", "-o", "t.json")
    assert run.out.startswith("score: exactly 4 of 7")
    assert superproof("check", "problem.json", "integer.safetensors", "t.json").status == 0


@pytest.mark.parametrize(("name", "status", "count"), [("right", 0, 0), ("wrong", 3, 4)])
def test_certify_writes_one_report_about_a_network_that_is_brought(superproof, files, name, status, count):
    run = superproof("certify", "problem.json", "--network", f"{name}.safetensors", "-o", "out", "--json")
    assert run.status == status
    assert run.record["wrong_inputs"] == [count] * 2
    pytest.importorskip("jsonschema").validate(run.record, schema("answer"))
    assert ("certificate.json" in run.record["files"]) == (status == 0)
    page = (files / "out" / "report.html").read_text()
    for words in (
        "parameter bits, stored", "function bits per parameter", "least true", "numbers are stored as",
    ):  # fmt: skip
        assert words in page
    assert ("\n<pre>superproof explain out/problem.json " in page) == (status == 3)
    assert ("Why, on the most harmful input" in page) == bool(count)
    assert "![Scores of every output, beside its threshold](outputs.svg)" in (files / "out" / "report.md").read_text()
    for document in ("counts.json", *(["certificate.json"] if status == 0 else [])):
        assert superproof("check", "out/problem.json", "out/network.safetensors", f"out/{document}").status == 0


def test_certify_says_what_was_not_counted(superproof, files, monkeypatch):
    monkeypatch.setattr("superproof.certified_floats.count_wrong", lambda *_, **__: Unknown("no time is left"))
    run = superproof("certify", "problem.json", "--network", "right.safetensors", "-o", "out", "--timeout", "1e-9")
    assert run.status == 4
    assert "Wrong inputs were not counted" in (files / "out" / "report.html").read_text()


def test_certify_takes_a_network_of_integers_and_builds_nothing(superproof, files):
    network = Network([([[1, 1, 0], [0, 1, 1]], [-1, -1])], IdentityCode(3), IdentityCode(2), 1)
    save_network(network, files / "given.safetensors")
    run = superproof("certify", "problem.json", "--network", "given.safetensors", "-o", "out", "--json")
    assert (run.status, load_network(files / "out" / "network.safetensors").digest) == (0, network.digest)
    wrong = Network([([[1, 1, 0], [0, 1, 0]], [-1, -1])], IdentityCode(3), IdentityCode(2), 1)
    save_network(wrong, files / "wrong.safetensors")
    run = superproof("certify", "problem.json", "--network", "wrong.safetensors", "-o", "bad")
    assert (run.status, (run.out + run.err).count("reads 0")) == (3, 1)
    assert "\nwhy: superproof explain bad/problem.json bad/network.safetensors --active" in run.out
    run = superproof("certify", "problem.json", "--network", "right.safetensors", "--neurons", "3", "-o", "out")
    assert run.status == 2
    assert "--network brings a network: leave out what says how one is built" in run.err
