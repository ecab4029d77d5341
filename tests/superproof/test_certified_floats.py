"""certify in Python takes every network that the command takes, and finds out the same about it."""

from html import escape

import numpy as np
import pytest

import superproof as sp
import verify
from superproof.certified import Certified
from superproof.certified_floats import CertifiedFloats
from superproof.errors import UsageError
from tests.superproof.test_python import FLOATS, NETWORK, PROBLEM

WRONG = sp.FloatNetwork([([[1.0, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], [0.0, -1, -1], True)], 0.5)


@pytest.fixture
def files(tmp_path):
    verify.save_problem(PROBLEM, tmp_path / "problem.json")
    verify.save_float_network(FLOATS, tmp_path / "floats.safetensors")
    verify.save_float_network(WRONG, tmp_path / "wrong.safetensors")
    first = FLOATS.layers[0]
    np.savez(
        tmp_path / "net.npz", W=first.weights.astype(np.float32), b=first.bias.astype(np.float32) - np.float32(0.5)
    )
    return tmp_path


@pytest.mark.parametrize("name", ["floats.safetensors", "wrong.safetensors", "net.npz"])
def test_what_the_command_finds_is_found_in_python(superproof, files, name):
    run = superproof("certify", "problem.json", "--network", name, "-o", "out", "--json")
    found = sp.certify(files / "problem.json", network=files / name)
    assert isinstance(found, CertifiedFloats)
    assert {key: run.record.get(key) for key in found.numbers} == found.numbers
    assert (found.counterexample is None, found.certificate is None) == (run.status == 0, run.status == 3)
    page = sp.report(found, files / "page").read_text()
    assert escape(page) in found._repr_html_()
    assert (files / "out" / "outputs.svg").read_text() == found.figures["outputs"].standalone


def test_a_network_of_floats_is_proved_and_counted():
    for found in (sp.certify(PROBLEM, network=FLOATS), sp.certify(PROBLEM, construction=FLOATS)):
        assert isinstance(found.verdict, sp.Proved)
        assert isinstance(sp.check(PROBLEM, found.network, found.certificate), sp.Valid)
        assert (found.numbers["wrong_inputs"], found.counted.exact) == ([0, 0], True)
        assert repr(found) == "<problem: proved, 3 neurons of floats for 3 outputs>"
        assert found._repr_html_().startswith("<iframe srcdoc=")


def test_a_wrong_one_is_refuted_and_what_is_left_open_is_said(monkeypatch):
    found = sp.certify(PROBLEM, network=WRONG)
    assert found.counterexample == found.verdict.counterexample
    assert found.numbers["wrong_inputs"][0] > 0
    # Whether so short a time is enough to count something is the machine's affair.
    monkeypatch.setattr("superproof.certified_floats.count_wrong", lambda *_, **__: sp.Unknown("no time is left"))
    late = sp.certify(PROBLEM, network=FLOATS, timeout=1e-9)
    assert isinstance(late.verdict, sp.Unknown)
    assert (late.figures, late.numbers["wrong_inputs"]) == ({}, None)


def test_a_torch_module_is_certified():
    torch = pytest.importorskip("torch")
    module = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 3))
    with torch.no_grad():
        module[0].weight.copy_(torch.tensor(FLOATS.layers[0].weights))
        module[0].bias.fill_(-1)
        module[2].weight.copy_(torch.eye(3))
        module[2].bias.fill_(-0.5)
    assert isinstance(sp.certify(PROBLEM, network=module).verdict, sp.Proved)


def test_a_network_of_integers_by_either_name_and_nothing_is_built():
    found = sp.certify(PROBLEM, network=NETWORK)
    assert (type(found), found.network) == (Certified, NETWORK)
    for options in ({"construction": "naive"}, {"neurons": 3}, {"construction": NETWORK}):
        with pytest.raises(UsageError, match="leave out what says how one is built"):
            sp.certify(PROBLEM, network=FLOATS, **options)
    with pytest.raises(ValueError, match="features"):
        sp.certify(PROBLEM, network=sp.FloatNetwork([([[1.0]] * 3, [0.0] * 3, True)], 0.5))
    with pytest.raises(UsageError, match="enumerate or branch or smt, not by contracts"):
        sp.certify(PROBLEM, network=FLOATS, prover="contracts")
