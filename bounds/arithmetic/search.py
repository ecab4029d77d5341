"""Searching by halves."""

from collections.abc import Callable


def least_where(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Give the least number in [low, high) where a condition holds that stays true once true; `high` where none does.

    >>> least_where(lambda root: root**2 >= 10**30, 0, 10**30) == 10**15
    True
    """
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
