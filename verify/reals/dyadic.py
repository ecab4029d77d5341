"""Dyadic numbers: integers over powers of two, which is what floats store and what a verdict here is computed with."""

from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction

import numpy as np

from verify.errors import shown

MOST_BITS = 4096


def dyadic(name: str, value: object) -> Fraction:
    """`value` as an exact fraction: an integer, a float, a Fraction, or text such as "3/8".

    Errors: TypeError for anything else; ValueError for infinities, NaN, and fractions whose denominator is no power of
    two or longer than 4096 bits.

    >>> dyadic("low", -1), dyadic("low", 0.5), dyadic("low", "3/8")
    (Fraction(-1, 1), Fraction(1, 2), Fraction(3, 8))
    """
    plain = value.item() if isinstance(value, (np.integer, np.floating)) else value
    if not isinstance(plain, (int, float, str, Fraction)) or type(plain) not in (int, float, str, Fraction):
        raise TypeError(f"{name} must be a number, not {shown(value)}")
    try:
        number = Fraction(plain)
    except (ValueError, OverflowError, ZeroDivisionError):
        raise ValueError(f"{name} must be a finite number, not {shown(value)}") from None
    if number.denominator & (number.denominator - 1) or number.denominator.bit_length() > MOST_BITS:
        raise ValueError(f"{name} must be an integer over a power of two (as floats are), not {shown(str(number))}")
    if number.numerator.bit_length() > MOST_BITS:
        raise ValueError(f"{name} must have at most {MOST_BITS} bits, not {number.numerator.bit_length()}")
    return number


def exponent_of(numbers: Iterable[Fraction]) -> int:
    """The smallest k >= 0 such that every number times 2**k is an integer.

    >>> exponent_of([Fraction(1, 2), Fraction(3, 8)])
    3
    """
    return max((number.denominator.bit_length() - 1 for number in numbers), default=0)


def scaled(number: Fraction, exponent: int) -> int:
    """The integer number * 2**exponent, for an exponent at least that of the number.

    >>> scaled(Fraction(3, 8), 4)
    6
    """
    return number.numerator << (exponent - number.denominator.bit_length() + 1)


def number_words(number: Fraction) -> str:
    """A number of any size with nine digits, for people.

    >>> number_words(Fraction(1, 3)), number_words(Fraction(2) ** 2000)
    ('0.333333333', '1.14813070e+602')
    """
    return f"{Context(prec=9).divide(Decimal(number.numerator), Decimal(number.denominator)):.9g}"
