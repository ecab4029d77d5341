"""Interval arithmetic over the rationals."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounds.arithmetic import Enclosure
from bounds.errors import QuantityError

numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)


@st.composite
def enclosures_with_member(draw: st.DrawFn) -> tuple[Enclosure, Fraction]:
    low, member, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    return Enclosure(low, high), member


@given(enclosures_with_member(), enclosures_with_member())
def test_every_operation_encloses_the_result_of_the_members(
    left: tuple[Enclosure, Fraction], right: tuple[Enclosure, Fraction]
) -> None:
    (a, x), (b, y) = left, right
    assert x + y in a + b
    assert x - y in a - b
    assert x * y in a * b
    assert x in a.hull(b)
    assert x in a.outward(5)
    if 0 not in b:
        assert x / y in a / b


@given(enclosures_with_member(), st.integers(0, 8))
def test_printed_digits_are_those_of_every_member(pair: tuple[Enclosure, Fraction], places: int) -> None:
    enclosed, member = pair
    text = enclosed.digits(places)
    if text.startswith("["):
        low, high = text.strip("[]").split(", ")
        assert Fraction(low) <= member <= Fraction(high)
    elif text.endswith("..."):
        decimals = len(text.removesuffix("...").partition(".")[2])
        assert Fraction(text.removesuffix("...").rstrip(".") or "0") <= member
        assert member < Fraction(text.removesuffix("...").rstrip(".")) + Fraction(1, 10**decimals)
    else:
        assert Fraction(text) == member


def test_ends_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(QuantityError, match="low <= high, not low 2 and high 1"):
        Enclosure(Fraction(2), Fraction(1))


def test_division_by_an_enclosure_of_zero_is_refused() -> None:
    with pytest.raises(QuantityError, match="without 0"):
        Enclosure.exactly(1) / Enclosure(Fraction(-1), Fraction(1))
