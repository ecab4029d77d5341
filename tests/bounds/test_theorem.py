"""The finite core of Theorem 3.1 and its variants, machine-checked with Z3 and by enumeration at small sizes."""

from fractions import Fraction
from itertools import combinations, permutations
from math import comb, factorial, perm

import pytest
import z3

from bounds.classes import LabelledTwoAnd, Permutations, TwoInputGate
from bounds.errors import QuantityError, UnknownClassError
from bounds.statement import Tag
from bounds.theorem import (
    THEOREMS,
    average_error_bits,
    fraction_beating,
    public_coins_bits,
    wrong_gates_bits,
)


def refuted(*claims: z3.BoolRef) -> bool:
    """Whether the claims together are impossible; an undecided answer fails the test."""
    solver = z3.Solver()
    solver.add(*claims)
    answer = solver.check()
    assert answer in (z3.sat, z3.unsat)
    return bool(answer == z3.unsat)


def test_functions_that_share_a_string_cannot_both_be_right_with_more_than_half_of_the_coins() -> None:
    """For any number of values: the coins that give f(u) and those that give g(u) != f(u) are disjoint."""
    right_for_f, right_for_g, rest = z3.Reals("right_for_f right_for_g rest")
    a_distribution = [right_for_f >= 0, right_for_g >= 0, rest >= 0, right_for_f + right_for_g + rest == 1]
    half = z3.RealVal("1/2")
    assert refuted(*a_distribution, right_for_f > half, right_for_g > half)
    assert not refuted(*a_distribution, right_for_f >= half, right_for_g >= half)  # 1/2 exactly is not enough


@pytest.mark.parametrize("coins", [1, 2, 3, 5])
@pytest.mark.parametrize("values", [2, 3])
def test_the_majority_over_all_coins_recovers_the_function(coins: int, values: int) -> None:
    """An algorithm is any table coin -> value; two different values cannot both hold a strict majority."""
    table = [z3.Int(f"value_{coin}") for coin in range(coins)]
    in_range = [z3.And(value >= 0, value < values) for value in table]
    f, g = z3.Ints("f g")

    def majority(of: z3.ArithRef) -> z3.BoolRef:
        return 2 * z3.Sum([z3.If(value == of, 1, 0) for value in table]) > coins

    assert refuted(*in_range, f != g, majority(f), majority(g))


@pytest.mark.parametrize(("functions", "strings"), [(2, 1), (4, 3), (5, 4), (6, 5)])
def test_an_injective_parameter_function_needs_as_many_strings_as_functions(functions: int, strings: int) -> None:
    parameters = [z3.Int(f"P_{f}") for f in range(functions)]

    def injective_into(number: int) -> list[z3.BoolRef]:
        return [z3.Distinct(parameters), *(z3.And(p >= 0, p < number) for p in parameters)]

    assert refuted(*injective_into(strings))
    assert not refuted(*injective_into(functions))


@pytest.mark.parametrize(("functions", "longest"), [(4, 0), (5, 1), (8, 1), (8, 2)])
def test_how_many_functions_can_have_strings_of_at_most_so_many_bits(functions: int, longest: int) -> None:
    """At most 2**(s+1) - 1, which is below 2**(1-c) |F| for s = lg|F| - c; and as many are possible."""
    length = [z3.Int(f"length_{f}") for f in range(functions)]
    code = [z3.Int(f"code_{f}") for f in range(functions)]
    most = max(4, functions.bit_length())
    strings = [
        z3.Or([z3.And(length[f] == bits, code[f] >= 0, code[f] < 2**bits) for bits in range(most + 1)])
        for f in range(functions)
    ]
    injective = [z3.Or(length[f] != length[g], code[f] != code[g]) for f, g in combinations(range(functions), 2)]
    short = z3.Sum([z3.If(bits <= longest, 1, 0) for bits in length])
    allowed = 2 ** (longest + 1) - 1
    assert refuted(*strings, *injective, short >= allowed + 1)
    assert not refuted(*strings, *injective, short == allowed)
    saved = Fraction(functions, 2**longest)  # 2**c
    assert allowed < 2 / saved * functions


@pytest.mark.parametrize(("functions", "coins", "good"), [(3, 3, 2), (4, 3, 2), (4, 5, 3)])
def test_some_public_coin_is_good_for_an_average_share_of_the_functions(functions: int, coins: int, good: int) -> None:
    table = [[z3.Bool(f"good_{f}_{s}") for s in range(coins)] for f in range(functions)]
    enough = [z3.Sum([z3.If(entry, 1, 0) for entry in row]) >= good for row in table]
    columns = [z3.Sum([z3.If(row[s], 1, 0) for row in table]) for s in range(coins)]
    assert refuted(*enough, *(coins * column < good * functions for column in columns))


