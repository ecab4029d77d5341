"""Which kind of problem a construction takes, said where it is called with another one."""

from constructions.errors import ConstructionError
from verify import Problem
from verify.errors import shown


def require_two_and(name: str, problem: object) -> None:
    """ConstructionError for a problem of another kind than 2-AND, TypeError for anything that is no problem.

    >>> from verify import TwoAnd
    >>> require_two_and("random_channels", TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)))
    """
    if not (isinstance(problem, Problem) and problem.is_two_and):
        raise _other(name, "2-AND problems", problem)


def require_permutation(name: str, problem: object) -> None:
    """ConstructionError for a problem of another kind than permutations, TypeError for anything that is no problem.

    >>> from verify import Permutation
    >>> require_permutation("neural_permutation", Permutation((1, 0), sparsity=1))
    """
    if not (isinstance(problem, Problem) and problem.is_permutation):
        raise _other(name, "permutations", problem)


def require_one_level(name: str, problem: object) -> None:
    """ConstructionError for a circuit of several levels, TypeError for anything that is no problem.

    >>> from verify import Permutation
    >>> require_one_level("naive", Permutation((1, 0), sparsity=1))
    """
    if not isinstance(problem, Problem) or problem.is_circuit:
        raise _other(name, "problems of one level of gates", problem)


def _other(name: str, takes: str, problem: object) -> ConstructionError | TypeError:
    if isinstance(problem, Problem):
        return ConstructionError(f"{name} takes {takes}, not one of kind {problem.form!r}")
    return TypeError(f"{name} takes {takes}, not {shown(problem)}")
