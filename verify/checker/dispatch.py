"""One door to all checkers: first that the certificate is about this problem and this network, then its evidence."""

import numpy as np

from verify.checker.binding import require_bound
from verify.checker.budget import Budget, RefusedError
from verify.checker.checkers import FLOATS, Checker, checker_of
from verify.checker.coverage import require_count
from verify.checker.result import Answer, Valid, answered
from verify.codes.recipes import CODES
from verify.errors import shown
from verify.methods import METHODS
from verify.progress import Deadline, Progress, silent
from verify.statement.certificate import Certificate, Margin
from verify.statement.fit import Subject, require_fit
from verify.statement.network import Network
from verify.statement.problem import Problem

FIELDS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("problem", "network", "prover"), (str,)),
    **dict.fromkeys(("sparsity", "inputs_covered"), (int,)),
    **dict.fromkeys(("evidence", "arrays"), (dict,)),
    "margin": (Margin, type(None)),
    "assumptions": (tuple,),
}
"""Of what classes the fields of a certificate are."""
MOST_VALUES = 2**24
"""Values besides arrays; a certificate of contracts has one or two for every level and number of active features."""


def check(
    problem: Problem,
    network: Subject,
    certificate: Certificate,
    *,
    timeout: float | None = None,
    memory: int | None = None,
    progress: Progress | None = None,
    sample: int | None = None,
) -> Answer:
    """Whether the certificate proves that this network computes this problem at its sparsity.

    Guarantee: Valid only if, given the assumptions it lists, for all admissible y and all outputs i the score of i
    reads F_i(y). Invalid for any other certificate, or where the evidence does not hold in every field; Unknown at the
    time limit, and beyond `memory` bytes (default: half of the machine's). With `sample` that many random outputs are
    looked at, and the answer is never Valid (certificates of branch). Errors: ValueError when the network does not fit
    the problem, or for another `sample`; TypeError for classes of one's own. Details: docs/methods.md.

    >>> from verify import IdentityCode, Network, TwoAnd, prove
    >>> problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> check(problem, network, prove(problem, network, prover="enumerate").certificate)
    Valid(claim='every output is right on every admissible input, with the stated margin', assumptions=())
    """
    if type(network) is Network:
        require_statement(problem, network)
    else:
        _require_floats(problem, network)
    budget = Budget(Deadline(timeout), memory)

    def ask() -> Answer:
        require_plain(certificate)
        require_bound(problem, network, (certificate.problem, certificate.network, certificate.sparsity))
        checker = method_of(network, certificate)
        if sample is not None and (sample < 1 or not checker.sampled):
            raise ValueError(f"sample must be at least 1, and not of {certificate.prover}: {sample}")
        need, operations = checker.need(problem, network)
        budget.require(need, f"this check, of about {operations} operations,")
        options = {} if sample is None else {"sample": sample}
        answer = checker.check(problem, network, certificate, budget, progress or silent, **options)
        if isinstance(answer, Valid):
            require_count(problem, certificate.inputs_covered, budget)
            if certificate.inputs_covered == 1:
                return Valid(f"no input but the empty one is admissible: {answer.claim}", answer.assumptions)
        return answer

    return answered(ask, budget)


def _require_floats(problem: Problem, network: Subject) -> None:
    """As `require_statement`, for a float network, which is only imported for one."""
    from verify.floats.network import FloatNetwork

    _require_class("problem", problem, (Problem,))
    _require_class("network", network, (Network, FloatNetwork))
    require_fit(problem, network)


def require_statement(problem: Problem, network: Network) -> None:
    """ValueError where the network does not fit the problem; TypeError for classes of one's own, which no digest names.

    Such a class could be one thing to the digest and another to the check.
    """
    _require_class("problem", problem, (Problem,))
    _require_class("network", network, (Network,))
    _require_class("input_code", network.input_code, CODES)
    _require_class("output_code", network.output_code, CODES)
    require_fit(problem, network)


def _require_class(name: str, value: object, classes: tuple[type, ...]) -> None:
    """TypeError for an argument of another class: those of `check` are easily exchanged."""
    if type(value) not in classes:
        known = ", ".join(kind.__name__ for kind in classes) + f" (load_{name} reads a file)" * (type(value) is str)
        order = ": the problem goes first, then the network, then the certificate" if not name.endswith("code") else ""
        raise TypeError(f"{name} must be one of {known}, not the {type(value).__name__} {shown(value)}{order}")


def require_plain(certificate: Certificate) -> None:
    """RefusedError unless all is made of what documents are made of: no object can then be two things at once.

    A list that is in itself, or in two places over and over, would take for ever to go through, and to show. Errors:
    TypeError for a certificate of a class of one's own, which may say something else every time it is asked.
    """
    _require_class("certificate", certificate, (Certificate,))
    for name, kinds in FIELDS.items():
        kind = type(getattr(certificate, name))
        if kind not in kinds:
            raise RefusedError(f"a certificate must be made of plain values, but its {name} is a {kind.__name__}")
    for name, array in certificate.arrays.items():
        if type(name) is not str or type(array) is not np.ndarray or array.dtype.kind != "i" or array.ndim != 1:
            raise RefusedError(f"every array of the certificate must be a list of signed integers, but {name!r} is not")
    waiting, count = list[object]([certificate.assumptions, certificate.evidence]), 0
    while waiting:
        value = waiting.pop()
        if type(value) is list or type(value) is tuple or type(value) is dict:
            count += len(value)
            if count > MOST_VALUES:
                raise RefusedError(f"a certificate must hold at most {MOST_VALUES} values, as often as lists have them")
            waiting.extend(value)
            waiting.extend(value.values() if type(value) is dict else ())
        elif type(value) not in (str, int, float, bool, type(None)):
            raise RefusedError(f"a certificate must be made of plain values, not of a {type(value).__name__}")


def method_of(network: Subject, certificate: Certificate) -> Checker:
    """The checker of the certificate's method. RefusedError where there is none, or with assumptions not its own."""
    methods = METHODS if type(network) is Network else FLOATS
    if certificate.prover not in methods:
        known = ", ".join(methods)
        raise RefusedError(f"the certificate's prover must be one of {known}, not {shown(certificate.prover)}")
    checker = checker_of(certificate.prover, methods)
    if not checker.assumes and certificate.assumptions != ():
        raise RefusedError(f"a proof by {certificate.prover} rests on no assumptions, but the certificate lists some")
    return checker
