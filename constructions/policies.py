"""Which numbers of neurons a search tries, one after the other.

A policy is a generator: it yields a number of neurons and is sent whether a network with so many was proved.
"""

from collections.abc import Callable, Generator, Iterable
from math import ceil

Sizes = Generator[int, bool, None]


def ascend(sizes: Iterable[int]) -> Sizes:
    """One size after the other, until a network is proved.

    >>> policy = ascend([3, 5, 8])
    >>> next(policy), policy.send(False)
    (3, 5)
    """
    for n in sizes:
        if (yield n):
            return


def following(sizes: Sizes, proved: bool) -> int | None:
    """The next size of a policy that is told how the last one went; None at its end."""
    try:
        return sizes.send(proved)
    except StopIteration:
        return None


def halve(failed: int, good: int) -> int:
    """The size half way between one that failed and one that was proved."""
    return (failed + good) // 2


def narrow(
    start: int, most: int, *, climb: float, close: int, failed: int = 0, between: Callable[[int, int], int] = halve
) -> Sizes:
    """Up by the factor `climb` until a network is proved, then closing in on the least size that does.

    All sizes lie between `failed` and `most`. `between` is given the largest size that failed and the smallest that was
    proved; where they are one `close`-th apart the search ends.

    >>> policy = narrow(10, 100, climb=2.0, close=8)
    >>> next(policy), policy.send(False), policy.send(True), policy.send(False)
    (10, 20, 15, 17)
    """
    good, found = most, False
    n = min(start, most - 1)
    while failed < n < good and not (found and good - failed <= max(1, good // close)):
        if (yield n):
            good, found = n, True
        else:
            failed = n
        n = between(failed, good) if found else min(ceil(n * climb), good - 1)
