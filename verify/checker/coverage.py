"""A guard beside the check: whether a certificate counts the inputs right. It is not trusted, and can only refuse."""

from verify.checker.budget import Budget, RefusedError, UndecidedError
from verify.errors import shown
from verify.statement.activity import keeps_activity
from verify.statement.inputs import binomials, count_admissible
from verify.statement.problem import Problem


def require_count(problem: Problem, stated: int, budget: Budget) -> None:
    """RefusedError unless `stated` is the number of admissible inputs, which the claim does not depend on.

    Errors: UndecidedError when the deadline passes.
    """
    if problem.is_circuit and not keeps_activity(problem, problem.sparsity):
        try:
            right, least = count_admissible(problem, budget.deadline), ""
        except TimeoutError as error:
            raise UndecidedError(str(error)) from None
    else:
        right, least = _up_to(stated, problem, budget)
    if right != stated:
        raise RefusedError(
            f"the certificate's inputs_covered must be {least}{shown(right, 80)}, not {shown(stated, 80)}"
        )


def _up_to(stated: int, problem: Problem, budget: Budget) -> tuple[int, str]:
    """The number of sparse inputs, or, of more than stated, at least how many."""
    total = 0
    for term in binomials(problem):
        budget.look()
        total += term
        if total > stated:
            return total, "at least "
    return total, ""
