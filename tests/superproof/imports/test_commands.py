"""Commands on files of other tools: taken where a network is, or one sentence."""

import re
import sys
import zipfile

import numpy as np
import pytest

PROBLEM = """{"format": "superproof-problem-1", "kind": "gates", "inputs": 3, "sparsity": 2,
 "gates": [["and", 0, 1], ["and", 1, 2]]}"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "problem.json").write_text(PROBLEM)
    weights = {"W_in": np.float32([[1, 1, 0], [0, 1, 1]]), "W_out": np.eye(2, dtype=np.float32)}
    np.savez(tmp_path / "net.npz", **weights, b_out=np.float32([-1.5, -1.5]))
    np.savez(tmp_path / "wrong.npz", **weights, b_out=np.float32([-0.5, -1.5]))
    return tmp_path


def test_a_file_of_weights_is_proved_checked_and_refuted(superproof, folder):
    assert superproof("prove", "problem.json", "net.npz", "--certificate", "c.json").status == 0
    assert superproof("check", "problem.json", "net.npz", "c.json").status == 0
    assert superproof("check", "problem.json", "wrong.npz", "c.json").status in (3, 5)
    assert superproof("prove", "problem.json", "wrong.npz").status == 3
    assert superproof("score", "problem.json", "net.npz").status == 0


@pytest.mark.parametrize(
    "command",
    [("prove",), ("score",), ("explain", "--active", "0"), ("bounds",), ("export", "--npz", "out.npz"), ("certify",)],
)
def test_every_command_says_how_a_file_of_weights_was_read(superproof, folder, command):
    """What was taken on trust is said where the verdict is, and not only by `import`; once it is in a file of ours,
    no more."""
    name, *options = command
    network = ("--network", "net.npz") if name == "certify" else ("net.npz",)
    run = superproof(name, "problem.json", *network, *options)
    assert (run.status, run.err.count("net.npz: read as a chain: W_in 3 -> 2, W_out 2 -> 2; ")) == (0, 1)
    assert "no bias of W_in: 0" in run.err
    if name in ("prove", "score", "explain"):
        told = superproof(name, "problem.json", *network, *options, "--json", "--quiet").record["read_as"]
        assert "read as a chain: W_in 3 -> 2, W_out 2 -> 2" in told
    superproof("import", "net.npz", "--problem", "problem.json", "-o", "n.safetensors")
    network = ("--network", "n.safetensors") if name == "certify" else ("n.safetensors",)
    assert "read as a chain" not in superproof(name, "problem.json", *network, *options, *OVER.get(name, ())).err


OVER = {"certify": ("--overwrite",)}


def test_samples_are_of_integers_and_counts_of_all(superproof, folder):
    run = superproof("sample", "problem.json", "net.npz")
    assert run.status == 5
    assert run.complaint.endswith("takes networks of integers: superproof score counts its wrong inputs, with proof")
    run = superproof("prove", "problem.json", "wrong.npz", "--counterexamples", 3)
    assert (run.status, "superproof score counts" in run.complaint) == (2, True)


def test_bounds_beside_a_file_of_weights(superproof, folder):
    run = superproof("bounds", "problem.json", "net.npz")
    assert re.search(r"parameter bits +2 +272\n", run.out)
    assert "Parameter bits are those from which the network is read back" in run.out
    assert "respected: 272 parameter bits are no fewer than lg|F| = 2" in run.out
    assert "function bits per parameter: 0.167" in run.out
    record = superproof("bounds", "problem.json", "net.npz", "--json").record
    assert (record["parameters"], record["function_bits_per_parameter"]) == (12, 0.166667)
    assert record["bits_per_parameter"] == record["parameter_width"] == 32
    page = superproof("bounds", "problem.json", "net.npz", "--format", "html").out
    assert "0.167 function bits per parameter" in page


def test_an_explanation_of_a_file_of_weights(superproof, folder):
    run = superproof("explain", "problem.json", "wrong.npz", "--active", "0")
    assert (
        "output 0 (feature 0 AND feature 1) reads 1, score 0.5 (one above 0 reads 1), which is wrong: it must be 0."
        in run.out
    )
    assert re.search(r"\n +0 +1 +\+0  feature 0 \+1 +1 +1\n", run.out)
    record = superproof("explain", "problem.json", "wrong.npz", "--active", "0", "--json").record
    assert (record["counterexample"]["exact_score"], record["explanation"]["bias"]) == ("1/2", -0.5)


def test_show_lists_the_tensors_of_a_file_of_weights(superproof, folder):
    record = superproof("show", "net.npz", "--json").record
    assert record["tensors"] == {"W_in": "float32 [2, 3]", "W_out": "float32 [2, 2]", "b_out": "float32 [2]"}
    assert "superproof import FILE" in record["to_read_them"]
    np.savez(folder / "graph.npz", np.array([[0, 1], [1, 2], [2, 3]]))
    assert superproof("show", "graph.npz", "--json").record["document"] == "problem"


def test_worst_errors_of_a_file_of_weights(superproof, folder):
    superproof("problem", "real", "--target", "identity", "--features", 3, "--sparsity", 1, "-o", "real.json")
    W = np.float32([[1, 0, -1], [0, 1, 0]])
    np.savez(folder / "tied.npz", W=W, b_final=np.zeros(3, np.float32))
    run = superproof("worst", "real.json", "tied.npz")
    assert run.status == 0, run.complaint
    assert superproof("import", "tied.npz", "--problem", "real.json", "-o", "n.safetensors").status == 0
    assert superproof("worst", "real.json", "n.safetensors").out == run.out


def test_an_import_says_what_was_read(superproof, folder):
    run = superproof("import", "net.npz", "--problem", "problem.json", "-o", "n.safetensors", "--threshold", "0.25,0.5")
    assert run.status == 0
    assert "score > 0.25, 0.5" in run.out
    assert "read as a chain: W_in 3 -> 2, W_out 2 -> 2" in run.out
    assert superproof("show", "n.safetensors").status == 0


@pytest.mark.parametrize(("name", "extra"), [("net.pt", "torch"), ("net.onnx", "onnx")])
def test_without_an_extra_the_refusal_names_it(name, extra, superproof, folder, monkeypatch):
    monkeypatch.setitem(sys.modules, extra, None)
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr("net/data.pkl", b"")
    for words in (["prove", "problem.json", name], ["bounds", "problem.json", name], ["show", name]):
        run = superproof(*words)
        assert run.status == 5
        assert run.complaint.endswith(f"pip install 'superproof[{extra}]'")
    option = f"--{extra}"
    run = superproof("export", "problem.json", "net.npz", option, "out.bin")
    assert (run.status, run.complaint.endswith(f"pip install 'superproof[{extra}]'")) == (5, True)
