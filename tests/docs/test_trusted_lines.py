"""The tables of what check runs are up to date, and what only refuses is nothing that check needs."""

from importlib import import_module
from unittest.mock import patch

import pytest

from benchmarks import trusted_lines
from verify import Valid, check, load_certificate, load_network, load_problem
from verify.checker import dispatch
from verify.checker.needs import Need


@pytest.mark.slow
def test_the_tables_in_the_document_are_up_to_date():
    text = trusted_lines.DOCUMENT.read_text()
    assert trusted_lines.with_tables(text) == text, "run python -m benchmarks.trusted_lines --write"


def test_guards_can_be_left_out_and_only_refuse():
    """With them no other answer is Valid, and without them none of their files is run."""
    calls: set[tuple[str, int]] = set()
    for way in trusted_lines.WAYS.values():
        for folder in trusted_lines.pinned(way)[::9]:
            problem, network = load_problem(folder / "problem.json"), load_network(folder / "network.safetensors")
            certificate = load_certificate(folder / "certificate.json")
            guarded = check(problem, network, certificate)
            with (
                patch.object(dispatch, "need", lambda *_: Need(0, 0)),
                patch.object(dispatch, "require_count", lambda *_: None),
                trusted_lines.traced(calls),
            ):
                alone = check(problem, network, certificate)
            assert isinstance(alone, Valid) or not isinstance(guarded, Valid)
    assert calls
    needs = import_module("verify.checker.needs")
    shared = {("verify/checker/needs.py", of.__code__.co_firstlineno) for of in (needs.sparse_inputs, needs.expansion)}
    assert not [call for call in calls - shared if call[0] in trusted_lines.GUARD]


def test_lines_are_those_of_functions_that_ran_and_of_the_file_around_them():
    file = "verify/checker/branch/definition.py"
    all_lines = trusted_lines.code_lines(file)
    start = import_module("verify.checker.branch.definition").worst_sum.__code__.co_firstlineno
    assert trusted_lines.counted(file, {start}) == all_lines
    assert trusted_lines.counted(file, set()) == {line for line in all_lines if line < start}
