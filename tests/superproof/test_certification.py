import pytest

from constructions import CONSTRUCTIONS, NotFoundError, naive, structured_channels
from constructions.regimes.search import TWO_LAYERS
from superproof import certification
from superproof.build_request import Request
from superproof.building import build_network
from superproof.certification import certify
from superproof.errors import ContradictionError, UsageError
from superproof.problem_source import Source
from superproof.reports.summary import summarise
from superproof.terminal import Terminal
from verify import Invalid, Permutation, RefusedProofError, Refuted, TwoAnd, Unknown, prove, sample
from verify.compiling import TimeLimit
from verify.progress import Deadline, silent

PROBLEM = TwoAnd.random_regular(24, 3, sparsity=2, seed=5)
SOURCE = Source("case", PROBLEM, tuple(map(str, range(24))))
NAIVE = Request("naive", None, 0)
WRONG = Request("structured-channels", 42, 0)


def run(request):
    return certify(SOURCE, request, Terminal(quiet=True), lambda *_: None)


def test_every_step_is_taken_for_a_right_network(monkeypatch):
    monkeypatch.setattr(certification, "FEW", 300)
    findings = run(NAIVE)
    assert (findings.word, findings.reason) == ("proved", None)
    assert list(findings.seconds) == ["build", "prove", "check", "sample", "compare", "regimes"]
    assert findings.inputs_covered == 301
    assert findings.samples is not None


def test_nothing_is_sampled_where_a_proof_covers_few_inputs():
    findings = run(NAIVE)
    assert list(findings.seconds) == ["build", "prove", "check", "compare", "regimes"]
    assert findings.samples is None
    assert "No random inputs were tried: the proof covers all 301 admissible inputs." in summarise(findings).sampling


def test_nothing_is_checked_for_a_wrong_network():
    findings = run(WRONG)
    assert findings.word == "refuted"
    assert isinstance(prove(PROBLEM, structured_channels(PROBLEM, neurons=42)), Refuted)
    assert (findings.certificate, findings.inputs_covered) == (None, None)
    assert "check" not in findings.seconds


def test_a_sampled_counterexample_refutes_what_the_prover_left_open(monkeypatch):
    monkeypatch.setattr(certification, "find_proof", lambda *_, **__: Unknown("the time is over"))
    assert run(WRONG).word == "refuted"
    findings = run(NAIVE)
    assert (findings.word, findings.reason) == ("unknown", "the time is over")


def test_a_proof_against_a_counterexample_is_never_hidden(monkeypatch):
    wrong = sample(PROBLEM, structured_channels(PROBLEM, neurons=42), samples=2000)
    assert wrong.counterexample is not None
    monkeypatch.setattr(certification, "sample", lambda *_, **__: wrong)
    monkeypatch.setattr(certification, "FEW", 0)
    with pytest.raises(ContradictionError, match="a checked proof stands against a counterexample"):
        run(NAIVE)


def test_a_proof_the_checker_does_not_confirm_is_no_proof(monkeypatch):
    monkeypatch.setattr("verify.proving.run_checker", lambda *_, **__: Unknown("the time is over"))
    findings = run(NAIVE)
    assert (findings.word, findings.inputs_covered) == ("unknown", None)
    assert findings.reason == "a proof was found, and not checked: the time is over"
    assert findings.certificate is not None


def test_a_proof_the_checker_refuses_is_a_bug_of_ours_and_never_hidden(monkeypatch):
    monkeypatch.setattr("verify.proving.run_checker", lambda *_, **__: Invalid("a bound is wrong"))
    with pytest.raises(RefusedProofError, match=r"the checker refuses the proof .* this is a bug of superproof"):
        run(NAIVE)


def test_a_search_that_finds_no_network_is_unknown(monkeypatch):
    def nothing(*_, **__):
        raise NotFoundError("no luck")

    monkeypatch.setattr("superproof.building.search", nothing)
    findings = run(Request("auto", None, 0))
    assert (findings.word, findings.reason, findings.network) == ("unknown", "no luck", None)


