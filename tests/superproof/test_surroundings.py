"""superproof works wherever it is started: read-only installations, no home, folders with files of any name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from constructions import naive
from verify import TwoAnd, save_network, save_problem

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("verify", "constructions", "bounds", "superproof")


def save_pair(folder: Path) -> tuple[str, str]:
    problem = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
    save_problem(problem, folder / "problem.json")
    save_network(naive(problem), folder / "network.safetensors")
    return "problem.json", "network.safetensors"


@pytest.fixture
def sealed(tmp_path: Path) -> dict[str, str]:
    """The environment of a user who may write neither into a copy of the packages nor at home, not even as root."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / "site" / package, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in [path for path in (tmp_path / "site").rglob("*") if path.is_dir()]:
        (folder / "__pycache__").write_text("a file where numba and Python look for a folder\n")
    home = tmp_path / "home"
    home.write_text("a file where others have a folder\n")
    places = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "PYTHONPATH": str(tmp_path / "site")}
    return {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")} | places


def run(environment: dict[str, str], folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_without_a_place_for_compiled_kernels_proofs_come_all_the_same(sealed: dict[str, str], tmp_path: Path) -> None:
    result = run(sealed, tmp_path, sys.executable, "-m", "superproof", "prove", *save_pair(tmp_path))
    assert (result.returncode, result.stdout.splitlines()[0][:8]) == (0, "proved: "), result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_without_a_place_for_compiled_kernels_certify_comes_to_its_end(sealed: dict[str, str], tmp_path: Path) -> None:
    result = run(sealed, tmp_path, sys.executable, "-m", "superproof", "certify", "karate-club", "--out", "out")
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
    assert (tmp_path / "out" / "report.html").is_file()


STARTER = """
import runpy, sys
run = runpy.run_path(sys.argv[1])
run["main"].__globals__.update(PYTHON=sys.executable, ensure=lambda extra: True)
sys.argv[:2] = ["run.py"]
sys.exit(run["main"]())
"""
"""run.py with this very Python in the place of one that it would install."""


@pytest.mark.parametrize("name", [*PACKAGES, "numpy", "json"])
def test_run_py_minds_no_file_of_the_folder_it_is_started_in(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.py").write_text("raise RuntimeError('a file of the user was imported')\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = ("check", *save_pair(tmp_path), "no-certificate.json")
    result = run(environment, tmp_path, sys.executable, "-P", "-c", STARTER, str(ROOT / "run.py"), *command)
    assert result.returncode == 5, result.stderr
    assert result.stderr.splitlines() == [
        "superproof check: no-certificate.json: cannot be read: No such file or directory"
    ]


def test_a_file_that_hides_a_package_is_named(tmp_path: Path) -> None:
    (tmp_path / "verify.py").write_text("x = 1\n")
    (tmp_path / "mine.py").write_text("import superproof\n")
    result = run({**os.environ, "PYTHONPATH": str(ROOT)}, tmp_path, sys.executable, "mine.py")
    assert result.returncode == 1
    told = "verify.py hides superproof's package of the same name: rename that file, or run Python with -P"
    assert result.stderr.splitlines()[-1] == f"ImportError: {tmp_path}/{told}"
