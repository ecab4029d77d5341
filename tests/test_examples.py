"""Every example runs as its docstring says, and says the truth."""

import os
import subprocess
import sys
from pathlib import Path

from constructions import naive
from verify import Proved, TwoAnd, prove, save_certificate, save_network, save_problem

ROOT = Path(__file__).resolve().parent.parent


def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "examples" / name), *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )


def test_prove_a_graph_ends_with_a_valid_proof_and_the_bound() -> None:
    result = run("prove_a_graph.py")
    assert result.returncode == 0, result.stderr
    assert "checked: Valid(" in result.stdout
    assert "the counting bound: 704 parameter bits" in result.stdout


def test_judge_my_network_finds_the_input_on_which_it_is_wrong() -> None:
    result = run("judge_my_network.py")
    assert result.returncode == 0, result.stderr
    assert "wrong: with active features 3, output 0 reads 1 (score 1, threshold 1) where it must be 0" in result.stdout


def test_check_from_files_accepts_a_proof_and_refuses_it_for_another_network(tmp_path: Path) -> None:
    problem = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
    network = naive(problem)
    verdict = prove(problem, network)
    assert isinstance(verdict, Proved)
    paths = [str(tmp_path / name) for name in ("problem.json", "network.safetensors", "certificate.json")]
    save_problem(problem, paths[0])
    save_network(network, paths[1])
    save_certificate(verdict.certificate, paths[2])
    assert run("check_from_files.py", *paths).returncode == 0
    save_network(network.with_threshold(2), paths[1])
    assert run("check_from_files.py", *paths).returncode == 3
    assert run("check_from_files.py", paths[0], str(tmp_path / "none"), paths[2]).returncode == 5
    assert run("check_from_files.py").returncode == 2
