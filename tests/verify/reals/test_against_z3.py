"""Worst errors beside an independent solver: Z3 finds no input that breaks a bound, and one that reaches it."""

from fractions import Fraction
from typing import Any

import pytest
import z3

from tests.verify.reals.instances import random_instance
from verify.reals.problem import RealProblem
from verify.reals.targets import Target
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
    return [*rules, z3.AtMost(*[value != 0 for value in y], problem.sparsity)]


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


@pytest.mark.parametrize("seed", range(12))
def test_z3_finds_nothing_worse_and_nothing_better(seed):
    problem, network = random_instance(seed)
    found = worst_errors(problem, network)
    y = [z3.Real(f"y{j}") for j in range(problem.features)]
    outputs = answered(network, y)
    for i, bound in enumerate(found.at_most):
        error = outputs[i] - wanted(problem.targets[i], y)
        for rule, expected in (
            (z3.Or(error > number(bound), -error > number(bound)), z3.unsat),
            (z3.Or(error >= number(bound), -error >= number(bound)), z3.sat),
        ):
            solver = z3.Solver()
            solver.add(*admissible(problem, y), rule)
            assert solver.check() == expected
