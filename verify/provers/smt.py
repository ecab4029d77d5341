"""Prove or refute with an SMT solver: two scripts an output, any depth, exact."""

from verify.certifying import certify
from verify.errors import UnsupportedGateError
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Pointwise
from verify.progress import Deadline, Progress, silent
from verify.provers.floats.finding import float_counterexample
from verify.provers.prover import Prover
from verify.smtlib import SIDES, Scripts
from verify.solver import solve
from verify.statement.fit import require_fit
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Counterexample, Found, Refuted, Unchecked, Unknown, replay

ASSUMPTION = "an SMT solver that answers unsat on a QF_LIA script is right"
MAX_WEIGHTS = 2 * 10**7


def prove_by_smt(
    problem: Problem, network: Network | FloatNetwork, *, timeout: float | None = None, progress: Progress | None = None
) -> Unchecked:
    """Decide the statement with Z3: for every output, is there an input that must read 1 (or 0) and does not?

    Guarantee: Found only if Z3 found all 2 m' scripts of `verify.smtlib` unsatisfiable, which given its correctness
    means that for all admissible y and all outputs i the score of i reads F_i(y). The scripts are the certificate's
    evidence. Refuted with a replayed counterexample. Any depth, any codes; float networks in exact arithmetic.
    Exponential in the worst case; on networks with inputs in superposition meant for m' up to about 128. Errors:
    ValueError when the network does not fit. Source: ours. Details: docs/methods.md.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> prove_by_smt(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network).certificate.assumptions
    ('an SMT solver that answers unsat on a QF_LIA script is right',)
    """
    deadline, report = Deadline(timeout), progress or silent
    require_fit(problem, network)
    reason = obstacle(problem, network)
    if reason is not None:
        return Unknown(reason)
    questions = [(output, side) for output in range(problem.outputs) for side in SIDES]

    def look() -> None:
        if deadline.passed():
            raise TimeoutError(deadline.reason("writing the scripts"))

    try:
        writer, scripts = Scripts(problem, network, look), []
        for output, side in questions:
            look()
            scripts.append(writer.text(output, side))
    except (UnsupportedGateError, TimeoutError) as error:
        return Unknown(str(error))
    report(0, len(scripts))
    undecided: list[str] = []
    answers = solve(scripts, deadline)
    for done, (number, answer) in enumerate(answers, start=1):
        output, side = questions[number]
        if answer.word == "sat":
            answers.close()
            return Refuted(_replayed(problem, network, answer.active, output))
        if answer.word != "unsat":
            undecided.append(f"output {output}, {side} side: {answer.reason}")
            if deadline.passed():
                answers.close()
                break
        report(done, len(scripts))
    if undecided:
        reason = deadline.reason("smt") if deadline.passed() else f"Z3 gave up on {undecided[0]}"
        return Unknown(reason)
    evidence = {"scripts": scripts}
    try:
        found = certify(problem, network, "smt", evidence=evidence, assumptions=(ASSUMPTION,), deadline=deadline)
    except TimeoutError as error:
        return Unknown(str(error))
    return Found(found)


def _replayed(
    problem: Problem, network: Network | FloatNetwork, active: tuple[int, ...], output: int
) -> Counterexample:
    if isinstance(network, FloatNetwork):
        return float_counterexample(problem, Pointwise(network), active, output)
    return replay(problem, network, active, output)


def obstacle(problem: Problem, network: Network | FloatNetwork) -> str | None:
    """Why the scripts are not even written, or None."""
    size = network.inputs * network.widths[1] + sum(layer.weights.size for layer in network.layers[1:])
    return f"smt takes networks of at most {MAX_WEIGHTS} coefficients, not {size}" if size > MAX_WEIGHTS else None


PROVER = Prover(
    name="smt",
    takes="networks of any depth and any codes, with up to about 128 outputs",
    prove=prove_by_smt,
    obstacle=obstacle,
    cost=None,
)
