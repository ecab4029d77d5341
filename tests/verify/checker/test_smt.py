"""The check of scripts, whatever becomes of the solvers: only an "unsat" for every script is Valid."""

import time

import pytest

from verify import IdentityCode, Invalid, Network, TwoAnd, Unknown, Valid, check, prove
from verify.certifying import certify
from verify.checker import smt
from verify.smtlib import SIDES, Scripts

PROBLEM = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
RIGHT = Network([([[1, 1, 0], [0, 1, 1]], [-1, -1])], IdentityCode(3), IdentityCode(2), threshold=1)
UNSAT = 'print(\'{"answer": "unsat"}\', flush=True)\n'


def certificate_of(network):
    scripts = [Scripts(PROBLEM, network).text(output, side) for output in range(2) for side in SIDES]
    return certify(PROBLEM, network, "smt", evidence={"scripts": scripts}, assumptions=(smt.ASSUMPTION,))


def test_two_processes_answer_what_one_does(monkeypatch):
    monkeypatch.setattr(smt, "SCRIPTS_A_PROCESS", 1)
    assert isinstance(check(PROBLEM, RIGHT, certificate_of(RIGHT)), Valid)
    wrong = Network([([[1, 1, 0], [0, 1, 1]], [-1, 0])], IdentityCode(3), IdentityCode(2), threshold=1)
    answer = check(PROBLEM, wrong, certificate_of(wrong))
    assert isinstance(answer, Invalid)
    assert "z3 finds script 3 satisfiable: output 1 can be wrong" in answer.reason


@pytest.mark.parametrize(
    ("worker", "reason"),
    [
        ("", "z3 ended before it had answered all 4 scripts"),
        (3 * UNSAT, "z3 ended before it had answered all 4 scripts"),
        (5 * UNSAT, "z3 ended before it had answered all 4 scripts"),
        (3 * UNSAT + "print('{\"answer\": \"unsat\"}', end='', flush=True)", "z3 ended before"),
        ('print(\'{"answer": "unknown", "reason": "no idea"}\')', "z3 gives up on script 0: no idea"),
        (3 * UNSAT + "import time\ntime.sleep(60)", "the check did not finish within the time limit of 0.5 seconds"),
    ],
)
def test_a_solver_that_does_not_decide_every_script_makes_the_answer_unknown(monkeypatch, tmp_path, worker, reason):
    program = tmp_path / "worker.py"
    program.write_text(worker)
    monkeypatch.setattr(smt, "WORKER", program)
    monkeypatch.setattr(smt, "solver_names", lambda: ("z3",))
    monkeypatch.setattr(smt, "SCRIPTS_A_PROCESS", 100)
    answer = check(PROBLEM, RIGHT, certificate_of(RIGHT), timeout=0.5 if "sleep" in worker else None)
    assert isinstance(answer, Unknown)
    assert reason in answer.reason


class UntilSaid:
    """A deadline that passes when there is such a file."""

    def __init__(self, file):
        self.file, self.asked = file, 0

    def remaining(self):
        self.asked += 1
        while self.asked > 1 and not self.file.exists():
            time.sleep(0.01)
        return 0.1


def test_what_a_solver_said_before_the_time_was_over_counts(monkeypatch, tmp_path):
    program, said = tmp_path / "worker.py", tmp_path / "said"
    program.write_text(f"import time\n{UNSAT}open({str(said)!r}, 'w')\ntime.sleep(60)")
    monkeypatch.setattr(smt, "WORKER", program)
    assert smt.asked([""] * 4, "z3", UntilSaid(said)) == [(0, {"answer": "unsat"})]


def test_without_room_for_scripts_the_answer_is_unknown(monkeypatch):
    def full(mode):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(smt, "TemporaryFile", full)
    answer = check(PROBLEM, RIGHT, certificate_of(RIGHT))
    assert isinstance(answer, Unknown)
    assert "z3 cannot be asked: [Errno 28] No space left on device" in answer.reason


def test_the_certificate_of_the_prover_is_valid():
    assert isinstance(check(PROBLEM, RIGHT, prove(PROBLEM, RIGHT, prover="smt").certificate), Valid)
