"""Which features are not 0: the supports that together hold every admissible input."""

from collections.abc import Iterator
from itertools import combinations
from math import comb

from verify.reals.problem import RealProblem


Support = tuple[int, ...]
"""The features that are not 0, ascending."""


def supports(problem: RealProblem) -> Iterator[Support]:
    """Supports such that every admissible input has values of its features on one of them, and 0 elsewhere.

    All of v features, where 0 is a value of every feature; else those of fewer features too.

    >>> from verify.reals.problem import autoencoder
    >>> list(supports(autoencoder(3, 2)))
    [(0, 1), (0, 2), (1, 2)]
    """
    for size in _sizes(problem):
        yield from combinations(range(problem.features), size)


def count_supports(problem: RealProblem) -> int:
    """How many there are.

    >>> from verify.reals.problem import real_problem, feature
    >>> count_supports(real_problem(3, 2, [feature(0)], ranges=(1, 2)))
    7
    """
    return sum(comb(problem.features, size) for size in _sizes(problem))


def _sizes(problem: RealProblem) -> range:
    at_ends = all(0 in ends for ends in problem.ranges)
    zero = at_ends if problem.corners else all(low <= 0 <= high for low, high in problem.ranges)
    return range(problem.sparsity if zero else 0, problem.sparsity + 1)
