"""`superproof check --proved` and `superproof proved build`: what they print, and one sentence where they cannot."""

import json
import shutil
import subprocess

import pytest

from superproof.__main__ import main
from tests.certificates import make
from tests.certificates.test_certificates import HERE
from verify.proved import RESTS_ON, program

ACCEPTED = HERE / "accepted" / "naive_path"


def files(folder):
    return [str(folder / name) for name in (make.PROBLEM, make.NETWORK, make.CERTIFICATE)]


def test_without_the_program_the_status_is_4_and_says_how_to_build_it(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert main(["check", *files(ACCEPTED), "--proved"]) == 4
    assert "superproof proved build" in capsys.readouterr().err


def test_a_build_without_tools_names_the_packages(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["proved", "build"]) == 4
    assert "apt install coq ocaml-nox make" in capsys.readouterr().err


def test_a_sample_is_not_proved(capsys):
    assert main(["check", *files(HERE / "accepted" / "branch_naive_path"), "--proved", "--sample", "1"]) == 2
    assert "--sample" in capsys.readouterr().err


def test_what_somebody_else_built_meanwhile_is_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(program, "TOOLS", {})
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("it is built already"))
    path = program.program_path()
    path.parent.mkdir(parents=True)
    path.write_text("")
    assert program.build() == path


@pytest.mark.skipif(shutil.which("coqc") is None, reason="the proved checker cannot be built without coqc")
def test_a_valid_answer_says_what_it_rests_on(capsys):
    program.build()
    assert main(["check", *files(ACCEPTED), "--proved"]) == 0
    assert "rests on: Coq's kernel" in capsys.readouterr().out
    assert main(["check", *files(ACCEPTED), "--proved", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rests_on"] == list(RESTS_ON)
    assert main(["check", *files(HERE / "rejected" / "forged_for_one_weight_changed"), "--proved"]) == 3
    capsys.readouterr()
    assert main(["check", *files(HERE / "accepted" / "contracts_of_xor"), "--proved"]) == 0


def test_an_export_for_coq_is_the_theorem_of_a_proof_that_is_found_now_or_given(tmp_path, capsys):
    problem, network, certificate = files(ACCEPTED)
    given, found, written = (tmp_path / name for name in ("given.v", "found.v", "written.v"))
    assert main(["export", problem, network, "--coq", str(given), "--certificate", certificate]) == 0
    assert main(["proved", "theorem", problem, network, certificate, "-o", str(written)]) == 0
    assert given.read_text() == written.read_text()
    assert main(["export", problem, network, "--coq", str(found)]) == 0
    assert "Theorem network_computes" in found.read_text()
    assert "a theorem, once Coq accepts it" in capsys.readouterr().out


def test_a_wrong_network_is_no_theorem(tmp_path, capsys):
    problem, network, _ = files(HERE / "rejected" / "forged_for_one_weight_changed")
    assert main(["export", problem, network, "--coq", str(tmp_path / "n.v"), "--npz", str(tmp_path / "n.npz")]) == 3
    assert "refuted: " in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


def test_a_certificate_is_for_a_theorem_only(tmp_path, capsys):
    problem, network, certificate = files(ACCEPTED)
    assert main(["export", problem, network, "--npz", str(tmp_path / "n.npz"), "--certificate", certificate]) == 2
    assert "--coq" in capsys.readouterr().err
