"""Bounds as Python integers in units of 2**-`FINE`, always rounded to the safe side."""

from heapq import nlargest

import numpy as np

from verify.arrays import Numbers, Reals
from verify.floats.exact_values import integers

FINE = 256
"""Bounds count units of 2**-256: far below what any of the formats loses, so that rounding up costs nothing."""
ROWS = 64
Units = Numbers
"""Python integers: so many units of 2**-`FINE`."""


def shifted_up(values: Units, places: int) -> Units:
    """values * 2**places, rounded up where that is a fraction.

    >>> shifted_up(np.array([5, -5], dtype=object), -1).tolist()
    [3, -2]
    """
    return values << places if places >= 0 else -((-values) >> -places)


def units_up(values: Reals) -> Units:
    """The numbers in units, rounded up; rounded down they are -units_up(-values).

    >>> [int(count) for count in units_up(np.array([2.0**-255, -(2.0**-257)]))]
    [2, 0]
    """
    whole, exponent = integers(values)
    return shifted_up(whole, exponent + FINE)


def product_up(weights: Reals, vectors: Units) -> Units:
    """weights @ vectors in units, rounded up: weights (n, m), vectors (m,) or (m, inputs).

    >>> product_up(np.array([[0.25, 1.0]]), np.array([6, 1], dtype=object)).tolist()
    [3]
    """
    parts = []
    for start in range(0, len(weights), ROWS):
        rows = weights[start : start + ROWS]
        used = rows.any(axis=0)  # Of a stream that is carried on most columns are 0.
        whole, exponent = integers(rows[:, used])
        parts.append(shifted_up(whole @ vectors[used], exponent))
    return np.concatenate(parts)


def largest_terms(rows: Units, active: int) -> Units:
    """For every row the sum of its largest entries, at most `active` of them.

    >>> largest_terms(np.array([[1, 5, 3]], dtype=object), 2).tolist()
    [8]
    """
    return np.array([sum(nlargest(active, row)) for row in rows.tolist()], dtype=object)


def largest_sum(weights: Reals, active: int) -> Units:
    """For every row the largest sum of at most `active` entries, or 0, in units, rounded up."""
    count = min(active, weights.shape[1])
    largest = np.partition(weights, weights.shape[1] - count, axis=1)[:, weights.shape[1] - count :]
    return np.asarray(units_up(np.maximum(largest, 0)).sum(axis=1))
