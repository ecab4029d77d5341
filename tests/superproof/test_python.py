"""What people meet in Python: exchanged arguments, short reprs, figures, what is said, failing assertions."""

import dataclasses
import pickle
import subprocess
import sys
import types
from typing import Any, cast

import networkx as nx
import numpy as np
import pytest

import superproof as sp
import verify
import verify.provers
from superproof.errors import UsageError
from verify.compiling import COMPILER, NOTICE

GRAPH = nx.relabel_nodes(nx.path_graph(4), dict(enumerate(("Ann", "Bob", "Cyd", "Dan"))))
PROBLEM = sp.TwoAnd.from_graph(GRAPH, sparsity=2)
NETWORK = sp.build(PROBLEM, construction="naive")
CERTIFICATE = sp.prove(PROBLEM, NETWORK).certificate
WRONG = NETWORK.with_threshold(2)


@pytest.mark.parametrize(
    "call",
    [
        lambda: sp.prove(NETWORK, PROBLEM),
        lambda: sp.prove("problem.json", "network.safetensors"),
        lambda: sp.check(NETWORK, PROBLEM, CERTIFICATE),
        lambda: sp.check(PROBLEM, NETWORK, "certificate.json"),
        lambda: sp.check(PROBLEM, CERTIFICATE, NETWORK),
        lambda: verify.sample(NETWORK, PROBLEM),
        lambda: sp.explain(NETWORK, PROBLEM, {0}),
        lambda: sp.explain(PROBLEM, NETWORK, "0,1"),
        lambda: sp.counterexamples(NETWORK, PROBLEM),
        lambda: sp.assert_computes(NETWORK, PROBLEM),
        lambda: verify.scores(PROBLEM, {0}),
        lambda: sp.certify(NETWORK),
        lambda: sp.certify(NETWORK, construction=PROBLEM),
        lambda: sp.certify(PROBLEM, construction=PROBLEM),
        lambda: sp.certify(PROBLEM, sparsity="2"),
        lambda: sp.certify(GRAPH, sparsity="2"),
        lambda: sp.report("folder", PROBLEM),
        lambda: verify.save_problem("p.json", PROBLEM),
        lambda: verify.save_network("n.safetensors", NETWORK),
        lambda: verify.save_certificate("c.json", CERTIFICATE),
        lambda: verify.load_problem(PROBLEM),
    ],
)
def test_exchanged_arguments_are_type_errors_that_say_which(call):
    with pytest.raises(TypeError, match=r"must be|expected str|a report is of") as caught:
        call()
    assert "has no attribute" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_reprs_are_short_however_large_the_thing():
    large = sp.TwoAnd.random_regular(1024, 4, sparsity=2, seed=0)
    found = sp.prove(large, sp.build(large, construction="naive"), prover="branch")
    wrong, reason = (
        sp.counterexamples(PROBLEM, WRONG, most=None),
        sp.explain(large, sp.build(large, construction="naive"), {0, 1}),
    )
    for thing in (large, NETWORK, CERTIFICATE, found, found.certificate, wrong, reason):
        assert len(repr(thing)) < 400
    for thing in (large, NETWORK, found, wrong, reason, sp.score(PROBLEM, NETWORK)):
        assert len(thing._repr_html_()) < 3000
    assert repr(large) == "Problem(features=1024, sparsity=2, levels=<1 of 2048 gates>, form='gates')"
    small = sp.TwoAnd(3, 2, ((0, 1), (1, 2)))
    assert eval(repr(small), {"Problem": verify.Problem, "Gate": sp.Gate}) == small


def test_a_network_of_ones_own_has_verdict_report_and_figures(tmp_path):
    found = sp.certify(GRAPH, sparsity=2, construction=WRONG)
    assert isinstance(found.verdict, sp.Refuted)
    assert repr(found) == "<graph: refuted, 4 neurons for 3 outputs>"
    page = sp.report(found, tmp_path).read_text()
    assert "Ann" in page
    assert '<td data-name="receives" class="number">' in page  # On a narrow screen every cell says its column.
    assert {"scores", "interference", "graph", "reading"} <= set(found.figures)
    for picture in found.figures.values():
        assert picture._repr_svg_().startswith("<svg")
    with pytest.raises(ValueError, match="features"):
        sp.certify(nx.path_graph(9), construction=WRONG)


