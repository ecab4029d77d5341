"""What the tests of provers share."""

import pytest

from verify.solver import solve


@pytest.fixture(autouse=True)
def solver_processes_kept(monkeypatch):
    """The check of `smt` asks processes that wait for the next scripts, not new ones each time.

    It is the provers that are tested here, by a thousand small proofs; tests/verify/checker/test_smt.py has the check.
    """

    def asked(scripts, solver, deadline):
        return [
            (number, {"answer": answer.word, "reason": answer.reason})
            for number, answer in solve(scripts, deadline, solver)
        ]

    monkeypatch.setattr("verify.checker.smt.asked", asked)
