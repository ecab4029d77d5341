"""Solver processes: answers in full, time limits that hold, and no process left behind."""

import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE

import pytest

from verify.progress import Deadline
from verify.solver import Answer, pool, solve, solver_names, solver_version
from verify.solver.pool import _Worker

UNSAT = "(set-logic QF_LIA)(declare-const y0 Int)(assert (< y0 0))(assert (> y0 0))(check-sat)"
SAT = "(set-logic QF_LIA)(declare-const y0 Int)(declare-const y7 Int)(assert (= y0 0))(assert (= y7 1))(check-sat)"


@pytest.mark.parametrize("solver", solver_names())
def test_every_installed_solver_answers_every_script_once(solver: str) -> None:
    answers = dict(solve([UNSAT, SAT, UNSAT], Deadline(None), solver))
    assert {number: answer.word for number, answer in answers.items()} == {0: "unsat", 1: "sat", 2: "unsat"}
    assert answers[1].active == (7,)


def test_z3_is_always_there_with_its_version() -> None:
    assert "z3" in solver_names()
    assert solver_version("z3")


def test_an_unknown_solver_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="solver must be an installed one of z3, cvc5, not 'mathsat'"):
        next(solve([SAT], Deadline(None), "mathsat"))


def test_after_the_deadline_answers_are_unknown() -> None:
    deadline = Deadline(1e-9)
    assert [answer.word for _, answer in solve([UNSAT] * 3, deadline)] == ["unknown"] * 3


def test_a_solver_that_dies_is_unknown_and_the_next_script_gets_a_new_process() -> None:
    worker = _Worker("z3")
    try:
        assert worker.ask(UNSAT, Deadline(None)) == Answer("unsat")
        worker._started().kill()
        worker._started().wait()
        assert worker.ask(UNSAT, Deadline(None)).word == "unknown"
        assert worker.ask(SAT, Deadline(None)).active == (7,)
    finally:
        worker.close()


def test_a_script_the_solver_cannot_read_is_unknown() -> None:
    worker = _Worker("z3")
    try:
        assert worker.ask("(assert", Deadline(None)).word == "unknown"
    finally:
        worker.close()


def test_leaving_early_leaves_no_process_at_work_behind() -> None:
    answers = solve([UNSAT] * 50, Deadline(None))
    next(answers)
    answers.close()
    assert dict(solve([SAT], Deadline(None)))[0].active == (7,)


def test_a_worker_ends_with_the_process_that_asked() -> None:
    hard = "".join(f"(declare-const y{i} Int)(assert (<= 0 y{i} 1))" for i in range(400))
    factors = " ".join(f"(* {3 ** (i % 30) + i} y{i})" for i in range(400))
    script = f"(set-logic QF_LIA){hard}(assert (= (+ {factors}) {3**29 + 12345}))(check-sat)"
    asking = (
        "import sys\nfrom verify.progress import Deadline\nfrom verify.solver.pool import _Worker\n"
        "worker = _Worker('z3')\nprint(worker._started().pid, flush=True)\n"
        "worker.ask(sys.stdin.readline(), Deadline(None))"
    )
    parent = subprocess.Popen([sys.executable, "-c", asking], stdin=PIPE, stdout=PIPE, text=True)
    assert parent.stdin is not None
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.stdin.write(script + "\n")
    parent.stdin.flush()
    parent.kill()
    parent.communicate()
    for _ in range(1200):  # A minute, for one second's patience: a worker that stays fails the test, not the run.
        if not is_running(worker):
            break
        time.sleep(0.05)
    assert not is_running(worker)


def is_running(process: int) -> bool:
    """Whether there is such a process that has not ended."""
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_process_that_waits_is_used_again() -> None:
    list(solve([UNSAT], Deadline(None)))
    waiting = pool._waiting[0]
    list(solve([UNSAT], Deadline(None)))
    assert pool._waiting.count(waiting) == 1


def test_a_process_that_died_while_waiting_is_not_used_again() -> None:
    list(solve([UNSAT], Deadline(None)))
    for worker in pool._waiting:
        worker._started().kill()
        worker._started().wait()
    assert dict(solve([SAT], Deadline(None)))[0].active == (7,)
