"""The logarithm and the constants, against mpmath's interval arithmetic and against exact powers."""

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounds.arithmetic import Enclosure, lg, lg_e, ln2, pi
from bounds.errors import QuantityError


@given(st.integers(1, 10**40), st.integers(0, 200))
def test_the_logarithm_lies_in_its_enclosure_which_is_as_narrow_as_promised(value: int, precision: int) -> None:
    enclosed = lg(value, precision)
    assert enclosed.width <= Fraction(4, 2**precision)
    with mpmath.workdps(120):
        true = mpmath.log(value) / mpmath.log(2)
        margin = mpmath.mpf(10) ** -100
        assert mpmath.mpf(enclosed.low.numerator) / enclosed.low.denominator <= true + margin
        assert mpmath.mpf(enclosed.high.numerator) / enclosed.high.denominator >= true - margin


@given(st.integers(2, 10**6), st.integers(1, 60))
def test_powers_decide_the_logarithm_without_any_library(base: int, exponent: int) -> None:
    """2**p <= base**e < 2**(p+1) exactly, for p the number of bits: lg base lies between p/e and (p+1)/e."""
    bits = (base**exponent).bit_length() - 1
    enclosed = lg(base)
    assert enclosed.low <= Fraction(bits + 1, exponent)
    assert enclosed.high >= Fraction(bits, exponent)


@given(st.integers(0, 500))
def test_powers_of_two_have_exact_logarithms(exponent: int) -> None:
    assert lg(1 << exponent) == Enclosure.exactly(exponent)


@given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**6).filter(lambda value: value > 0))
def test_a_fraction_and_its_inverse_have_opposite_logarithms(value: Fraction) -> None:
    assert 0 in lg(value) + lg(1 / value)


@pytest.mark.parametrize("precision", [8, 64, 400])
def test_the_constants_hold_their_known_digits(precision: int) -> None:
    with mpmath.workdps(300):
        known = {pi: +mpmath.pi, ln2: mpmath.log(2), lg_e: 1 / mpmath.log(2)}
        for constant, true in known.items():
            enclosed = constant(precision)
            scaled = int(mpmath.floor(true * mpmath.mpf(2) ** 900))
            assert enclosed.low <= Fraction(scaled + 1, 2**900)
            assert enclosed.high >= Fraction(scaled, 2**900)
            assert enclosed.width <= Fraction(4, 2**precision)


@pytest.mark.parametrize("value", [0, -3, Fraction(-1, 2)])
def test_numbers_that_are_not_positive_are_refused(value: Fraction) -> None:
    with pytest.raises(QuantityError, match=f"needs a positive number, not {value}"):
        lg(value)
