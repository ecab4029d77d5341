"""Check an SMT certificate: write the scripts again from problem and network, compare, and ask the solvers again."""

from verify.checker.result import Answer, Invalid, Valid
from verify.progress import Deadline, Progress
from verify.smtlib import SIDES, Scripts
from verify.solver import solve, solver_names, solver_version
from verify.statement.certificate import Certificate
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Unknown

ASSUMPTION = "an SMT solver that answers unsat on a QF_LIA script is right"


def check_smt(
    problem: Problem, network: Network, certificate: Certificate, deadline: Deadline, progress: Progress
) -> Answer:
    """Valid iff the scripts are exactly those of this question and every installed solver finds all unsatisfiable.

    The assumptions of a Valid are the certificate's and, by name and version, the solvers'. A solver that answers
    "sat" makes the certificate Invalid; one that gives up makes the answer Unknown. Cost: the proof's, for each solver.
    """
    if certificate.margin is not None or certificate.arrays or certificate.assumptions != (ASSUMPTION,):
        return Invalid("an smt certificate has no margin, no arrays, and the one assumption of its kind")
    writer = Scripts(problem, network)
    scripts = [writer.text(output, side) for output in range(problem.outputs) for side in SIDES]
    if dict(certificate.evidence) != {"scripts": scripts}:
        return Invalid("the certificate's scripts are not those of this problem and network")
    assumptions = list(certificate.assumptions)
    names = solver_names()
    if not names:
        return Unknown("an smt certificate rests on solvers that decide its scripts again, and none is installed")
    for position, solver in enumerate(names):
        for done, (number, answer) in enumerate(solve(scripts, deadline, solver), start=1):
            if answer.word == "sat":
                return Invalid(f"{solver} finds script {number} satisfiable: output {number // 2} can be wrong")
            if answer.word != "unsat":
                return Unknown(f"{solver} gives up on script {number}: {answer.reason}")
            progress(position * len(scripts) + done, len(names) * len(scripts))
        assumptions.append(f"{solver} {solver_version(solver)} is right on the scripts it finds unsatisfiable")
    return Valid("no output can be wrong on an admissible input, by two scripts an output", tuple(assumptions))
