"""One door to all checkers: first that the certificate is about this problem and this network, then its evidence."""

from collections.abc import Callable

from verify.checker.branch import check_branching
from verify.checker.contracts import check_contracts
from verify.checker.enumeration import check_enumeration
from verify.checker.result import Answer, Invalid
from verify.checker.smt import check_smt
from verify.codes import CODES
from verify.errors import shown
from verify.progress import Deadline, Progress, silent
from verify.statement.certificate import Certificate
from verify.statement.digest import problem_digest
from verify.statement.fit import require_fit
from verify.statement.inputs import count_admissible
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Unknown

Checker = Callable[[Problem, Network, Certificate, Deadline, Progress], Answer]
SAMPLED = "branch"
"""The prover whose certificates can be looked at in part."""
CHECKERS: dict[str, Checker] = {
    "enumerate": check_enumeration,
    "smt": check_smt,
    "branch": check_branching,
    "contracts": check_contracts,
}


def check(
    problem: Problem,
    network: Network,
    certificate: Certificate,
    *,
    timeout: float | None = None,
    progress: Progress | None = None,
    sample: int | None = None,
) -> Answer:
    """Whether the certificate proves that this network computes this problem at its sparsity.

    Guarantee: Valid only if, given the assumptions it lists, for all admissible y and all outputs i the score of i
    reads F_i(y). Invalid for a certificate about anything else, or whose evidence does not hold in every field;
    Unknown at the time limit. With `sample` only the evidence for that many random outputs is looked at, and the
    answer is Invalid or Unknown, never Valid (for certificates of branch). The operating system's entropy draws them: a
    forger must not know which. Errors: ValueError when the network does not fit the problem, or for another `sample`;
    TypeError for a problem, a network or a code of a class of one's own, which no digest could name.

    >>> from verify import IdentityCode, Network, TwoAnd, prove
    >>> problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> check(problem, network, prove(problem, network, prover="enumerate").certificate)
    Valid(claim='every output is right on every admissible input, with the stated margin', assumptions=())
    """
    _require_class("problem", problem, (Problem,))
    _require_class("network", network, (Network,))
    _require_class("input_code", network.input_code, CODES)
    _require_class("output_code", network.output_code, CODES)
    require_fit(problem, network)
    deadline, report = Deadline(timeout), progress or silent
    try:
        complaint = binding_complaint(problem, network, certificate, deadline)
    except TimeoutError as error:
        return Unknown(str(error))
    if complaint is not None:
        return Invalid(complaint)
    if sample is None:
        return CHECKERS[certificate.prover](problem, network, certificate, deadline, report)
    if sample < 1 or certificate.prover != SAMPLED:
        raise ValueError(f"sample must be at least 1, for certificates of {SAMPLED}: {sample}, {certificate.prover}")
    return check_branching(problem, network, certificate, deadline, report, sample=sample)


def _require_class(name: str, value: object, classes: tuple[type, ...]) -> None:
    if type(value) not in classes:
        raise TypeError(f"{name} must be one of {', '.join(kind.__name__ for kind in classes)}, not {value!r}")


def binding_complaint(problem: Problem, network: Network, certificate: Certificate, deadline: Deadline) -> str | None:
    """Why the certificate is not about this problem and network, or None.

    Errors: TimeoutError when the deadline passes while the inputs of a circuit are counted.
    """
    expected: dict[str, tuple[object, Callable[[], object]]] = {
        "problem": (certificate.problem, lambda: problem_digest(problem)),
        "network": (certificate.network, lambda: network.digest),
        "sparsity": (certificate.sparsity, lambda: problem.sparsity),
        "inputs_covered": (certificate.inputs_covered, lambda: count_admissible(problem, deadline)),
    }
    for name, (found, expect) in expected.items():
        right = expect()
        # 10.0 and True are equal to integers, and a rounded number to one that it is not.
        if type(found) is not type(right) or found != right:
            return f"the certificate's {name} must be {shown(right, 80)}, not {shown(found, 80)}"
    if certificate.prover not in CHECKERS:
        return f"the certificate's prover must be one of {', '.join(CHECKERS)}, not {shown(certificate.prover)}"
    if certificate.prover == "branch" and problem.is_circuit:
        return "a proof by branch is about outputs that are gates of the inputs, but the problem is a circuit of levels"
    if certificate.prover != "smt" and certificate.assumptions:
        return f"a proof by {certificate.prover} rests on no assumptions, but the certificate lists some"
    return None
