"""The front of worst errors: found by a search, and said only after the checker has read the certificate."""

from dataclasses import dataclass
from fractions import Fraction
from typing import final

from verify.checker.budget import Budget, UndecidedError
from verify.checker.result import Invalid, Valid
from verify.checker.worst_errors import check_errors
from verify.errors import RefusedProofError
from verify.floats.network import FloatNetwork
from verify.progress import Deadline, Progress, silent
from verify.provers.worst_by_parts import find_by_parts
from verify.provers.worst_errors import find_worst_errors
from verify.reals.error_certificate import ErrorCertificate
from verify.reals.error_function import ExactErrors, vertex_function
from verify.reals.executed import executed_losses
from verify.reals.fixed import fixed
from verify.reals.problem import RealProblem
from verify.statement.evaluation import require_kind
from verify.statement.unknown import NoTruthValue, Unknown


@final
@dataclass(frozen=True)
class WorstErrors(NoTruthValue):
    """What the checker called Valid: |f_i(y) - t_i(y)| <= certificate.at_most[i] for all admissible y and outputs i.

    `reached[i]` is the error at certificate.attained[i]: the worst error of output i is in [reached[i], at_most[i]],
    and is known where these are equal. `executed` bounds the errors of every evaluation on a machine that
    `verify.reals.executed` covers, or is Unknown where that might overflow.

    >>> from verify import autoencoder
    >>> copies = FloatNetwork([([[1, 0], [0, 1]], [0, 0], False)], 0.5)
    >>> worst_errors(autoencoder(2, 1), copies).at_most
    (Fraction(0, 1), Fraction(0, 1))
    """

    certificate: ErrorCertificate
    claim: str
    reached: tuple[Fraction, ...]
    executed: tuple[Fraction, ...] | Unknown

    @property
    def at_most(self) -> tuple[Fraction, ...]:
        """A bound on the error of every output."""
        return self.certificate.at_most

    @property
    def exact(self) -> bool:
        """Whether the largest error over all outputs is known exactly."""
        return max(self.reached) == max(self.at_most)


@final
@dataclass(frozen=True)
class UncheckedErrors(NoTruthValue):
    """Time was over when errors were found, and before they were checked: nothing is proved, `check_errors` can."""

    reason: str
    certificate: ErrorCertificate


def worst_errors(
    problem: RealProblem,
    network: FloatNetwork,
    *,
    timeout: float | None = None,
    progress: Progress | None = None,
) -> WorstErrors | UncheckedErrors | Unknown:
    """How wrong the network can be, output by output, over all admissible real inputs, in real arithmetic.

    Guarantee: that of `WorstErrors`. For at most two features that are not 0, and one layer of ReLUs between input and
    output beside the linear ones, mostly exact; else brackets, by branch and bound. At the time limit, which covers
    search and check, Unknown, or UncheckedErrors where the search has ended. Errors: ValueError for numbers that are
    not taken, and where the sizes differ; RefusedProofError where the checker refuses what the search found, a bug.

    >>> from verify.reals.problem import autoencoder
    >>> network = FloatNetwork([([[1.0, -1.0]], [0.0], False), ([[1.0], [-1.0]], [0.0, 0.0], True)], 0.5)
    >>> found = worst_errors(autoencoder(2, 2), network)  # two features in one neuron
    >>> found.at_most, dict(found.certificate.attained[0])
    ((Fraction(1, 1), Fraction(1, 1)), {0: Fraction(1, 1), 1: Fraction(1, 1)})
    """
    require_kind("problem", problem, RealProblem)
    require_kind("network", network, FloatNetwork)
    deadline, report = Deadline(timeout), progress or silent
    look = Budget(deadline).look
    try:
        function = vertex_function(problem, network.layers, look)
        if function is None:
            certificate = find_by_parts(problem, network, fixed(problem, network, look), deadline, report)
        else:
            certificate = find_worst_errors(problem, function, network.digest, deadline, report)
    except UndecidedError:
        return Unknown(deadline.reason("the search for the worst error"))
    if isinstance(certificate, Unknown):
        return certificate
    answer = check_errors(problem, network, certificate, timeout=deadline.remaining(), progress=progress)
    match answer:
        case Valid(claim):
            exact = ExactErrors(problem, network)
            reached = [abs(exact.at(i, values)) for i, values in enumerate(certificate.attained)]
            return WorstErrors(certificate, claim, tuple(reached), executed_errors(problem, network, certificate))
        case Invalid(reason):
            raise RefusedProofError(f"the checker refuses the worst errors that were found: {reason}; a bug, report it")
    return UncheckedErrors(f"errors were found, and not checked: {answer.reason}", certificate)


def executed_errors(
    problem: RealProblem, network: FloatNetwork, certificate: ErrorCertificate
) -> tuple[Fraction, ...] | Unknown:
    """Bounds on the errors of a machine, of every output, where those of the certificate are valid; else Unknown.

    Guarantee: that of `verify.reals.executed.executed_losses`, which is added.
    """
    try:
        losses = executed_losses(problem, network)
    except OverflowError as error:
        return Unknown(str(error))
    return tuple(bound + loss for bound, loss in zip(certificate.at_most, losses, strict=True))
