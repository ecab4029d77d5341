"""The tables of what check runs are up to date, and what only refuses is nothing that check needs."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import pytest

from benchmarks import lines_run, trusted_cases, trusted_lines
from verify import Valid, check, load_certificate, load_network, load_problem
from verify.checker import dispatch
from verify.checker.checkers import checker_of

TABLES = """
import sys
from benchmarks import trusted_lines
sys.stdout.write(trusted_lines.with_tables(trusted_lines.DOCUMENT.read_text()))
"""
SHARED = {"verify.checker.needs": ("expansion",), "verify.statement.inputs": ("binomials", "sparse_up_to")}
"""Sizes that checkers ask guards for as well, to say how far they are and which of two ways to take."""


@pytest.mark.slow
def test_the_tables_in_the_document_are_up_to_date():
    # In a process of its own: what other tests have run and kept does not run again, and would not be counted.
    root = Path(trusted_lines.__file__).parents[1]
    run = subprocess.run([sys.executable, "-c", TABLES], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout == trusted_lines.DOCUMENT.read_text(), "run python -m benchmarks.trusted_lines --write"


def test_guards_can_be_left_out_and_only_refuse():
    """With them no other answer is Valid, and without them none of their files is run."""
    calls: set[tuple[str, int]] = set()
    for way in trusted_cases.WAYS.values():
        for folder in trusted_cases.pinned(way)[::9]:
            problem, network = load_problem(folder / "problem.json"), load_network(folder / "network.safetensors")
            certificate = load_certificate(folder / "certificate.json")
            guarded = check(problem, network, certificate)
            with (
                patch.object(dispatch, "checker_of", lambda *of: checker_of(*of)._replace(need=lambda *_: (0, 0))),
                patch.object(dispatch, "require_count", lambda *_: None),
                lines_run.traced(calls),
            ):
                alone = check(problem, network, certificate)
            assert isinstance(alone, Valid) or not isinstance(guarded, Valid)
    assert calls
    shared = {
        (f"{module.replace('.', '/')}.py", getattr(import_module(module), name).__code__.co_firstlineno)
        for module, names in SHARED.items()
        for name in names
    }
    assert not [call for call in calls - shared if call[0] in trusted_lines.GUARD]


def test_lines_are_those_of_functions_that_ran_and_of_the_file_around_them():
    file = "verify/checker/branch/definition.py"
    all_lines = lines_run.code_lines(file)
    start = import_module("verify.checker.branch.definition").worst_sum.__code__.co_firstlineno
    assert lines_run.counted(file, {start}) == all_lines
    assert lines_run.counted(file, set()) == {line for line in all_lines if line < start}
