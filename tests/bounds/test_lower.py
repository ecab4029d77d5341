"""Bits, parameters and neurons: each is the least integer with its property, decided exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounds import Direction, LabelledTwoAnd, LowerBound, Permutations, Tag, UnlabelledTwoAnd, lower_bound
from bounds.classes import Circuits, FunctionClass
from bounds.errors import QuantityError


@st.composite
def small_classes(draw: st.DrawFn) -> FunctionClass:
    if draw(st.booleans()):
        return Permutations(draw(st.integers(1, 60)))
    inputs = draw(st.integers(2, 20))
    outputs = draw(st.integers(1, inputs * (inputs - 1) // 2))
    return LabelledTwoAnd(inputs, outputs, distinct=draw(st.booleans()))


@given(small_classes(), st.fractions(Fraction(1, 4), 16, max_denominator=12), st.integers(1, 5), st.booleans())
def test_every_number_is_the_least_with_its_property(
    function_class: FunctionClass, bits: Fraction, layers: int, biases: bool
) -> None:
    size, bound = function_class.cardinality(), lower_bound(function_class)

    def holds(parameters: int) -> bool:
        """2**(parameters * bits) >= size, in integers."""
        return bool(2 ** (parameters * bits.numerator) >= size**bits.denominator)

    def least(number: int, parameters: object) -> None:
        assert callable(parameters)
        assert holds(parameters(number))
        assert number == 0 or not holds(parameters(number - 1))

    least(bound.parameters(bits), lambda n: n)
    least(bound.neurons(bits, layers, biases), lambda n: layers * n * (n + biases))
    least(bound.total_neurons(bits), lambda n: n * (n + 1) // 2)
    assert 2**bound.bits <= size < 2 ** (bound.bits + 1)
    assert 2**bound.fixed_length_bits >= size > 2 ** (bound.fixed_length_bits - 1) or size == 1


@given(small_classes(), st.integers(2, 9))
def test_quantised_parameters_are_the_least_that_name_all_functions(function_class: FunctionClass, levels: int) -> None:
    number = lower_bound(function_class).quantised_parameters(levels)
    assert levels**number >= function_class.cardinality()
    assert number == 0 or levels ** (number - 1) < function_class.cardinality()


def test_sizes_of_a_million_millions_answer_at_once() -> None:
    bound = lower_bound(LabelledTwoAnd(10**12, 10**12))
    assert bound.bits == 78726274277293
    assert bound.neurons(1, 1) == 8872783
    assert lower_bound(LabelledTwoAnd(10**9, 10**9)).bits == 58794705705


def test_the_simulated_permutation_of_theory_9_1_lies_above_its_bound() -> None:
    assert lower_bound(Permutations(8192)).neurons(1, 1) == 308


def test_a_class_of_one_function_needs_nothing() -> None:
    bound = lower_bound(UnlabelledTwoAnd(5, 10))
    assert bound.bits == bound.parameters(1) == bound.neurons(1, 1) == bound.total_neurons(1) == 0


def test_circuits_are_bounded_by_the_functions_that_certainly_differ() -> None:
    circuits = Circuits((64, 64, 64))
    assert lower_bound(circuits).bits == circuits.fewest().floor_lg() < circuits.most().floor_lg()


def test_a_network_far_below_the_bound_is_noticed() -> None:
    bound = lower_bound(Permutations(100))
    assert bound.bits == 524
    assert bound.respected_by(524)
    assert bound.respected_by(460)
    assert not bound.respected_by(459)


def test_consequences_carry_everything_a_bound_needs() -> None:
    consequences = lower_bound(Permutations(1024)).consequences(Fraction(8), layers=2)
    assert [bound.quantity for bound in consequences][:3] == ["parameter bits", "parameters", "neurons"]
    for bound in consequences:
        assert bound.direction is Direction.LOWER
        assert bound.tag is Tag.OURS
        assert bound.hypotheses
        assert bound.value is not None


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda bound: bound.parameters(0), "bits per parameter must be a positive integer or Fraction, not 0"),
        (lambda bound: bound.parameters(-8), "bits per parameter must be a positive integer or Fraction, not -8"),
        (lambda bound: bound.parameters(1.5), "bits per parameter must be a positive integer or Fraction, not 1.5"),
        (lambda bound: bound.parameters(True), "bits per parameter must be .* not True"),
        (lambda bound: bound.neurons(8, 0), "layers must be an integer of at least 1, not 0"),
        (lambda bound: bound.quantised_parameters(1), "levels must be an integer of at least 2, not 1"),
        (lambda bound: bound.respected_by(-1), "parameter_bits must be an integer of at least 0, not -1"),
    ],
)
def test_impossible_quantities_are_refused(ask: object, message: str) -> None:
    assert callable(ask)
    with pytest.raises(QuantityError, match=message):
        ask(LowerBound(Permutations(5)))