def test_two_functions_near_a_third_are_near_each_other() -> None:
    parts = z3.Reals("neither only_f only_g both")
    _, only_f, only_g, both = parts
    epsilon = z3.Real("epsilon")
    a_distribution = [*(part >= 0 for part in parts), z3.Sum(parts) == 1]
    # f and g can differ only where f or g differs from the function that was computed.
    assert refuted(
        *a_distribution, only_f + both <= epsilon, only_g + both <= epsilon, only_f + only_g + both > 2 * epsilon
    )


@pytest.mark.parametrize("size", range(1, 7))
def test_permutations_near_one_are_at_most_as_many_as_the_proof_says(size: int) -> None:
    for differing in range(size + 1):
        near = sum(sum(i != image for i, image in enumerate(p)) <= differing for p in permutations(range(size)))
        assert near <= perm(size, differing)


@pytest.mark.parametrize(("pairs", "outputs"), [(3, 2), (6, 3), (6, 4)])
def test_functions_that_agree_with_one_up_to_wrong_gates_are_at_most_as_many_as_the_proof_says(
    pairs: int, outputs: int
) -> None:
    """The one computed may be no member of the class at all: its wrong outputs show as the letter -1."""
    for wrong in range(outputs + 1):
        bound = comb(outputs, wrong) * perm(pairs - outputs + wrong, wrong)
        for known in range(outputs + 1):
            computed = [*range(known), *[-1] * (outputs - known)]
            sharing = sum(
                sum(a != b for a, b in zip(chosen, computed, strict=True)) <= wrong
                for chosen in permutations(range(pairs), outputs)
            )
            assert sharing <= bound


def test_all_statements_are_ours_and_name_what_is_machine_checked() -> None:
    for theorem in THEOREMS:
        assert theorem.tag is Tag.OURS
        assert theorem.hypotheses
        assert theorem.machine_checked


def test_errors_and_coins_cost_what_the_theorem_says() -> None:
    whole = Permutations(1000)
    assert public_coins_bits(whole, Fraction(0)) == whole.lg()
    assert public_coins_bits(whole, Fraction(3, 4)) == whole.lg() - 2
    assert average_error_bits(whole, Fraction(0)).digits() == whole.lg().digits()
    assert average_error_bits(Permutations(10), Fraction(1, 4)).digits(9) == Permutations(5).lg().digits(9)
    two_and = LabelledTwoAnd(100, 50)
    assert wrong_gates_bits(two_and, Fraction(0)).digits(9) == two_and.lg().digits(9)
    exact = Fraction(perm(comb(100, 2), 45), comb(50, 5))
    assert wrong_gates_bits(two_and, Fraction(1, 10)).low < (exact.numerator // exact.denominator).bit_length()
    assert wrong_gates_bits(LabelledTwoAnd(3, 3), Fraction(2, 3)).low == 0
    assert fraction_beating(1) == 1


def test_average_error_is_at_least_what_the_simple_form_says() -> None:
    """(1 - 2 eps) m lg m - m lg e, theory.md 3.1, is weaker than lg (m - floor(2 eps m))!."""
    for size in (10, 100, 4096, 10**6):
        for error in (Fraction(1, 100), Fraction(1, 10), Fraction(2, 5)):
            simple = (1 - 2 * error) * size * Fraction(size.bit_length() - 1) - Fraction(1442695, 10**6) * size
            assert average_error_bits(Permutations(size), error).low >= simple
    assert factorial(5) == Permutations(5).cardinality()


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (
            lambda: public_coins_bits(Permutations(4), Fraction(1)),
            "failure probability must be a Fraction .* not Fract",
        ),
        (lambda: average_error_bits(Permutations(4), Fraction(1, 2)), "average error must be below 1/2, not 1/2"),
        (lambda: wrong_gates_bits(LabelledTwoAnd(4, 4), Fraction(-1, 2)), "fraction of wrong gates must be a Fraction"),
        (lambda: wrong_gates_bits(LabelledTwoAnd(4, 4), 0.5), "must be a Fraction of at least 0 and below 1, not 0.5"),
    ],
)
def test_probabilities_out_of_range_are_refused(ask: object, message: str) -> None:
    assert callable(ask)
    with pytest.raises(QuantityError, match=message):
        ask()


def test_variants_name_the_classes_they_are_for() -> None:
    with pytest.raises(UnknownClassError, match="average-case error is counted for permutations only"):
        average_error_bits(LabelledTwoAnd(4, 4), Fraction(0))
    with pytest.raises(UnknownClassError, match="wrong gates are counted for labelled 2-AND only"):
        wrong_gates_bits(TwoInputGate(4, 4, "or"), Fraction(0))
