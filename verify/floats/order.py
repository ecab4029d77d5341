"""Inputs in the order in which tallies count them, from any place on."""

from collections.abc import Iterator
from itertools import chain, combinations
from math import comb

from verify.statement.inputs import active_sets, binomials
from verify.statement.problem import Problem


def in_order(features: int, k: int, begin: int = 0) -> Iterator[tuple[int, ...]]:
    """The sets of k features as `itertools.combinations` lists them, from number `begin` on, which there must be.

    >>> list(in_order(4, 2, 3))
    [(1, 2), (1, 3), (2, 3)]
    """
    if begin == 0:
        return combinations(range(features), k)
    # Mirrored and backwards this order is the colexicographic one.
    number = comb(features, k) - 1 - begin
    first = tuple(features - 1 - j for j in reversed(active_sets(features, k, number, number + 1)[0].tolist()))
    later = (
        (first[:d] + rest for rest in combinations(range(first[d] + 1, features), k - d)) for d in reversed(range(k))
    )
    return chain([first], chain.from_iterable(later))


def ranges_of(problem: Problem, begin: int, end: int) -> list[tuple[int, int]]:
    """Of all sparse inputs, number begin..end-1: which of those with k active features, for k = 0..v.

    >>> from verify import TwoAnd
    >>> ranges_of(TwoAnd(inputs=4, sparsity=2, pairs=((0, 1),)), 3, 7)
    [(1, 1), (2, 4), (0, 2)]
    """
    found, before = [], 0
    for size in binomials(problem):
        found.append((min(max(begin - before, 0), size), min(max(end - before, 0), size)))
        before += size
    return found
