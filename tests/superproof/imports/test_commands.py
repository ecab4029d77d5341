"""Commands on files of other tools: taken where a network is, or one sentence."""

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


@pytest.mark.parametrize("more", [("explain", "--active", "0"), ("bounds",), ("sample",)])
def test_commands_for_integers_say_so(more, superproof, folder):
    command, *options = more
    run = superproof(command, "problem.json", "net.npz", *options)
    assert run.status == 5
    assert run.complaint == (
        f"superproof {command}: net.npz: is a network of floats, and this command takes networks of integers only"
    )


def test_an_import_says_what_was_read(superproof, folder):
    run = superproof("import", "net.npz", "--problem", "problem.json", "-o", "n.safetensors", "--threshold", "0.25,0.5")
    assert run.status == 0
    assert "score > 0.25, 0.5" in run.out
    assert "read as a chain: W_in 3 -> 2, W_out 2 -> 2" in run.out
    assert superproof("show", "n.safetensors").status == 0