class _Cell(types.SimpleNamespace):
    """The standard error of a notebook: no terminal, and watched all the same."""

    __module__ = "ipykernel.iostream"


def test_a_notebook_and_a_terminal_are_told_what_is_done_and_nobody_else_is(monkeypatch, capsys):
    sp.certify(GRAPH, construction="naive")
    assert capsys.readouterr() == ("", "")
    said = []
    monkeypatch.setattr(sys, "stderr", _Cell(write=said.append, flush=lambda: None, isatty=lambda: False))
    sp.certify(GRAPH, construction="naive", quiet=True)
    assert said == []
    sp.certify(GRAPH, construction="naive")
    assert any("check: valid" in text for text in said)


def test_a_proof_that_has_to_compile_first_is_no_silent_minute(monkeypatch, capsys):
    choose = verify.provers.choice.choose

    def compiling(*arguments):
        COMPILER.begin()
        COMPILER.end()
        return choose(*arguments)

    monkeypatch.setattr("verify.proving.choose", compiling)
    sp.prove(PROBLEM, WRONG)
    assert capsys.readouterr() == ("", "")
    said, told = [], []
    monkeypatch.setattr(sys, "stderr", _Cell(write=said.append, flush=lambda: None, isatty=lambda: False))
    sp.prove(PROBLEM, WRONG)
    assert "".join(said) == f"{NOTICE}\n"
    sp.prove(PROBLEM, WRONG, tell=told.append)
    assert NOTICE in told
    assert "".join(said) == f"{NOTICE}\n"


