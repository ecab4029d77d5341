"""A guard beside the check: whether a certificate counts the inputs right. It is not trusted, and can only refuse."""

from verify.checker.budget import Budget, RefusedError, UndecidedError
from verify.errors import shown
from verify.statement.activity import keeps_activity
from verify.statement.inputs import count_admissible, sparse_up_to
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
        right = sparse_up_to(problem, stated, budget.look)
        least = "at least " if right > stated else ""
    if right != stated:
        raise RefusedError(
            f"the certificate's inputs_covered must be {least}{shown(right, 80)}, not {shown(stated, 80)}"
        )
