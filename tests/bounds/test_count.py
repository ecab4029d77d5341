"""Counts held as products: exact integers, logarithms, and rounding that is proved."""

from fractions import Fraction
from math import comb, factorial, perm

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounds.arithmetic import Count, Enclosure, least_where, lg
from bounds.errors import QuantityError, TooLargeError


@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 9), st.integers(0, 9))
def test_products_are_the_integers_they_stand_for(things: int, labels: int, base: int, exponent: int) -> None:
    labels = min(labels, things)
    count = Count.binomial(things, labels) * Count.power(base, exponent) * Count.falling(things, labels) ** 2
    exact = comb(things, labels) * base**exponent * perm(things, labels) ** 2
    assert count.exact() == exact
    assert count.floor_lg() == exact.bit_length() - 1
    assert count.least_multiple() == (exact - 1).bit_length()


@given(st.integers(2, 3000), st.data())
def test_the_logarithm_of_factors_agrees_with_that_of_the_integer(things: int, data: st.DataObject) -> None:
    labels = data.draw(st.integers(1, things))
    count = Count.falling(things, labels) ** 3 / Count.factorial(labels) ** 3
    exact = lg(comb(things, labels) ** 3, 80)
    enclosed = count.lg()
    assert enclosed.width <= Fraction(1, 2**60)
    assert enclosed.low <= exact.high
    assert enclosed.high >= exact.low


@pytest.mark.parametrize("precision", [0, 16, 64, 256])
def test_the_logarithm_is_as_narrow_as_promised(precision: int) -> None:
    counts = [
        Count.falling(10**24, 10**12),
        Count.binomial(10**12, 10**6),
        Count.factorial(10**9) ** 1000,
        Count.power(3, 10**15),
    ]
    for count in counts:
        assert count.lg(precision).width <= Fraction(1, 2**precision)


def test_exact_powers_of_two_round_to_themselves() -> None:
    for exponent in (1, 100, 40_000, 10**12):
        assert Count.power(2, exponent).floor_lg() == Count.power(2, exponent).least_multiple() == exponent
    assert Count.power(4, 10**9).least_multiple(Fraction(1, 2)) == 4 * 10**9
    assert Count.falling(2**20, 1).floor_lg() == 20


def test_a_power_of_the_unit_needs_exactly_its_exponent() -> None:
    assert Count.power(3, 1000).least_multiple(lg(3, 256)) == 1000
    assert Count.power(3, 10**9).least_multiple(lg(3, 256)) == 10**9


def test_integers_of_unreasonable_length_are_refused_and_their_logarithm_is_not() -> None:
    huge = Count.factorial(10**12)
    with pytest.raises(TooLargeError, match="at most 134217728 bits"):
        huge.exact()
    assert huge.floor_lg() == 38420442097780


def test_quotients_that_are_no_integers_are_refused() -> None:
    with pytest.raises(QuantityError, match="a count must be an integer, not 1/24"):
        (Count() / Count.factorial(4)).exact()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Count.falling(3, 4), "labels must be at most the number of things 3, not 4"),
        (lambda: Count.falling(-1, 0), "things must be an integer of at least 0, not -1"),
        (lambda: Count.power(0, 1), "base must be an integer of at least 1, not 0"),
        (lambda: Count.power(2, -1), "exponent must be an integer of at least 0, not -1"),
        (lambda: Count.power(2, 5).least_multiple(0), "a unit of bits must be positive, not 0"),
        (lambda: Count.factorial(True), "labels must be an integer of at least 0, not True"),
    ],
)
def test_impossible_counts_are_refused_with_rule_and_value(make: object, message: str) -> None:
    assert callable(make)
    with pytest.raises(QuantityError, match=message):
        make()


def test_an_enclosed_unit_counts_with_its_high_end() -> None:
    assert Count.power(2, 10).least_multiple(Enclosure(Fraction(1), Fraction(5))) == 2


def test_small_factorials_are_exact() -> None:
    assert [Count.factorial(n).exact() for n in range(8)] == [factorial(n) for n in range(8)]


@given(st.integers(-50, 50), st.integers(0, 100), st.integers(-80, 180))
def test_the_search_gives_the_least_number_where_a_condition_holds_and_the_end_where_none_does(
    low: int, width: int, first: int
) -> None:
    high = low + width
    assert least_where(lambda n: n >= first, low, high) == min(max(first, low), high)
