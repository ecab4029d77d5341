"""The options of branch on the command line, what is announced, and checks of a sample."""

import json

import numba
import pytest

import verify
from constructions import structured_channels
from superproof.certification import certify
from superproof.terminal import Terminal
from tests.superproof.test_certification import NAIVE, SOURCE
from verify import Invalid, TwoAnd, load_certificate, load_network, save_network, save_problem
from verify.compiling import NOTICE

PAIR = ("problem.json", "network.safetensors")


@pytest.fixture
def branched(superproof, tmp_path):
    """A folder with a right network in superposition and the certificate of branch without a margin."""
    problem = TwoAnd.random_regular(64, 2, sparsity=2, seed=0)
    save_problem(problem, tmp_path / PAIR[0])
    save_network(structured_channels(problem, neurons=96), tmp_path / PAIR[1])
    assert superproof("prove", *PAIR, "--prover", "branch", "--certificate", "c.json").status == 0
    return tmp_path


def test_auto_says_what_it_takes_and_why_unless_quiet(superproof, proved):
    assert "prover: enumerate, because it takes only" in superproof("prove", *PAIR).err
    assert superproof("prove", *PAIR, "--quiet").err == ""
    assert superproof("prove", *PAIR, "--prover", "enumerate").err == ""


def test_options_of_branch_choose_it(superproof, branched):
    options = ("--memory", "100M", "--checkpoint", "kept", "--exact-margin", "--certificate", "exact.json")
    run = superproof("prove", *PAIR, *options)
    assert run.status == 0
    assert "prover: branch, because it is the prover with checkpoint and exact_margin and memory" in run.err
    assert (branched / "kept").exists()
    assert load_certificate(branched / "exact.json").margin is not None
    assert superproof("check", *PAIR, "exact.json").status == 0


@pytest.mark.parametrize("option", [("--memory", "3G"), ("--checkpoint", "kept"), ("--exact-margin",)])
@pytest.mark.parametrize("prover", ["smt", "enumerate"])
def test_options_of_branch_are_wrong_usage_elsewhere(superproof, proved, option, prover):
    run = superproof("prove", *PAIR, "--prover", prover, *option)
    assert run.status == 2
    assert run.complaint == f"superproof prove: {option[0]} is for the prover branch, not for {prover}"


@pytest.mark.parametrize("memory", ["", "G", "0", "3x", "1.5G", "-1", "3GB"])
def test_memory_is_a_number_of_bytes(superproof, memory):
    run = superproof("prove", *PAIR, f"--memory={memory}")
    assert run.status == 2
    assert "like 3000000000 or 500M or 3G" in run.complaint


def test_a_checkpoint_of_another_network_is_an_unusable_document(superproof, branched):
    assert superproof("prove", *PAIR, "--checkpoint", "kept").status == 0
    problem = TwoAnd.random_regular(64, 2, sparsity=2, seed=0)
    save_network(structured_channels(problem, neurons=96, seed=1), branched / "other.safetensors")
    assert superproof("prove", PAIR[0], "other.safetensors", "--checkpoint", "kept").status == 5


def test_a_certificate_that_the_checker_refuses_is_not_left_behind(superproof, branched):
    """The proof is made with a checkpoint of another network, which is bound to this one by its digest."""
    assert superproof("prove", *PAIR, "--checkpoint", "kept").status == 0
    right = load_network(branched / PAIR[1])
    wrong = right.with_threshold(right.threshold + 10**6)
    save_network(wrong, branched / "wrong.safetensors")
    kept = (branched / "kept").read_bytes()
    (branched / "kept").write_bytes(kept.replace(right.digest.encode(), wrong.digest.encode()))
    run = superproof("prove", PAIR[0], "wrong.safetensors", "--checkpoint", "kept", "--certificate", "forged.json")
    assert run.status == 5
    assert "remove it to begin anew" in run.err
    assert not list(branched.glob("forged*"))


def test_a_sample_that_holds_is_unknown_and_says_so(superproof, branched):
    assert superproof("check", *PAIR, "c.json").status == 0
    run = superproof("check", *PAIR, "c.json", "--sample", 5)
    assert run.status == 4
    assert run.out == "unknown: 5 of 64 outputs were checked and hold; a sample is no check of all\n"
    assert superproof("check", *PAIR, "c.json", "--sample", 64, "--json").record["verdict"] == "unknown"


def test_a_sample_of_a_certificate_about_something_else_is_invalid(superproof, branched):
    document = json.loads((branched / "c.json").read_text())
    (branched / "c.json").write_text(json.dumps(document | {"sparsity": 1}))
    assert superproof("check", *PAIR, "c.json", "--sample", 5).status == 3


def test_certificates_of_other_provers_are_not_sampled(superproof, proved):
    run = superproof("check", *PAIR, "certificate.json", "--sample", 2)
    assert run.status == 2
    assert "--sample takes certificates of branch, but this is one of enumerate" in run.complaint


def test_long_proofs_are_forecast(superproof, branched, monkeypatch):
    monkeypatch.setattr("verify.provers.branch.forecasting.LONG", 0)
    monkeypatch.setattr("verify.provers.enumeration.prove.LONG", 0)
    assert "forecast: 256 cases take about 1 second" in superproof("prove", *PAIR, "--prover", "branch").err
    assert "forecast: 2,081 inputs take about 1 second" in superproof("prove", *PAIR, "--prover", "enumerate").err


def test_a_proof_that_is_not_checked_is_unknown_and_its_certificate_is_written(superproof, proved):
    run = superproof("prove", *PAIR, "--no-check", "--certificate", "c.json")
    assert (run.status, run.out) == (4, "unknown: a proof was found, and not checked\n")
    assert superproof("prove", *PAIR, "--no-check", "--json").record["prover"] == "enumerate"
    assert superproof("check", *PAIR, "c.json").status == 0


def test_a_proof_the_checker_refuses_is_said_loudly_and_is_no_proof(superproof, proved, monkeypatch):
    monkeypatch.setattr("verify.proving.run_checker", lambda *_, **__: Invalid("a bound is wrong"))
    run = superproof("prove", *PAIR, "--quiet")
    assert run.status == 4
    assert run.complaint.startswith("superproof prove: BUG of superproof, nothing is proved or refuted: the checker")


@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_whoever_waits_for_a_compiler_is_told_once(superproof, branched, monkeypatch, quiet):
    found = verify.find_proof

    def compiling(*arguments, **options):
        for number in (1, 2):
            numba.njit(eval(f"lambda a: a + {number}"))(1)
        return found(*arguments, **options)

    monkeypatch.setattr("superproof.commands.prove.find_proof", compiling)
    assert superproof("prove", *PAIR, *quiet).err.count(NOTICE) == (not quiet)


def test_certify_states_the_margin_of_branch():
    findings = certify(SOURCE, NAIVE, Terminal(quiet=True), lambda *_: None, prover="branch")
    assert findings.word == "proved"
    assert (findings.margin.smallest_true, findings.margin.largest_false) == (1, 0)
