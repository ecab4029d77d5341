"""The smallest networks that superproof has proved for problems of a family, by their number of outputs."""

from verify import Problem

REGULAR = {64: 22, 256: 53, 1024: 124, 4096: 285, 16384: 665, 65536: 1596}
"""2-AND of random graphs, two gates a feature, v = 2: the least of docs/constructions.md and of the records."""


def smallest_known(problem: Problem) -> int | None:
    """Neurons of the smallest network proved for a random problem of the same family and size, or None.

    >>> from verify import TwoAnd
    >>> smallest_known(TwoAnd.random_regular(64, 2, sparsity=2, seed=1))
    22
    """
    regular = problem.is_two_and and set(problem.influence) == {2} and problem.sparsity == 2
    return REGULAR.get(problem.outputs) if regular else None


def known_sentence(problem: Problem) -> str:
    """The same in words, with what to do where none is known."""
    neurons = smallest_known(problem)
    if neurons is None:
        return "superproof certify PROBLEM looks for the smallest network that it can prove"
    return f"smallest network proved by superproof for a random problem of this family and size: {neurons} neurons"
