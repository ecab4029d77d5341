"""Targets from formulas, such as "max(y0, y1) - 1/2", and from gates that are read softly."""

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from math import inf
from types import MappingProxyType

from verify.errors import shown
from verify.gate_facts import facts_of
from verify.reals.dyadic import dyadic
from verify.reals.hinges import Target, absolute, feature, maximum, minimum, relu
from verify.reals.problem import RealProblem, real_problem
from verify.statement.gates import Gate
from verify.statement.problem import Problem

LONGEST = 10_000
FUNCTIONS: Mapping[str, tuple[int, Callable[..., Target]]] = MappingProxyType(
    {"max": (2, maximum), "min": (2, minimum), "abs": (1, absolute), "relu": (1, relu)}
)
"""How many arguments they take."""


def formula(text: str) -> Target:
    """The target that a formula says: features y0, y1, ..., numbers, + - *, max, min, abs and relu.

    A decimal is the float nearest to it, 3/8 is exact. Guarantee: for every Target t of which these are made
    formula(str(t)) == t. Errors: TypeError for what is no text; ValueError for anything else in it, with what it is.

    >>> print(formula("max(y0, y1) - 2*abs(y2 - 0.5)"))
    y0 + max(0, -y0 + y1) - 2*max(0, -1/2 + y2) - 2*max(0, 1/2 - y2)
    """
    if type(text) is not str:
        raise TypeError(f"a formula must be text, not {shown(text)}")
    if len(text) > LONGEST:
        raise ValueError(f"a formula must have at most {LONGEST} characters, not {len(text)}")
    try:
        return _target(_value(ast.parse(text.strip(), mode="eval").body))
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError(f'must be a formula such as "max(y0, y1) - 1/2", not {shown(text, 60)}') from None


def _target(value: Target | Fraction) -> Target:
    return value if isinstance(value, Target) else Target(dyadic("a constant", value))


def _value(node: ast.expr) -> Target | Fraction:
    """What a part of a formula is: numbers stay numbers, so that they may be factors."""
    match node:
        case ast.Constant(value=int() | float() as number) if type(number) is not bool and abs(number) < inf:
            return Fraction(number)
        case ast.Name(id=name) if name[:1] == "y" and name[1:].isdecimal() and name.isascii() and len(name) < 8:
            return feature(int(name[1:]))
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=inner):
            value = _value(inner)
            return -value if isinstance(sign, ast.USub) else value
        case ast.BinOp(left=left, op=sign, right=right):
            return _joined(node, _value(left), sign, _value(right))
        case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]) if name in FUNCTIONS:
            wanted, function = FUNCTIONS[name]
            if len(parts) != wanted:
                raise ValueError(f"{name} must have {wanted} argument{'s' * (wanted > 1)}, not {len(parts)}")
            return function(*(_target(_value(part)) for part in parts))
    functions = ", ".join(FUNCTIONS)
    raise ValueError(
        f"a formula must be of y0, y1, ..., numbers, + - * and {functions}, not {ast.unparse(node)[:60]!r}"
    )


def _joined(node: ast.expr, left: Target | Fraction, sign: ast.operator, right: Target | Fraction) -> Target | Fraction:
    """A sum, a difference, a multiple, or a fraction."""
    match sign:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult() if isinstance(right, Fraction):
            return left * right
        case ast.Mult() if isinstance(left, Fraction):
            return right * left
        case ast.Div() if isinstance(left, Fraction) and isinstance(right, Fraction) and right:
            return dyadic("a fraction", left / right)
    rule = "features are not multiplied with one another, and only numbers are divided"
    raise ValueError(f"a formula must be piecewise linear ({rule}), not {ast.unparse(node)[:60]!r}")


def soft_gates(problem: Problem) -> RealProblem:
    """The gates of a Boolean problem, read softly: how far is an output from 0 or 1, where features are 0 or 1?

    Guarantee: the worst error is over the same inputs, and target i is 0 or 1 as gate i is. Between them a gate of
    symmetric kind is linear in the sum of its features between integers. Errors: ValueError for a circuit.

    >>> from verify.statement.gate_problem import gate_problem
    >>> print(*soft_gates(gate_problem(4, 2, [("and", 0, 1), ("or", 1, 2), ("andnot", 3, 0)])).targets, sep="; ")
    max(0, -1 + y0 + y1); y1 + y2 - max(0, -1 + y1 + y2); max(0, -y0 + y3)
    """
    if problem.is_circuit:
        raise ValueError("only a problem with one level of gates can be read softly, not a circuit")
    targets = [_soft(gate) for gate in problem.levels[0]]
    return real_problem(problem.inputs, problem.sparsity, targets, corners=True)


def _soft(gate: Gate) -> Target:
    if facts_of(gate.kind, len(gate.inputs)).forbids:
        return relu(feature(gate.inputs[0]) - feature(gate.inputs[1]))
    total = sum((feature(j) for j in gate.inputs), Target(Fraction(0)))
    values = [int(gate.value(gate.inputs[:count])) for count in range(len(gate.inputs) + 1)]
    slopes = [after - before for before, after in pairwise(values)]
    found = total * slopes[0]
    for bend, (before, after) in enumerate(pairwise(slopes), start=1):
        if before != after:
            found = found + relu(total - bend) * (after - before)
    return found
