"""One door to all provers, and the choice among them."""

from importlib import import_module
from typing import Protocol

from verify.progress import Deadline, Progress
from verify.provers.choice import choose
from verify.statement.fit import require_fit
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Unknown, Verdict


class Prover(Protocol):
    """Decides the statement, or says why it cannot."""

    def __call__(
        self, problem: Problem, network: Network, *, timeout: float | None = None, progress: Progress | None = None
    ) -> Verdict:
        """The verdict on "the network computes the problem at its sparsity"."""


PROVERS = {
    "enumerate": "verify.provers.enumeration:prove_by_enumeration",
    "smt": "verify.provers.smt:prove_by_smt",
    "branch": "verify.provers.branch:prove_by_branching",
    "contracts": "verify.provers.contracts:prove_by_contracts",
}


def prove(
    problem: Problem,
    network: Network,
    *,
    prover: str = "auto",
    timeout: float | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """Prove, refute, or leave undecided that the network computes the problem at its sparsity.

    Guarantee: Proved only if for all admissible y and all outputs i the score of i reads F_i(y); Refuted with an
    admissible input on which the plain forward pass was seen to be wrong. `prover` is one of `PROVERS` or "auto", which
    takes the cheapest (`verify.provers.choice.choose` says which, and why), and another one after it where that one is
    incomplete.
    Errors: ValueError for an unknown prover or a network that does not fit the problem.

    >>> from verify import IdentityCode, Network, Proved, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> isinstance(prove(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network), Proved)
    True
    """
    require_fit(problem, network)
    if prover == "auto":
        return _automatic(problem, network, timeout, progress)
    if prover not in PROVERS:
        raise ValueError(f"prover must be auto or one of {', '.join(PROVERS)}, not {prover!r}")
    return _load(prover)(problem, network, timeout=timeout, progress=progress)


def _automatic(problem: Problem, network: Network, timeout: float | None, progress: Progress | None) -> Verdict:
    """The chosen prover's verdict; where that one is incomplete and finds none, that of the prover behind it."""
    deadline, choice = Deadline(timeout), choose(problem, network)
    verdict = _load(choice.prover)(problem, network, timeout=timeout, progress=progress)
    left = deadline.remaining()
    if isinstance(verdict, Unknown) and choice.otherwise is not None and left != 0:
        return _load(choice.otherwise)(problem, network, timeout=left, progress=progress)
    return verdict


def _load(name: str) -> Prover:
    """The prover's function; its module is imported now, not with the package, because compilers are heavy."""
    module, function = PROVERS[name].split(":")
    found: Prover = getattr(import_module(module), function)
    return found
