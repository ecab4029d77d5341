"""Logarithms to base 2, and the constants pi, ln 2 and lg e, enclosed by integer arithmetic.

Nothing here touches a float: every step rounds the low end down and the high end up.
"""

from fractions import Fraction
from functools import cache

from bounds.arithmetic.enclosure import Enclosure
from bounds.errors import QuantityError


def lg(value: int | Fraction | Enclosure, precision: int = 64) -> Enclosure:
    """Enclose the logarithm to base 2 of a positive number.

    The binary digits of lg x come from squaring: for 1 <= x < 2 the next digit is 1 iff x^2 >= 2.

    Guarantee: for every x in `value` (an integer, a rational or an enclosure) the answer holds lg x, of which
    `precision` binary digits after the point are worked out; for one integer or rational x its width is at most
    2**(2-precision), and 0 where an integer x is a power of two. Time: `precision` squarings of numbers of 2*precision
    + 32 bits. Errors: QuantityError where the value is not positive. Source: ours (the digit-by-digit logarithm is
    folklore; the directed rounding makes it certain).

    >>> lg(8).is_exact, lg(8).low
    (True, Fraction(3, 1))
    >>> lg(10).digits(15)
    '3.321928094887362...'
    """
    if isinstance(value, Enclosure):
        return lg(value.low, precision).hull(lg(value.high, precision))
    if value <= 0:
        raise QuantityError(f"a logarithm needs a positive number, not {value}")
    numerator, denominator = value.as_integer_ratio()
    return _lg_integer(numerator, precision) - _lg_integer(denominator, precision)


def _lg_integer(value: int, precision: int) -> Enclosure:
    exponent = value.bit_length() - 1
    if value == 1 << exponent:
        return Enclosure.exactly(exponent)
    unit = 2 * precision + 32  # squaring doubles the relative error at every one of `precision` steps
    shift = unit - exponent
    low = value << shift if shift >= 0 else value >> -shift
    high = low if shift >= 0 else low + 1
    two = 2 << unit
    digits, steps, spread = 0, 0, 1
    while steps < precision:
        low, high = low * low >> unit, -(-high * high >> unit)
        digits, steps = 2 * digits, steps + 1
        if low >= two:
            low, high, digits = low >> 1, (high + 1) >> 1, digits + 1
        elif high >= two:
            spread = 2  # the digit is undecided: the rest lies within two units of the last place
            break
    scale = 1 << steps
    return Enclosure(exponent + Fraction(digits, scale), exponent + Fraction(digits + spread, scale))


def _arctangent_of_inverse(n: int, precision: int, hyperbolic: bool) -> Enclosure:
    """Enclose arctan(1/n) or artanh(1/n), n >= 2, from the power series with its tail bounded."""
    guard = precision + 16
    power, total, terms = (1 << guard) // n, 0, 0
    while power:
        term = power // (2 * terms + 1)
        total += term if hyperbolic or terms % 2 == 0 else -term
        power //= n * n
        terms += 1
    # A computed term falls short of the true one by less than 2 units; the tail is below 2 units as well.
    slack = 2 * terms + 4
    return Enclosure(Fraction(total - slack, 1 << guard), Fraction(total + slack, 1 << guard))


@cache
def pi(precision: int = 64) -> Enclosure:
    """Enclose pi, by Machin's formula 16 arctan(1/5) - 4 arctan(1/239), to about `precision` binary digits.

    >>> pi().digits(15)
    '3.141592653589793...'
    """
    fifth = _arctangent_of_inverse(5, precision + 16, hyperbolic=False)
    return (fifth * 16 - _arctangent_of_inverse(239, precision + 16, hyperbolic=False) * 4).outward(precision)


@cache
def ln2(precision: int = 64) -> Enclosure:
    """Enclose the natural logarithm of 2, as 2 artanh(1/3), to about `precision` binary digits.

    >>> ln2().digits(15)
    '0.693147180559945...'
    """
    return (_arctangent_of_inverse(3, precision + 16, hyperbolic=True) * 2).outward(precision)


@cache
def lg_e(precision: int = 64) -> Enclosure:
    """Enclose lg e = 1/ln 2, the bits in a natural unit of information.

    >>> lg_e().digits(15)
    '1.442695040888963...'
    """
    return (Enclosure.exactly(1) / ln2(precision + 8)).outward(precision)