@pytest.mark.parametrize("name", ["auto", "optimised-channels"])
def test_training_in_vain_is_unknown(name):
    findings = run(Request(name, 9, 0))
    assert (findings.word, findings.network) == ("unknown", None)
    assert "no exact network with 9 neurons" in findings.reason


def test_a_request_that_breaks_a_rule_is_wrong_usage():
    with pytest.raises(UsageError, match=r"structured-channels needs at least \d+ neurons.*, not 1"):
        run(Request("structured-channels", 1, 0))
    with pytest.raises(UsageError, match=r"naive needs at least 36 neurons, .* not 35"):
        run(Request("naive", 35, 0))
    large = Permutation.random(100_000, sparsity=2, seed=0)
    with pytest.raises(UsageError, match="builds at most 8589934592, not 10000000000"):
        build_network(large, Request("naive", None, 0), silent, str)
    with pytest.raises(UsageError, match="takes 2-AND problems, not one of kind 'permutation'"):
        build_network(large, Request("random-channels", None, 0), silent, str)


TAKING = [name for name, construction in CONSTRUCTIONS.items() if construction.takes(PROBLEM)]


@pytest.mark.parametrize("name", TAKING)
def test_every_construction_takes_a_number_of_neurons(name):
    neurons = 128 if name in TWO_LAYERS else 48
    assert build_network(PROBLEM, Request(name, neurons, 0), silent, str).network.neurons <= neurons


@pytest.mark.parametrize("name", TAKING)
def test_auto_neurons_searches_among_networks_of_the_construction(name, monkeypatch):
    asked = []

    def note(problem, construction, *_):
        asked.append(construction.name)
        raise NotFoundError("no luck")

    monkeypatch.setattr("superproof.building.search", note)
    assert run(Request(name, None, 0)).word == "unknown"
    assert asked == [name]


def test_the_search_tells_what_it_tried(capsys):
    findings = certify(SOURCE, Request("auto", None, 0), Terminal(), lambda *_: None)
    assert findings.word == "proved"
    assert findings.network is not None
    assert findings.network.neurons < PROBLEM.outputs
    told = capsys.readouterr().err
    assert findings.tried
    assert all(f"tried {attempt}" in told for attempt in findings.tried)


def test_a_network_too_large_to_sample_is_still_proved(monkeypatch):
    def refuse(*_, **__):
        raise ValueError("too much memory")

    monkeypatch.setattr(certification, "sample", refuse)
    monkeypatch.setattr(certification, "FEW", 0)
    findings = run(NAIVE)
    assert (findings.word, findings.samples) == ("proved", None)
    assert findings.network == naive(PROBLEM)


def test_a_proof_that_the_search_found_stands_where_no_time_is_left_for_another(monkeypatch):
    monkeypatch.setattr(certification, "find_proof", lambda *_, **__: pytest.fail("there is no time for it"))

    def late(*arguments, deadline, **options):
        built = build_network(*arguments, **options)
        monkeypatch.setattr(TimeLimit, "passed", lambda _: True)
        return built

    monkeypatch.setattr(certification, "build_network", late)
    findings = certify(SOURCE, NAIVE, Terminal(quiet=True), lambda *_: None, timeout=1000)
    assert findings.word == "unknown"
    assert findings.reason.startswith("a proof was found, and not checked")
    assert findings.certificate.network == findings.network.digest


def test_nothing_is_sampled_once_the_time_is_over(monkeypatch, capsys):
    monkeypatch.setattr(Deadline, "passed", lambda self: (self.remaining() or 0) > 700)
    findings = certify(SOURCE, NAIVE, Terminal(), lambda *_: None, timeout=1000)
    assert (findings.word, findings.samples) == ("unknown", None)
    assert "sample: left out, certify did not finish within the time limit of 1000 seconds" in capsys.readouterr().err
