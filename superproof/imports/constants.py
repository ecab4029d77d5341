"""Arithmetic of constants while a network is read: exact in the network's own floating point, or refused."""

from fractions import Fraction

import numpy as np

from verify.arrays import Reals
from verify.floats import precision_named


def product(first: Reals, second: Reals, precision: str) -> Reals:
    """first * second, entry by entry. Errors: ValueError where that has to be rounded.

    >>> product(np.array([3.0]), np.array([0.5]), "float32").tolist()
    [1.5]
    """
    found = first * second
    pairs = _pairs(first, second, found)
    return _exact(found, all(Fraction(a) * Fraction(b) == Fraction(c) for a, b, c in pairs), "product", precision)


def total(first: Reals, second: Reals, precision: str) -> Reals:
    """first + second, entry by entry. Errors: ValueError where that has to be rounded."""
    found = first + second
    pairs = _pairs(first, second, found)
    return _exact(found, all(Fraction(a) + Fraction(b) == Fraction(c) for a, b, c in pairs), "sum", precision)


def _pairs(first: Reals, second: Reals, found: Reals) -> set[tuple[float, float, float]]:
    if not np.isfinite(found).all():
        raise ValueError("it makes a constant that is not finite")
    columns = (np.broadcast_to(each, found.shape).ravel().tolist() for each in (first, second, found))
    return set(zip(*columns, strict=True))


def _exact(found: Reals, exact: bool, kind: str, precision: str) -> Reals:
    if not exact or not precision_named(precision).holds(found).all():
        raise ValueError(
            f"a {kind} of constants must be exact in {precision}, but this one is rounded: store its result instead"
        )
    return found
