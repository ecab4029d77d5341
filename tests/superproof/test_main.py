import errno
import io
import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from constructions import CONSTRUCTIONS
from superproof import __version__, option_groups
from superproof.__main__ import main
from superproof.outcome import KEYS
from verify.provers import PROVERS

pytestmark = pytest.mark.usefixtures("blank_pictures")

HEAVY = (
    "numpy",
    "networkx",
    "sympy",
    "z3",
    "matplotlib",
    "scipy",
    "numba",
    "jinja2",
    "verify.statement",
    "verify.checker",
    "constructions",
    "bounds",
)


@pytest.mark.parametrize("arguments", [["--help"], ["certify", "--help"], ["prove"]])
def test_help_and_wrong_usage_import_nothing_heavy(python, arguments):
    code = (
        "import sys; from superproof.__main__ import main; main(sys.argv[1:]);"
        f"heavy = sorted(set({HEAVY!r}) & set(sys.modules)); print(heavy, file=sys.stderr); sys.exit(len(heavy))"
    )
    done = python("-c", code, *arguments)
    assert done.returncode == 0, done.stderr


def test_the_module_door_opens_the_same_command(python):
    done = python("-m", "superproof", "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("usage: superproof")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "COMMAND"),
        (("conquer",), "conquer"),
        (("certify",), "PROBLEM"),
        (("certify", "karate-club", "--sparsity", "0"), "must be an integer from 1 to 2**40, not '0'"),
        (("certify", "karate-club", "--sparsity", "two"), "not 'two'"),
        (("certify", "karate-club", "--sparsity", "35"), "at most the number of features, 34, not 35"),
        (("certify", "karate-club", "--neurons", "-5"), "not '-5'"),
        (("certify", "karate-club", "--neurons", str(2**40 + 1)), "from 1 to 2**40"),
        (("certify", "karate-club", "--construction", "random-channels", "--neurons", str(2**40)), "at most 85899"),
        (("certify", "karate-club", "--construction", "structured-channels", "--neurons", "99999"), "not 9999800001"),
        (("certify", "karate-club", "--construction", "optimised-channels", "--neurons", str(2**40)), "x 34 weights"),
        (("certify", "karate-club", "--seed", str(2**63)), "2**63 - 1"),
        (("certify", "karate-club", "--prover", "oracle"), "oracle"),
        (("certify", "karate-club", "--timeout", "0"), "positive number of seconds"),
        (("certify", "karate-club", "--timeout", "nan"), "positive number of seconds"),
        (("certify", "karate-club", "--construction", "magic"), "invalid choice: 'magic'"),
        (("certify", "karate-club", "--construction", "naive", "--neurons", "5"), "not 5"),
        (("problem", "and", "--random-regular", "10", "--sparsity", "2", "-o", "p.json"), "--degree"),
        (("problem", "and", "--random-regular", "5", "--degree", "3", "--sparsity", "2", "-o", "p.json"), "even"),
        (("problem", "and", "--graph", "g.gml", "--degree", "3", "--sparsity", "2", "-o", "p.json"), "--degree"),
        (("problem", "permutation", "--size", "5", "--sparsity", "6", "-o", "p.json"), "5, not 6"),
        (
            ("problem", "permutation", "--size", "5" * 5000, "--sparsity", "6", "-o", "p.json"),
            "an integer from 1 to 2**40",
        ),
    ],
)
def test_wrong_usage_is_one_line_with_the_value_and_status_2(superproof, tmp_path, arguments, words):
    run = superproof(*arguments)
    assert run.status == 2
    assert words in run.complaint
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_goes_away_is_no_crash(proved, python):
    read, write = os.pipe()
    os.close(read)
    done = python("-m", "superproof", "bounds", "problem.json", stdout=write, cwd=proved)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


class _FullDisk(io.RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_standard_output_is_one_sentence_and_status_5(proved, capsys, monkeypatch):
    capsys.readouterr()
    monkeypatch.setattr("superproof.terminal._silence", lambda stream: stream.detach())
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(_FullDisk(), write_through=True))
    assert main(["prove", "problem.json", "network.safetensors", "--json", "--quiet"]) == 5
    complaint = "superproof prove: standard output: cannot be written: No space left on device\n"
    assert capsys.readouterr().err == complaint


