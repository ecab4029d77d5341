"""The sympy expressions are the integers, and the expansions hold with their errors up to 10**12."""

from collections.abc import Iterator
from fractions import Fraction
from math import comb, isqrt

import mpmath
import pytest
import sympy

from bounds.classes import (
    Circuits,
    FreeGates,
    FunctionClass,
    LabelledTwoAnd,
    Layers,
    MixedGates,
    Permutations,
    QAnd,
    TwoInputGate,
    UnlabelledTwoAnd,
)
from bounds.errors import QuantityError
from bounds.statement import Formula

SMALL = [
    *(Permutations(size) for size in (1, 2, 7, 30)),
    *(
        make(m, outputs)
        for m in (2, 3, 5, 9)
        for outputs in (1, min(3, comb(m, 2)), comb(m, 2))
        for make in (
            LabelledTwoAnd,
            lambda m, k: LabelledTwoAnd(m, k, distinct=False),
            UnlabelledTwoAnd,
            FreeGates,
            lambda m, k: FreeGates(m, k, distinct=True),
            lambda m, k: TwoInputGate(m, k, "andnot"),
            lambda m, k: TwoInputGate(m, k, "nand", distinct=False),
            lambda m, k: QAnd(m, k, 2),
        )
    ),
    QAnd(9, 5, 4),
    QAnd(9, 5, 1, distinct=False),
    Layers(Permutations(6), 3),
]


@pytest.mark.parametrize("function_class", SMALL, ids=str)
def test_the_expression_evaluated_exactly_is_the_integer(function_class: FunctionClass) -> None:
    value = function_class.formula().at(function_class.sizes())
    assert value == function_class.cardinality()
    assert isinstance(value, sympy.Integer)


@pytest.mark.parametrize("widths", [(8, 8, 8), (12, 9, 7), (16, 16, 16, 16), (3, 3, 3), (5, 4)], ids=str)
def test_the_expression_of_circuits_is_their_lower_bound(widths: tuple[int, ...]) -> None:
    assert Circuits(widths).formula().at({}) == Circuits(widths).fewest().exact()


def grid() -> Iterator[FunctionClass]:
    for power in range(41):
        size = 2**power + power  # up to beyond 10**12
        yield Permutations(size)
        if size < 3:
            continue
        pairs = comb(size, 2)
        for outputs in {1, isqrt(size), size, 2 * size, size * isqrt(size), pairs // 2, pairs - 1, pairs}:
            if not 1 <= outputs <= pairs:
                continue
            yield LabelledTwoAnd(size, outputs)
            yield LabelledTwoAnd(size, outputs, distinct=False)
            yield UnlabelledTwoAnd(size, outputs)
            yield TwoInputGate(size, outputs, "andnot")
            yield FreeGates(size, outputs)
            yield FreeGates(size, 10 * outputs, distinct=True)
        for fan_in in (1, 3, 5):
            if fan_in <= size:
                yield QAnd(size, min(size, comb(size, fan_in)), fan_in)
                yield QAnd(size, comb(size, fan_in), fan_in)
        if size >= 5:
            yield MixedGates(size, (("andnot", 2, size), ("or", 3, 2 * size), ("copy", 1, 1)))
    for power in range(1, 38):
        for levels in (1, 2, 3):
            size = 2**power * 2**levels
            if size <= 10**12:
                yield Circuits((size,) * (levels + 1))


@pytest.mark.slow
def test_the_error_of_every_expansion_is_bounded_as_it_says_up_to_a_million_millions() -> None:
    walked = 0
    with mpmath.workdps(80):
        evaluate = Evaluator()
        for function_class in grid():
            expansion = function_class.expansion()
            sizes = function_class.sizes()
            if isinstance(function_class, Circuits):
                sizes = {"mp": function_class.widths[0]}
            leading = evaluate(expansion.leading, sizes)
            low = evaluate(expansion.error_low, sizes)
            high = evaluate(expansion.error_high, sizes)
            enclosed = function_class.lg(128)
            roundoff = Fraction(1, 2**100)
            assert leading + low <= enclosed.low + roundoff, function_class
            assert enclosed.high <= leading + high + roundoff, function_class
            walked += 1
    assert walked > 1000


class Evaluator:
    """A formula to 80 digits by sympy and mpmath, compiled once: nothing of bounds.arithmetic is used."""

    def __init__(self) -> None:
        self.compiled: dict[str, tuple[list[str], object]] = {}

    def __call__(self, formula: Formula, sizes: dict[str, int]) -> Fraction:
        if formula.text not in self.compiled:
            names = sorted(formula.letters)
            symbols = [sympy.Symbol(name, positive=True) for name in names]
            lg = {"ln": sympy.log, "lg": lambda value: sympy.log(value) / sympy.log(2)}
            parsed = sympy.sympify(formula.text, locals={**dict(zip(names, symbols, strict=True)), **lg})
            self.compiled[formula.text] = (names, sympy.lambdify(symbols, parsed, modules=["mpmath"]))
        names, call = self.compiled[formula.text]
        assert callable(call)
        return exactly(mpmath.mpf(call(*(mpmath.mpf(sizes[name]) for name in names))))


def exactly(value: mpmath.mpf) -> Fraction:
    mantissa, exponent = value.man_exp
    signed = -mantissa if value < 0 and mantissa > 0 else mantissa
    return Fraction(int(signed)) * Fraction(2) ** int(exponent)


def test_formulas_say_what_they_lack() -> None:
    with pytest.raises(QuantityError, match="the formula C\\(m, q\\) needs a value for each letter; q has none"):
        Formula("binomial(m, q)").at({"m": 4})


def test_formulas_read_well_in_text_and_in_latex() -> None:
    formula = LabelledTwoAnd(5, 3).formula()
    assert str(formula) == "ff(C(m, 2), m')"
    assert formula.latex() == r"\left({\binom{m}{2}}\right)_{m'}"
    assert Formula("ff(9, 3)**2").latex() == r"\left(9\right)_{3}^{2}"
    assert str(Formula("mp**2*lg(E)")) == "m'^2*lg(e)"
    assert Formula("m + Sum(q, (i, 0, v))").letters == {"m", "q", "v"}
