"""Which features are not 0: the supports that together hold every admissible input, bounded in blocks, on all cores."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from math import comb
from typing import final

from verify.arrays import Longs
from verify.reals.problem import RealProblem
from verify.reals.support_bounds import Screen

Support = tuple[int, ...]
"""The features that are not 0, ascending, at most two."""
Block = tuple[int, list[int], Longs]


@final
class Supports:
    """Supports such that every admissible input has values of its features on one of them, and 0 elsewhere.

    Those of v features, where 0 is a value of every feature; else those of fewer features too. Errors: ValueError for a
    sparsity above 2.

    >>> from verify.reals.problem import autoencoder
    >>> list(Supports(autoencoder(3, 2)).blocks(most=9)), Supports(autoencoder(3, 2)).count
    ([(0, [1, 2]), (1, [2])], 3)
    """

    def __init__(self, problem: RealProblem) -> None:
        if problem.sparsity > 2:
            raise ValueError(f"worst errors are known for at most two active features, not {problem.sparsity}")
        at_ends = all(0 in ends for ends in problem.ranges)
        zero = at_ends if problem.corners else all(low <= 0 <= high for low, high in problem.ranges)
        self._sizes = range(problem.sparsity if zero else 0, problem.sparsity + 1)
        self._features = problem.features

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(comb(self._features, size) for size in self._sizes)

    def blocks(self, most: int) -> Iterator[tuple[int, list[int]]]:
        """All of them as (one feature, others with it), at most `most` others at a time; m stands for no feature."""
        none = self._features
        for size in self._sizes:
            firsts = range(none) if size == 2 else [none]
            for first in firsts:
                seconds = [[none], range(none), range(first + 1, none)][size]
                for start in range(0, len(seconds), most):
                    yield first, list(seconds[start : start + most])

    def support(self, first: int, second: int) -> Support:
        """The features of a pair of a block.

        >>> from verify.reals.problem import autoencoder
        >>> Supports(autoencoder(3, 1)).support(3, 1)
        (1,)
        """
        return tuple(feature for feature in (first, second) if feature < self._features)


def scan(screen: Screen, kept: Supports) -> Iterator[Block]:
    """(first, seconds, bounds) of every block, in the order of `kept`.

    Threads share nothing but the screen, which they only read; numpy lets go of the interpreter in its loops.
    """
    workers = os.cpu_count() or 1
    blocks = kept.blocks(screen.block)
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Block]] = deque(
            pool.submit(_bounded, screen, *block) for block in islice(blocks, 2 * workers)
        )
        try:
            while waiting:
                done = waiting.popleft().result()
                waiting.extend(pool.submit(_bounded, screen, *block) for block in islice(blocks, 1))
                yield done
        finally:
            for future in waiting:
                future.cancel()


def _bounded(screen: Screen, first: int, seconds: list[int]) -> Block:
    return first, seconds, screen.bounds(first, seconds)
