"""That a certificate is about this problem and this network, and no other."""

from verify.checker.budget import RefusedError
from verify.errors import shown
from verify.statement.digest import problem_digest
from verify.statement.fit import Subject
from verify.statement.problem import Problem


def require_bound(problem: Problem, network: Subject, stated: tuple[object, object, object]) -> None:
    """RefusedError unless a certificate with these digests and this sparsity is about this question."""
    right = (problem_digest(problem), network.digest, problem.sparsity)
    for name, value, found in zip(("problem", "network", "sparsity"), right, stated, strict=True):
        # True is equal to 1.
        if type(found) is not type(value) or found != value:
            raise RefusedError(f"the certificate's {name} must be {shown(value, 80)}, not {shown(found, 80)}")
