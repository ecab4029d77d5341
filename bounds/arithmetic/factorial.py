"""The logarithm of a factorial, of any size, with certain digits."""

from fractions import Fraction
from functools import cache
from itertools import count
from math import comb, factorial

from bounds.arithmetic.enclosure import Enclosure
from bounds.arithmetic.logarithm import lg, lg_e, pi
from bounds.errors import require_at_least

_EXACT_UP_TO = 1024
"""Factorials up to here are multiplied out; above, Stirling's series reaches any precision in use."""


def lg_factorial(n: int, precision: int = 64) -> Enclosure:
    """Enclose lg n!, the bits that name one of the n! permutations.

    Up to n = 1024 the factorial is multiplied out. Above, Stirling's series

        ln n! = n ln n - n + (1/2) ln(2 pi n) + sum_{j=1..J-1} B_2j / (2j (2j-1) n^(2j-1)) + R_J

    is summed until its next term is below 2**-precision.

    Guarantee: the enclosure holds lg n! and is at most 2**(4-precision) wide. Time: O(precision) operations on numbers
    of O(precision + lg n) bits; 10**12 and 10**24 answer at once. Errors: QuantityError where n is negative or not an
    integer. Source: H. Robbins, A remark on Stirling's formula, Amer. Math. Monthly 62 (1955); enveloping series:
    Whittaker and Watson, A Course of Modern Analysis, 12.33. Details: docs/methods.md.

    >>> lg_factorial(20).digits(9)
    '61.077383920...'
    >>> lg_factorial(10**12).digits(6)
    '38420442097780.642083...'
    """
    require_at_least("the argument of a factorial", n, 0)
    if n <= _EXACT_UP_TO:
        return lg(factorial(n), precision)
    wide = precision + n.bit_length() + 16  # n lg n multiplies the error of lg n by n
    wide += -wide % 32  # few different widths, so that the constants are worked out once
    nats = Enclosure.exactly(0)
    for j in count(1):
        term = _bernoulli(2 * j) / (2 * j * (2 * j - 1) * n ** (2 * j - 1))
        if abs(term) < Fraction(1, 1 << precision):
            break
        nats = (nats + term).outward(wide)
    remainder = Enclosure(min(term, Fraction(0)), max(term, Fraction(0)))
    ln_terms = (nats + remainder - n).outward(wide)
    half_lg_two_pi_n = (lg(pi(wide) * 2, wide) + lg(n, wide)) * Fraction(1, 2)
    return (lg(n, wide) * n + ln_terms * lg_e(wide) + half_lg_two_pi_n).outward(precision + 4)


@cache
def _bernoulli(n: int) -> Fraction:
    """B_n from sum_{k<=n} C(n+1, k) B_k = 0."""
    if n == 0:
        return Fraction(1)
    if n > 1 and n % 2:
        return Fraction(0)
    return -sum((comb(n + 1, k) * _bernoulli(k) for k in range(n)), Fraction(0)) / (n + 1)
