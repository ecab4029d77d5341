"""Capacity: exact search and Lambert's closed form, against each other and against the definition."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounds.capacity import (
    FAMILIES,
    PERMUTATION,
    TWO_AND,
    Family,
    capacity,
    capacity_by_lambert,
    distilled_features,
    network_capacity,
)
from bounds.errors import QuantityError
from bounds.machines import MACHINES, machine_capacity

families = pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)


@families
@given(bits=st.integers(1, 3000))
def test_capacity_is_the_largest_size_whose_functions_have_names_of_so_many_bits(family: Family, bits: int) -> None:
    size = capacity(family, bits)
    if size:
        assert family.of_size(size).cardinality() <= 2**bits
    assert family.of_size(max(size + 1, family.least)).cardinality() > 2**bits


@families
def test_exact_search_and_lambert_agree_on_a_grid(family: Family) -> None:
    for power in range(4, 61):
        for bits in (2**power, 2**power + 1, 3 * 2**power - 1):
            assert abs(capacity(family, bits) - capacity_by_lambert(family, bits)) <= 1, bits


@families
def test_the_two_agree_exactly_almost_everywhere(family: Family) -> None:
    budgets = [10**power + offset for power in range(3, 19) for offset in (0, 7, 123)]
    equal = sum(capacity(family, bits) == capacity_by_lambert(family, bits) for bits in budgets)
    assert equal >= 0.9 * len(budgets)


@families
@given(bits=st.fractions(16, 10**6, max_denominator=64))
def test_capacity_grows_with_the_bits(family: Family, bits: Fraction) -> None:
    assert capacity(family, bits) <= capacity(family, bits + 1)


def test_more_bits_than_fit_nothing_give_no_features() -> None:
    assert capacity(TWO_AND, 1) == 0
    assert capacity(PERMUTATION, 1) == 2


def test_the_first_order_of_the_capacity_is_no_upper_bound() -> None:
    """theory.md 3.3 writes m' <~ b L n^2/(2 lg n): true to first order, but exceeded by 37 % at n = 1000."""
    value = network_capacity(PERMUTATION, 1000, 1, 1).value
    assert isinstance(value, int)
    assert value > 1000**2 / (2 * 9.97)


def test_machines_are_in_order_and_hold_fewer_features_than_bits() -> None:
    assert [machine.parameters for machine in MACHINES] == sorted(machine.parameters for machine in MACHINES)
    for machine in MACHINES:
        two_and, any_inputs = machine_capacity(machine.parameters, 16)
        assert isinstance(two_and.value, int)
        assert isinstance(any_inputs.value, int)
        assert two_and.value < any_inputs.value < 16 * machine.parameters


def test_distilling_into_fewer_parameters_leaves_fewer_features() -> None:
    values = [distilled_features(TWO_AND, parameters, 8).value for parameters in (10**3, 10**6, 10**9)]
    numbers = [value for value in values if isinstance(value, int)]
    assert len(numbers) == 3
    assert numbers[0] < numbers[1] < numbers[2]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: capacity(TWO_AND, -1), "must be a positive integer or Fraction, not -1"),
        (lambda: capacity_by_lambert(TWO_AND, 15), "at least 16 bits, not 15"),
        (lambda: network_capacity(TWO_AND, 0, 1, 1), "must be at least 1, not 0 and 1"),
        (lambda: machine_capacity(0, 16), "parameters must be an integer of at least 1, not 0"),
    ],
)
def test_impossible_questions_are_refused(ask: object, message: str) -> None:
    assert callable(ask)
    with pytest.raises(QuantityError, match=message):
        ask()
