"""Which kind of problem a construction takes, said where it is called with another one."""

from constructions.errors import ConstructionError
from verify import Permutation, Problem, TwoAnd
from verify.errors import shown
from verify.statement.problem import Levelled


def require_two_and(name: str, problem: object) -> None:
    """ConstructionError for a problem of another kind than 2-AND, TypeError for anything that is no problem.

    >>> require_two_and("random_channels", TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)))
    """
    if not isinstance(problem, TwoAnd):
        raise _other(name, "2-AND problems", problem)


def require_permutation(name: str, problem: object) -> None:
    """ConstructionError for a problem of another kind than permutations, TypeError for anything that is no problem.

    >>> require_permutation("neural_permutation", Permutation((1, 0), sparsity=1))
    """
    if not isinstance(problem, Permutation):
        raise _other(name, "permutations", problem)


def require_one_level(name: str, problem: object) -> None:
    """ConstructionError for a circuit of several levels, TypeError for anything that is no problem.

    >>> require_one_level("naive", Permutation((1, 0), sparsity=1))
    """
    if not isinstance(problem, Problem) or isinstance(problem, Levelled):
        raise _other(name, "problems of one level of gates", problem)


def _other(name: str, takes: str, problem: object) -> ConstructionError | TypeError:
    if isinstance(problem, Problem):
        return ConstructionError(f"{name} takes {takes}, not one of kind {problem.kind!r}")
    return TypeError(f"{name} takes {takes}, not {shown(problem)}")
