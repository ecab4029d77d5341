"""`import superproof as sp`: every name is there, none costs anything before it is used."""

import pkgutil
import re
from importlib import import_module

import networkx as nx
import pytest

import superproof as sp
import verify
from superproof.errors import UsageError
from superproof.moved import HOMES
from verify.lazy import door


@pytest.mark.parametrize("package", [sp, verify], ids=lambda package: package.__name__)
def test_every_name_is_there_and_none_is_hidden_by_a_module(package):
    assert {getattr(package, name) for name in package.__all__}
    assert set(package.__all__) <= set(dir(package)) | {"__version__"}
    assert not set(package.__all__) & {module.name for module in pkgutil.iter_modules(package.__path__)}
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute 'nothing'"):
        _ = package.nothing


def test_the_same_names_mean_the_same_but_for_what_takes_or_says_more():
    for name in set(sp.__all__) & set(verify.__all__) - {"score", "prove", "check"}:
        assert getattr(sp, name) is getattr(verify, name)


def test_there_are_thirty_and_those_of_before_say_where_they_are():
    assert len(sp.__all__) == 30
    for name in HOMES | dict.fromkeys(set(verify.__all__) - set(sp.__all__)):
        home = HOMES.get(name, f"verify.{name}")
        with pytest.warns(DeprecationWarning, match=rf"superproof\.{name} is going: it is {re.escape(home)}$"):
            found = getattr(sp, name)
        module, _, there = home.rpartition(".")
        assert found is getattr(import_module(module), there)


def test_what_is_saved_is_loaded_whatever_it_is(tmp_path):
    problem, real = sp.TwoAnd(3, 2, ((0, 1), (1, 2))), sp.autoencoder(2, 1)
    network = sp.build(problem, construction="naive")
    floats = sp.FloatNetwork([([[1.0, 0], [0, 1]], [0, 0], True)], 0.5)
    counted = sp.FloatNetwork([([[1.0, 1, 0], [0, 1, 1]], [-1.0, -1], True)], 0.5)
    triples = (
        (problem, network, sp.prove(problem, network).certificate),
        (problem, counted, sp.score(problem, counted).certificate),
        (real, floats, verify.worst_errors(real, floats).certificate),
    )
    for triple in triples:
        for thing in triple:
            sp.save(thing, tmp_path / "thing")
            assert type(sp.load(tmp_path / "thing")) is type(thing)
        assert isinstance(sp.check(*triple), sp.Valid)
    labels = verify.Labels(("Ann", "Bob", "Cyd"))
    sp.save(problem, tmp_path / "thing", labels)
    assert verify.load_labelled_problem(tmp_path / "thing") == (problem, labels)
    with pytest.raises(TypeError, match="labels go with a problem, not with a Network"):
        sp.save(network, tmp_path / "thing", labels)
    with pytest.raises(verify.DocumentError, match="cannot be read: No such file"):
        sp.load(tmp_path / "nothing")
    (tmp_path / "graph").write_text("0 1\n")
    with pytest.raises(verify.DocumentError, match="certify takes graphs"):
        sp.load(tmp_path / "graph")


def test_importing_it_imports_nothing_heavy(python):
    heavy = "[name for name in ('numpy', 'networkx', 'z3') if name in sys.modules]"
    run = python("-c", f"import sys, superproof; print(superproof.__version__, {heavy})")
    assert run.stdout == f"{sp.__version__} []\n", run.stderr


def test_a_door_names_what_its_stub_imports(tmp_path):
    (tmp_path / "__init__.pyi").write_text("from math import comb as choose, gcd\nfrom . import other\n")
    _, names, public = door("verify", str(tmp_path / "__init__.py"))
    assert names() == public == ["choose", "gcd"]


def test_a_graph_is_certified_and_shows_its_report(tmp_path):
    found = sp.certify(nx.complete_graph(5), sparsity=2, construction="naive")
    assert repr(found) == "<graph: proved, 10 neurons for 10 outputs>"
    assert isinstance(found.verdict, sp.Proved)
    assert isinstance(sp.check(found.problem, found.network, found.certificate), sp.Valid)
    assert found.numbers["inputs_covered"] == 16
    assert found.numbers["outputs_per_neuron"] == 1.0
    shown = found._repr_html_()
    assert shown.startswith('<iframe srcdoc="')
    assert "<script" not in shown
    page = sp.report(found, tmp_path / "new" / "folder")
    assert page.read_text().startswith("<!DOCTYPE html>") or page.read_text().startswith("<!doctype html>")


def test_a_problem_a_file_and_a_name_are_taken_and_nothing_else(tmp_path):
    problem = sp.TwoAnd(3, 2, ((0, 1), (1, 2)))
    verify.save_problem(problem, tmp_path / "p.json")
    for asked in (problem, tmp_path / "p.json", str(tmp_path / "p.json")):
        network = sp.build(asked, construction="naive")
        assert isinstance(sp.prove(problem, network), sp.Proved)
    with pytest.raises(TypeError, match="a problem must be a Problem, a networkx graph, a file or a name, not a int"):
        sp.certify(3)
    with pytest.raises(UsageError, match="sparsity must be the problem's own, 2, not 1"):
        sp.build(problem, sparsity=1)
    with pytest.raises(UsageError, match="too many inputs"):
        sp.certify(sp.TwoAnd(2**17, 2**17, ((0, 1),)))
    with pytest.raises(verify.DocumentError):
        sp.certify("no-such-data-set")


def test_a_wrong_network_is_refuted_with_its_counterexample():
    found = sp.certify("karate-club", construction="structured-channels", neurons=49)
    assert isinstance(found.verdict, sp.Refuted)
    assert (found.certificate, found.counterexample) == (None, found.verdict.counterexample)
    assert repr(found).startswith("<karate-club: refuted, ")


def test_where_no_network_is_found_there_is_none():
    found = sp.certify(
        sp.TwoAnd.random_regular(24, 3, sparsity=2, seed=5), construction="optimised-channels", neurons=9
    )
    assert (found.network, found.certificate) == (None, None)
    assert repr(found) == "<problem: unknown, no network for 36 outputs>"
