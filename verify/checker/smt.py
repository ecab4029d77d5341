"""Check an SMT certificate: write the scripts again from problem and network, compare, and ask the solvers again."""

from verify.checker.budget import Budget, RefusedError, UndecidedError
from verify.checker.result import Answer, Valid
from verify.errors import UnsupportedGateError
from verify.progress import Progress
from verify.smtlib.scripts import SIDES, Scripts
from verify.solver.pool import solve, solver_names, solver_version
from verify.statement.certificate import Certificate
from verify.statement.fit import Subject
from verify.statement.problem import Problem

ASSUMPTION = "an SMT solver that answers unsat on a QF_LIA script is right"


def check_smt(
    problem: Problem, network: Subject, certificate: Certificate, budget: Budget, progress: Progress
) -> Answer:
    """Valid iff the scripts are exactly those of this question and every installed solver finds all unsatisfiable.

    The assumptions of a Valid are the certificate's and, by name and version, the solvers'. A solver that answers
    "sat" makes the certificate Invalid; one that gives up makes the answer Unknown. Cost: the proof's, for each solver.
    """
    if certificate.margin is not None or certificate.arrays or certificate.assumptions != (ASSUMPTION,):
        raise RefusedError("an smt certificate has no margin, no arrays, and the one assumption of its kind")
    scripts: list[str] = []
    try:
        writer = Scripts(problem, network, budget.look)
        for output in range(problem.outputs):
            budget.look()
            scripts += [writer.text(output, side) for side in SIDES]
    except UnsupportedGateError as error:
        raise RefusedError(str(error)) from error
    if certificate.evidence != {"scripts": scripts}:
        raise RefusedError("the evidence must be the scripts of this problem and network, two an output")
    assumptions = list(certificate.assumptions)
    names = solver_names()
    if not names:
        raise UndecidedError("an smt certificate rests on solvers that decide its scripts again, and none is installed")
    for position, solver in enumerate(names):
        for done, (number, answer) in enumerate(solve(scripts, budget.deadline, solver), start=1):
            if answer.word == "sat":
                raise RefusedError(f"{solver} finds script {number} satisfiable: output {number // 2} can be wrong")
            if answer.word != "unsat":
                raise UndecidedError(f"{solver} gives up on script {number}: {answer.reason}")
            progress(position * len(scripts) + done, len(names) * len(scripts))
        assumptions.append(f"{solver} {solver_version(solver)} is right on the scripts it finds unsatisfiable")
    return Valid("no output can be wrong on an admissible input, by two scripts an output", tuple(assumptions))
