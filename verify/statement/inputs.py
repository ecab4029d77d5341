"""The sparse inputs of a problem, counted and listed in a fixed order.

An input is written as the ascending tuple of its active features. Inputs are listed by the number k of active
features, and for one k in colexicographic order; a block of them is an int64 array of shape (block, k).
"""

from collections.abc import Callable, Iterator
from math import comb, inf

import numpy as np

from verify.arrays import Longs
from verify.progress import Deadline
from verify.statement.activity import keeps_activity
from verify.statement.level_sets import LevelSets
from verify.statement.problem import Problem

ActiveSets = Longs
MOST_BITS = 2**16
"""Bits of a number of inputs that can be counted."""


def count_admissible(problem: Problem, deadline: Deadline | None = None) -> int:
    """The number of admissible inputs, the sum of C(m, k) for k = 0..v: v products and divisions of integers.

    For circuits only those whose levels all stay at most v active: the same number where `keeps_activity` shows that
    all do, otherwise counted one by one. Errors: TimeoutError when the deadline passes meanwhile.

    >>> from verify import Circuit, TwoAnd
    >>> count_admissible(TwoAnd(inputs=4, sparsity=2, pairs=((0, 1),)))
    11
    >>> count_admissible(Circuit.of(4, 2, [[("copy", 0), ("or", 0, 1), ("or", 0, 2)]]))
    7
    """

    def look() -> None:
        if deadline is not None and deadline.passed():
            raise TimeoutError(deadline.reason("counting admissible inputs"))

    if not problem.is_circuit or keeps_activity(problem, problem.sparsity):
        return sparse_up_to(problem, inf, look)
    sets, total = LevelSets(problem), 0
    for active in sparse_blocks(problem, 2**14):
        look()
        total += int(sets.of(active)[1].sum())
    return total


def count_sparse(problem: Problem) -> int:
    """The number of inputs with at most v active features, admissible or not: the sum of C(m, k) for k = 0..v.

    >>> from verify import Circuit
    >>> count_sparse(Circuit.of(4, 2, [[("copy", 0), ("or", 0, 1), ("or", 0, 2)]]))
    11
    """
    return sparse_up_to(problem, inf)


def beyond_counting(problem: Problem) -> str | None:
    """Why nobody counts these inputs, in a sentence, or None: their number may have more than `MOST_BITS` bits.

    Counting fewer takes a second or two at most; certificates state the number.
    """
    m, v = problem.inputs, problem.sparsity
    bits = min(m, v * m.bit_length())
    if bits <= MOST_BITS:
        return None
    return f"there are too many inputs with at most {v} of {m} features active: up to 2**{MOST_BITS} are counted"


def more_sparse_than(problem: Problem, limit: int) -> bool:
    """Whether more than `limit` inputs have at most v active features: O(log limit) steps; counting may take for ever.

    >>> from verify import TwoAnd
    >>> more_sparse_than(TwoAnd(inputs=10**9, sparsity=10**9, pairs=((0, 1),)), 10**6)
    True
    """
    return sparse_up_to(problem, limit) > limit


def sparse_up_to(problem: Problem, limit: float, look: Callable[[], None] = lambda: None) -> int:
    """The number of inputs with at most v active features, or some number above `limit`: O(log limit) steps."""
    total = 0
    for term in binomials(problem):
        look()
        total += term
        if total > limit:
            break
    return total


def binomials(problem: Problem) -> Iterator[int]:
    """The numbers of inputs with 0, 1, ..., v active features: C(m, 0), C(m, 1), ..., C(m, v)."""
    term = 1
    for k in range(problem.sparsity + 1):
        yield term
        term = term * (problem.inputs - k) // (k + 1)


def active_sets(features: int, k: int, start: int, stop: int) -> ActiveSets:
    """Inputs number start..stop-1 among the C(features, k) with k active features: shape (stop - start, k).

    Errors: OverflowError when the last number is 2**63 or more. O(k) table look-ups an input.

    >>> active_sets(4, 2, 0, 6).tolist()
    [[0, 1], [0, 2], [1, 2], [0, 3], [1, 3], [2, 3]]
    """
    if stop >= 2**63:
        raise OverflowError(f"inputs are numbered below 2**63, but {stop} is asked for")
    rest = np.arange(start, stop, dtype=np.int64)
    sets = np.empty((stop - start, k), dtype=np.int64)
    for size in range(k, 0, -1):
        # C(c, size) for c = 0, 1, ...: the largest c with C(c, size) <= rest is the largest member.
        table = np.array([min(comb(c, size), 2**63 - 1) for c in range(features)], dtype=np.int64)
        member = np.searchsorted(table, rest, side="right") - 1
        sets[:, size - 1] = member
        rest = rest - table[member]
    return sets


def sparse_blocks(problem: Problem, block: int) -> Iterator[ActiveSets]:
    """All inputs with at most v active features, fewest first, in arrays of at most `block` inputs.

    All of them are admissible, unless the problem is a circuit (`LevelSets` tells which are).

    >>> from verify import TwoAnd
    >>> [b.tolist() for b in sparse_blocks(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), 10)]
    [[[]], [[0], [1]], [[0, 1]]]
    """
    for k in range(problem.sparsity + 1):
        total = comb(problem.inputs, k)
        for start in range(0, total, block):
            yield active_sets(problem.inputs, k, start, min(start + block, total))
