"""Projective planes by perfect difference sets (Singer 1938): any two lines meet in exactly one point."""

import numpy as np

from verify.arrays import Longs
from verify.codes import is_prime

PRIME_POWERS = {
    4: (0, 1, 4, 14, 16),
    8: (1, 2, 4, 8, 16, 32, 37, 55, 64),
    9: (0, 1, 3, 9, 27, 49, 56, 61, 77, 81),
}
"""Difference sets of the orders up to 9 that are not primes; those of prime order are computed."""


def plane_lines(order: int) -> Longs:
    """Line l of the plane of the given order as its points, ascending: (P, order + 1), P = order**2 + order + 1.

    Guarantee: every two different lines have exactly one point in common. Line l is D + l modulo P for a perfect
    difference set D. Orders: primes, 4, 8 and 9. Source: J. Singer, A theorem in finite projective geometry, 1938.

    >>> plane_lines(2)[0].size, len(set(plane_lines(3)[0].tolist()) & set(plane_lines(3)[5].tolist()))
    (3, 1)
    """
    points = order * order + order + 1
    base = np.array(PRIME_POWERS[order] if order in PRIME_POWERS else difference_set(order), dtype=np.int64)
    lines: Longs = np.sort((base + np.arange(points)[:, None]) % points, axis=1)
    return lines


def largest_order(points: int) -> int:
    """The largest order of a plane with at most so many points; 0 if there is none.

    >>> [largest_order(p) for p in (6, 7, 56, 57, 91)]
    [0, 2, 5, 7, 9]
    """
    order = int(points**0.5) + 1
    while order and not (order * order + order + 1 <= points and (is_prime(order) or order in PRIME_POWERS)):
        order -= 1
    return order


def difference_set(prime: int) -> list[int]:
    """Exponents e < p**2 + p + 1 for which x**e lies in a fixed plane of the field of p**3 elements (Singer).

    x is a root of the first cubic t**3 = c2 t**2 + c1 t + c0 over F_p for which the set is a perfect difference set.

    >>> sorted(difference_set(2))
    [0, 1, 3]
    """
    p = prime
    points = p * p + p + 1
    for number in range(1, p**3):
        c0, c1, c2 = number % p, number // p % p, number // p // p
        found, power = [], (1, 0, 0)
        for exponent in range(points):
            if power[2] == 0:
                found.append(exponent)
                if len(found) > p + 1:
                    break
            a, b, c = power
            power = (c * c0 % p, (a + c * c1) % p, (b + c * c2) % p)
        chosen = np.array(found)
        if len(chosen) == p + 1 and len(np.unique((chosen[:, None] - chosen) % points)) == points:
            return found
    raise ValueError(f"a plane needs an order that is a prime, 4, 8 or 9, not {prime}")
