"""That a certificate is about this problem and this network, and no other."""

from typing import Protocol

from verify.checker.budget import RefusedError
from verify.errors import shown
from verify.statement.digest import problem_digest
from verify.statement.fit import Subject
from verify.statement.problem import Problem


class Bound(Protocol):
    """A certificate of any kind: it names a problem and a network by their digests, and the sparsity."""

    @property
    def problem(self) -> str:
        """The digest of the problem."""

    @property
    def network(self) -> str:
        """The digest of the network."""

    @property
    def sparsity(self) -> int:
        """The sparsity of the problem."""


def require_bound(problem: Problem, network: Subject, stated: Bound) -> None:
    """RefusedError unless the certificate is about this problem and this network."""
    for name, right, found in (
        ("problem", problem_digest(problem), stated.problem),
        ("network", network.digest, stated.network),
        ("sparsity", problem.sparsity, stated.sparsity),
    ):
        # True is equal to 1.
        if type(found) is not type(right) or found != right:
            raise RefusedError(f"the certificate's {name} must be {shown(right, 80)}, not {shown(found, 80)}")
