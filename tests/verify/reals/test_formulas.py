"""Targets from text, and gates read softly: what is said is what is meant."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify import absolute, evaluate, feature, formula, gate_problem, maximum, minimum, relu, soft_gates

NUMBERS = st.integers(-8, 8).map(lambda k: Fraction(k, 4))
AFFINE = st.lists(st.tuples(st.integers(0, 4), NUMBERS), min_size=1, max_size=3).flatmap(
    lambda terms: NUMBERS.map(lambda c: sum((feature(j) * a for j, a in terms), feature(0) * 0 + c))
)
TARGETS = st.lists(
    st.one_of(
        AFFINE,
        AFFINE.map(relu),
        AFFINE.map(absolute),
        st.tuples(AFFINE, AFFINE).map(lambda pair: maximum(*pair)),
        st.tuples(AFFINE, AFFINE, NUMBERS).map(lambda three: minimum(*three[:2]) * three[2]),
    ),
    min_size=1,
    max_size=3,
).map(lambda parts: sum(parts[1:], parts[0]))


@given(TARGETS)
def test_the_text_of_a_target_is_a_formula_of_it(target):
    assert formula(str(target)) == target


@pytest.mark.parametrize(
    ("text", "point", "value"),
    [
        ("max(y0, y1) - 1/2", {0: 1, 1: 3}, Fraction(5, 2)),
        (" min(y0, 2*y1) * 3 ", {0: 1, 1: 1}, 3),
        ("abs(y0 - y1) / 1 if 0 else 0", {}, None),
        ("-abs(y2 - 0.5)", {2: 1}, Fraction(-1, 2)),
        ("(3 - 1) * relu(-y0)", {0: -1}, 2),
        ("7", {}, 7),
    ],
)
def test_values(text, point, value):
    if value is None:
        with pytest.raises(ValueError, match="a formula must be of"):
            formula(text)
    else:
        assert formula(text)({j: Fraction(x) for j, x in point.items()}) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("y0 * y1", "must be piecewise linear"),
        ("y0 / 2", "must be piecewise linear"),
        ("1 / 0", "must be piecewise linear"),
        ("y0 / 3 * 1", "must be piecewise linear"),
        ("1/3", "integer over a power of two"),
        ("max(y0, y1, y2)", "max must have 2 arguments, not 3"),
        ("relu(relu(y0))", "must be an affine function"),
        ("__import__('os')", "a formula must be of"),
        ("y0 if y1 else y2", "a formula must be of"),
        ("True", "a formula must be of"),
        ("1e999", "a formula must be of"),
        ("y9999999", "a formula must be of"),
        ("y0 ** 2", "must be piecewise linear"),
        ("x", "a formula must be of"),
        ("", "must be a formula such as"),
        ("y0 y1", "must be a formula such as"),
        ("(" * 3000 + "1" + ")" * 3000, "must be a formula such as"),
        ("1" * 9000, "must be a formula such as"),
        ("1" * 10_001, "at most 10000 characters"),
    ],
)
def test_what_is_no_formula_is_refused_in_words(text, words):
    with pytest.raises(ValueError, match=words):
        formula(text)


GATES = (
    ("and", 0, 1), ("or", 1, 2, 3), ("xor", 0, 4), ("andnot", 4, 1), ("copy", 2), ("atleast-2", 0, 1, 2, 3),
    ("and", 1, 2, 3),
)  # fmt: skip


def test_soft_gates_are_the_gates_on_boolean_inputs():
    boolean = gate_problem(5, 4, GATES)
    soft = soft_gates(boolean)
    assert (soft.features, soft.sparsity, soft.corners) == (5, 4, True)
    for size in range(5):
        for active in combinations(range(5), size):
            ones = evaluate(boolean, active)
            found = {i for i, target in enumerate(soft.targets) if target(dict.fromkeys(active, Fraction(1)))}
            assert found == set(ones)
            assert all(target(dict.fromkeys(active, Fraction(1))) in (0, 1) for target in soft.targets)