def test_the_names_on_the_command_line_are_those_that_exist():
    assert option_groups.construction_names() == tuple(CONSTRUCTIONS)
    assert set(option_groups.PROVERS) == {"auto", *PROVERS}


INTERRUPTING = """
import os, signal, sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
from superproof.__main__ import main
del sys.argv[1]
sys.exit(main())
"""


@pytest.mark.parametrize(
    "module", ["argparse", "superproof.one_command", "numpy", "networkx", "superproof.commands.bounds"]
)
def test_ctrl_c_during_an_import_is_unknown_in_one_line(python, module):
    """Sent by the import itself, so that no clock is asked."""
    run = python("-c", INTERRUPTING, module, "bounds", "karate-club", "--json")
    assert (run.returncode, run.stderr) == (4, "superproof bounds: interrupted\n")
    record = json.loads(run.stdout)
    assert (record["verdict"], record["reason"]) == ("unknown", "interrupted")
    assert set(KEYS) <= set(record)


STOPPED = """
import os, signal, sys, time
from superproof.__main__ import main

def run(arguments, terminal):
    exec("import os, signal, time\\nos.kill(os.getpid(), signal.SIGINT)\\ntime.sleep(9)")

import superproof.commands.help
superproof.commands.help.run = run
sys.exit(main())
"""


def test_ctrl_c_is_unknown_wherever_it_comes(python):
    """Python ends by the signal, and not by the status, where its exception has passed through an `exec`."""
    run = python("-c", STOPPED, "help")
    assert (run.returncode, run.stdout, run.stderr) == (4, "", "superproof help: interrupted\n")


def test_the_version_is_told(superproof):
    run = superproof("--version")
    assert (run.status, run.out) == (0, f"superproof {__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("certfy", "karate-club"), 2, "did you mean 'certify'?"),
        (("build", "p.json", "--construction", "union-chanels", "-o", "n"), 2, "did you mean 'union-channels'?"),
        (("certify", "karate-club", "--neuron", "5"), 2, "did you mean --neurons?"),
        (("bounds", "karate_klub"), 5, "did you mean karate-club?"),
    ],
)
def test_a_word_that_is_nearly_right_is_answered_by_the_right_one(superproof, arguments, status, words):
    run = superproof(*arguments)
    assert run.status == status
    assert words in run.complaint


def test_exchanged_arguments_are_told_apart(superproof, proved):
    run = superproof("prove", "network.safetensors", "problem.json")
    assert run.status == 5
    assert "network.safetensors: is a network, but a problem goes first" in run.complaint
    run = superproof("check", "problem.json", "network.safetensors", "network.safetensors")
    assert "is a network, but a certificate goes third: PROBLEM, then NETWORK, then CERTIFICATE" in run.complaint
    run = superproof("prove", "problem.json", "certificate.json")
    assert run.status == 5
    assert "certificate.json: is a certificate, but a network goes second" in run.complaint


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("prove NET NET", "first"), ("check NET NET c.json", "first"), ("score NET NET", "first"),
        ("sample NET NET", "first"), ("explain NET NET --active 0", "first"), ("worst NET NET", "first"),
        ("build NET -o n", "first"), ("bounds NET", "first"), ("certify NET -o out", "first"),
        ("import NET --problem NET -o n", "after --problem"), ("check problem.json network.safetensors NET", "third"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["net.pt", "net.npz"])
def test_a_network_of_another_tool_is_recognised_where_something_else_goes(superproof, proved, name, words, place):
    """No hint that can be typed and fails: nothing makes a problem of a network."""
    np.savez("net.npz", first=np.eye(2), second=np.eye(2))
    Path("net.pt").write_bytes(Path("net.npz").read_bytes())
    Path("c.json").write_text("{}", encoding="utf-8")
    run = superproof(*words.replace("NET", name).split())
    assert run.status == 5
    assert f"{name}: is a network of another tool, but " in run.complaint
    assert f"goes {place}" in run.complaint


def test_one_option_has_one_name_everywhere(superproof, tmp_path):
    assert superproof("problem", "permutation", "--features", 3, "--sparsity", 1, "--out", "p.json").status == 0
    assert superproof("build", "p.json", "--construction", "naive", "--out", "n.safetensors").status == 0
    assert superproof("certify", "p.json", "--construction", "naive", "-o", "found", "--quiet").status == 0
    assert (tmp_path / "found" / "report.html").exists()
