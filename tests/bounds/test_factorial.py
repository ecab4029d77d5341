"""lg n! against the exact factorial, Robbins' bounds and mpmath."""

from fractions import Fraction
from math import factorial

import mpmath
import pytest

from bounds.arithmetic import lg, lg_e, lg_factorial, pi
from bounds.errors import QuantityError

SIZES = [1025, 1500, 4096, 10**5, 10**6, 10**9, 10**12, 5 * 10**23]


@pytest.mark.parametrize("n", [0, 1, 2, 20, 1024, 1025, 2000, 5000])
@pytest.mark.parametrize("precision", [4, 64, 300])
def test_series_and_exact_factorial_agree(n: int, precision: int) -> None:
    exact = lg(factorial(n), precision + 40)
    enclosed = lg_factorial(n, precision)
    assert enclosed.low <= exact.high
    assert enclosed.high >= exact.low
    assert enclosed.width <= Fraction(16, 2**precision)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("precision", [4, 64, 200])
def test_large_factorials_agree_with_mpmath(n: int, precision: int) -> None:
    enclosed = lg_factorial(n, precision)
    with mpmath.workdps(120):
        true = mpmath.loggamma(n + 1) / mpmath.log(2)
        slack = true * mpmath.mpf(10) ** -110
        assert mpmath.mpf(enclosed.low.numerator) / enclosed.low.denominator <= true + slack
        assert mpmath.mpf(enclosed.high.numerator) / enclosed.high.denominator >= true - slack
    assert enclosed.width <= Fraction(16, 2**precision)


@pytest.mark.parametrize("n", [*SIZES, 1, 2, 7, 300])
def test_robbins_bounds_hold_on_both_sides(n: int) -> None:
    stirling = lg(n, 200) * n - lg_e(200) * n + (lg(pi(200) * 2, 200) + lg(n, 200)) * Fraction(1, 2)
    rest = lg_factorial(n, 120) - stirling
    assert rest.high >= lg_e().low / (12 * n + 1)
    assert rest.low <= lg_e().high / (12 * n)
    assert rest.low > 0


def test_the_product_rule_links_neighbours_across_the_threshold() -> None:
    for n in (1024, 1025, 1026):
        assert 0 in lg_factorial(n) - lg_factorial(n - 1) - lg(n)


def test_a_negative_argument_is_refused() -> None:
    with pytest.raises(QuantityError, match="argument of a factorial must be an integer of at least 0, not -1"):
        lg_factorial(-1)