def test_an_assertion_names_the_gate_and_features_in_few_lines(tmp_path):
    """As pytest shows it to somebody whose test fails: none of our frames."""
    verify.save_problem(PROBLEM, tmp_path / "p.json", verify.Labels(("Ann", "Bob", "Cyd", "Dan")))
    verify.save_network(WRONG, tmp_path / "n.safetensors")
    (tmp_path / "test_mine.py").write_text(
        "import superproof as sp\n"
        "import verify\n\n"
        "def test_mine():\n"
        "    problem, labels = verify.load_labelled_problem('p.json')\n"
        "    sp.assert_computes(problem, sp.load('n.safetensors'), labels=labels)\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_mine.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    told = "with only Ann and Bob active, output 0 (Ann AND Bob) reads 0 (score 1, threshold 2), but must be 1"
    assert told in done.stdout
    assert "verify/testing.py" not in done.stdout
    assert len(done.stdout.splitlines()) < 25
    with pytest.raises(AssertionError, match=r"output 0 \(feature 0 AND feature 1\) reads 0"):
        sp.assert_computes(PROBLEM, WRONG)


@pytest.mark.parametrize(
    ("graph", "options", "words"),
    [
        (nx.Graph([(1, 1), (1, 2)]), {}, r"remove_edges_from\(nx.selfloop_edges"),
        (GRAPH, {"sparsity": 9}, "^sparsity must be at most"),
        (GRAPH, {"construction": "magic"}, "^construction must be one of"),
        (GRAPH, {"construction": "naive", "neurons": 2}, "^construction naive: naive needs at least 4"),
        (GRAPH, {"prover": "oracle"}, "^prover must be auto or one of"),
    ],
)
def test_what_is_wrong_in_a_call_is_said_in_the_words_of_python(graph, options, words):
    with pytest.raises((UsageError, verify.DocumentError, ValueError), match=words) as caught:
        sp.certify(graph, **options)
    assert "--" not in str(caught.value)


def test_a_search_from_python_takes_effort_and_nothing_unknown():
    karate, misspelt = nx.karate_club_graph(), {"efort": 3}
    few = sp.certify(karate, construction="optimised-channels", effort=0.6)
    assert few.network.neurons > sp.build(karate, construction="optimised-channels", effort=25).neurons
    with pytest.raises(TypeError, match=r"there is no argument efort; did you mean effort[?]"):
        sp.build(karate, **misspelt)


def test_exchanged_arguments_of_score_and_how_wrong_are_told():
    boolean, real = sp.TwoAnd(2, 2, ((0, 1),)), sp.autoencoder(2, 1)
    network = sp.FloatNetwork([([[1.0, 1.0]], [-1.0], True)], 0.5)
    for call, problem in ((sp.score, boolean), (sp.how_wrong, real)):
        with pytest.raises(TypeError, match=r"problem must be a \w*Problem, not the FloatNetwork"):
            call(network, problem)
    with pytest.raises(TypeError, match=r"network must be a FloatNetwork, not the str 'n\.pt'"):
        sp.how_wrong(real, "n.pt")
    with pytest.raises(verify.DocumentError, match=r"n\.pt: cannot be read"):
        sp.score(boolean, "n.pt")
    with pytest.raises(TypeError, match="problem must be a RealProblem, not the Problem"):
        sp.how_wrong(boolean, network)


FLOATS = sp.FloatNetwork([([[1.0, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], [-1.0, -1, -1], True)], 0.5)


@pytest.mark.parametrize(
    "call",
    [
        lambda: verify.sample(PROBLEM, FLOATS),
        lambda: sp.counterexamples(PROBLEM, FLOATS),
    ],
)
def test_what_takes_integers_only_says_what_takes_floats(call):
    with pytest.raises(TypeError, match=r"take networks of floats") as caught:
        call()
    assert "\n" not in str(caught.value)


def test_vectors_pairs_and_limits_that_are_nearly_right_are_told_what_would_be():
    with pytest.raises(TypeError, match=r"such as y.astype\(bool\), not float64 of shape \(4, 4\)"):
        NETWORK(np.eye(4))
    with pytest.raises(TypeError, match=r"a tuple of two features, such as \(0, 1\), not \[0, 1\]"):
        sp.TwoAnd(3, 2, cast(Any, [[0, 1]]))
    with pytest.raises(TypeError, match="a time limit must be a number of seconds, not '3'"):
        sp.certify(PROBLEM, timeout="3")


@pytest.mark.parametrize("prover", ["enumerate", "branch"])
def test_results_are_equal_by_value_and_come_back_from_pickles(prover):
    problem = sp.TwoAnd.random_regular(16, 2, sparsity=2, seed=0)
    network = sp.build(problem, neurons=15)
    first, second = (sp.prove(problem, network, prover=prover) for _ in range(2))
    assert first == second == pickle.loads(pickle.dumps(first))
    assert hash(first) == hash(second)
    other = sp.prove(PROBLEM, NETWORK, prover=prover)
    assert first != other
    found = first.certificate
    for change in ({"inputs_covered": 1}, {"arrays": {**found.arrays, "more": np.zeros(1, dtype=np.int8)}}):
        assert dataclasses.replace(found, **change) != found
    for name, array in found.arrays.items():
        assert dataclasses.replace(found, arrays={**found.arrays, name: array + 1}) != found
        assert dataclasses.replace(found, arrays={**found.arrays, name: array.astype(np.float64)}) != found


@pytest.mark.parametrize("problem", ["karate-club", nx.path_graph(3)])
def test_an_assertion_about_no_problem_says_so(problem):
    with pytest.raises(TypeError, match=r"problem must be a Problem, not the (str|Graph)"):
        sp.assert_computes(problem, None)


def test_exchanged_arguments_are_told_their_order():
    problem = sp.TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    with pytest.raises(TypeError, match=r"not the Network <.*>: the problem goes first, then the network"):
        sp.prove(sp.build(problem, construction="naive"), problem)
