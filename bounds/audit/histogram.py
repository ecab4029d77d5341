"""Which values an array holds, and how often."""

import numpy as np

from verify.arrays import Integers

DENSE = 2**24
"""Ranges of values that are counted in a table instead of sorted."""


def histogram(array: Integers) -> tuple[Integers, Integers]:
    """Give the values in rising order as int64, and how often each occurs.

    >>> [part.tolist() for part in histogram(np.array([[3, -1], [3, 3]]))]
    [[-1, 3], [1, 3]]
    """
    low, high = int(array.min()), int(array.max())
    if high - low >= DENSE:
        values, counts = np.unique(array.astype(np.int64), return_counts=True)
        return values, counts
    table = np.bincount((array.astype(np.int64) - low).ravel())
    places = np.flatnonzero(table)
    return places + low, table[places]
