"""Worst errors beside independent solvers: Z3 and cvc5 find no input that breaks a bound, and one that reaches it."""

from fractions import Fraction
from typing import Any
from unittest.mock import patch

import pytest
import z3

from tests.verify.reals.instances import random_instance
from tests.verify.reals.test_by_parts import any_instance
from verify.reals.hinges import Target
from verify.reals.problem import RealProblem
from verify.worst_error import worst_errors


def number(value: Fraction | float) -> z3.RatNumRef:
    exact = Fraction(value)
    return z3.Q(exact.numerator, exact.denominator)


def rectified(value):
    return z3.If(value > 0, value, number(Fraction(0)))


def admissible(problem: RealProblem, y: list[Any]) -> list[Any]:
    """y as the statement has it: at most v entries are not 0, and these lie in their ranges."""
    rules = []
    for value, (low, high) in zip(y, problem.ranges, strict=True):
        inside = z3.And(value >= number(low), value <= number(high))
        ends = z3.Or(value == number(low), value == number(high))
        rules.append(z3.Or(value == 0, ends if problem.corners else inside))
    alive = z3.Sum([z3.If(value != 0, number(1), number(0)) for value in y])
    return [*rules, alive <= problem.sparsity]


def answered(network, y: list[Any]) -> list[Any]:
    for layer in network.layers:
        sums = [
            z3.Sum([number(w) * x for w, x in zip(row, y, strict=True)]) + number(b)
            for row, b in zip(layer.weights.tolist(), layer.bias.tolist(), strict=True)
        ]
        y = [rectified(total) if r else total for total, r in zip(sums, layer.rectified.tolist(), strict=True)]
    return y


def wanted(target: Target, y: list[Any]):
    terms = [number(c) * y[i] for i, c in target.terms]
    bent = [number(c) * rectified(wanted(inner, y)) for c, inner in target.hinges]
    return z3.Sum([number(target.constant), *terms, *bent])


def asked(problem, network, output, rule) -> z3.Solver:
    """Whether some admissible input has an error of which the rule holds."""
    y = [z3.Real(f"y{j}") for j in range(problem.features)]
    error = answered(network, y)[output] - wanted(problem.targets[output], y)
    solver = z3.Solver()
    solver.add(*admissible(problem, y), rule(error))
    return solver


def beyond(bound):
    return lambda error: z3.Or(error > number(bound), -error > number(bound))


def reaches(bound):
    return lambda error: z3.Or(error >= number(bound), -error >= number(bound))


@pytest.mark.parametrize("seed", range(12))
def test_z3_finds_nothing_worse_and_nothing_better(seed):
    problem, network = random_instance(seed)
    for i, bound in enumerate(worst_errors(problem, network).at_most):
        assert asked(problem, network, i, beyond(bound)).check() == z3.unsat
        assert asked(problem, network, i, reaches(bound)).check() == z3.sat


@pytest.mark.parametrize("seed", [1, 3, 5, 7])
def test_z3_finds_nothing_outside_a_bracket_of_a_deeper_network(seed):
    problem, network, _ = any_instance(seed)
    with patch("verify.provers.worst_by_parts.MOST_PARTS", 500):
        found = worst_errors(problem, network)
    for i, (reached, bound) in enumerate(zip(found.reached, found.at_most, strict=True)):
        assert asked(problem, network, i, beyond(bound)).check() == z3.unsat
        assert asked(problem, network, i, reaches(reached)).check() == z3.sat


@pytest.mark.parametrize("seed", [0, 1])
def test_cvc5_says_the_same(seed):
    cvc5 = pytest.importorskip("cvc5")
    problem, network = random_instance(seed)
    bound = worst_errors(problem, network).at_most[0]
    for rule, word in ((beyond(bound), "unsat"), (reaches(bound), "sat")):
        solver = cvc5.Solver(cvc5.TermManager())
        parser = cvc5.InputParser(solver)
        script = "(set-logic QF_LRA)" + asked(problem, network, 0, rule).to_smt2()
        parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, script, "script")
        said = []
        while not (command := parser.nextCommand()).isNull():
            said.append(command.invoke(solver, parser.getSymbolManager()).strip())
        assert said[-1] == word
