"""Check an SMT certificate: write the scripts again from problem and network, compare, and ask the solvers again."""

import json
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from tempfile import TemporaryFile

from verify.checker.budget import Budget, RefusedError, UndecidedError
from verify.checker.checkers import Checker
from verify.checker.needs import of_smt
from verify.checker.result import Answer, Valid
from verify.errors import UnsupportedGateError
from verify.progress import Deadline, Progress
from verify.smtlib.scripts import SIDES, Scripts
from verify.solver.installed import WORKER, milliseconds, solver_names, solver_version
from verify.statement.certificate import Certificate
from verify.statement.fit import Subject
from verify.statement.problem import Problem

ASSUMPTION = "an SMT solver that answers unsat on a QF_LIA script is right"
SCRIPTS_A_PROCESS = 32  # fewer do not repay the start of another process


def check_smt(
    problem: Problem, network: Subject, certificate: Certificate, budget: Budget, progress: Progress
) -> Answer:
    """Valid iff the scripts are exactly those of this question and every installed solver finds all unsatisfiable.

    The assumptions of a Valid are the certificate's and, by name and version, the solvers'. A solver that answers
    "sat" makes the certificate Invalid; one that gives up makes the answer Unknown. Cost: the proof's, for each solver.
    """
    if certificate.margin is not None or certificate.arrays or certificate.assumptions != (ASSUMPTION,):
        raise RefusedError("an smt certificate has no margin, no arrays, and the one assumption of its kind")
    try:
        writer = Scripts(problem, network, budget.look)
        for as_max in (True, False):  # Scripts about float networks were once written as others are.
            scripts = [writer.text(i, side, as_max=as_max) for i in range(problem.outputs) for side in SIDES]
            if certificate.evidence == {"scripts": scripts}:
                break
        else:
            raise RefusedError("the evidence must be the scripts of this problem and network, two an output")
    except UnsupportedGateError as error:
        raise RefusedError(str(error)) from error
    assumptions = list(certificate.assumptions)
    names = solver_names()
    if not names:
        raise UndecidedError("an smt certificate rests on solvers that decide its scripts again, and none is installed")
    progress(0, len(names))
    for position, solver in enumerate(names, start=1):
        try:
            answers = asked(scripts, solver, budget.deadline)
        except OSError as error:
            raise UndecidedError(f"{solver} cannot be asked: {error}") from error
        for number, answer in answers:
            if answer["answer"] == "sat":
                raise RefusedError(f"{solver} finds script {number} satisfiable: output {number // 2} can be wrong")
        budget.look()
        for number, answer in answers:
            if answer["answer"] != "unsat":
                raise UndecidedError(f"{solver} gives up on script {number}: {answer['reason']}")
        if sorted(number for number, _ in answers) != list(range(len(scripts))):
            raise UndecidedError(f"{solver} ended before it had answered all {len(scripts)} scripts")
        progress(position, len(names))
        assumptions.append(f"{solver} {solver_version(solver)} is right on the scripts it finds unsatisfiable")
    return Valid("no output can be wrong on an admissible input, by two scripts an output", tuple(assumptions))


def asked(scripts: Sequence[str], solver: str, deadline: Deadline) -> list[tuple[int, dict[str, str]]]:
    """(number, answer) of all scripts that the solver answers before the deadline, from a process of its own a core.

    The pool of the provers is not used: what it does wrong would be wrong here as well.
    """
    processes = min(os.cpu_count() or 1, 1 + len(scripts) // SCRIPTS_A_PROCESS)
    limit = milliseconds(deadline.remaining())
    answers, running = [], []
    with ExitStack() as stack:
        for first in range(processes):
            tasks = stack.enter_context(TemporaryFile("w+"))
            for script in scripts[first::processes]:
                tasks.write(json.dumps({"script": script, "milliseconds": limit}) + "\n")
            tasks.seek(0)
            process = Popen([sys.executable, str(WORKER), solver], stdin=tasks, stdout=PIPE, stderr=DEVNULL)
            running.append(stack.enter_context(process))
            stack.callback(process.kill)
        for first, process in enumerate(running):
            try:
                lines = process.communicate(timeout=deadline.remaining())[0]
            except TimeoutExpired as error:
                lines = error.stdout or b""
            for place, line in enumerate(lines.split(b"\n")[:-1]):
                answers.append((first + place * processes, json.loads(line)))
    return answers


CHECKER = Checker(check_smt, of_smt, assumes=True)
