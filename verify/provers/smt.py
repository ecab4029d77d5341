"""Prove or refute with an SMT solver: two scripts an output, any depth, exact."""

from contextlib import closing

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
from verify.statement.verdict import Found, Refuted, Unchecked, Unknown, replay

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
    try:
        return _decided(problem, network, deadline, report)
    except (UnsupportedGateError, TimeoutError) as error:
        return Unknown(str(error))


def _decided(problem: Problem, network: Network | FloatNetwork, deadline: Deadline, report: Progress) -> Unchecked:
    def look() -> None:
        if deadline.passed():
            raise TimeoutError(deadline.reason("writing the scripts"))

    writer = Scripts(problem, network, look)
    questions = [(output, side) for output in range(problem.outputs) for side in SIDES]
    scripts = [writer.text(output, side) for output, side in questions]
    report(0, len(scripts))
    undecided: str | None = None
    with closing(solve(scripts, deadline)) as answers:
        for done, (number, answer) in enumerate(answers, start=1):
            output, side = questions[number]
            if answer.word == "sat":
                if isinstance(network, FloatNetwork):
                    return Refuted(float_counterexample(problem, Pointwise(network), answer.active, output))
                return Refuted(replay(problem, network, answer.active, output))
            if answer.word != "unsat":
                undecided = undecided or f"Z3 gave up on output {output}, {side} side: {answer.reason}"
                if deadline.passed():
                    break
            report(done, len(scripts))
    if undecided is not None:
        return Unknown(deadline.reason("smt") if deadline.passed() else undecided)
    evidence, assumptions = {"scripts": scripts}, (ASSUMPTION,)
    return Found(certify(problem, network, "smt", evidence=evidence, assumptions=assumptions, deadline=deadline))


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
