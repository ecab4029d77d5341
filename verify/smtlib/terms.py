"""Gates and sums in SMT-LIB 2."""

from itertools import groupby

import numpy as np

from verify.errors import UnsupportedGateError
from verify.statement.gates import Gate, kind_of


def gate_formula(gate: Gate, value: bool) -> str:
    """The formula "the gate has this value" over the integer variables y0, y1, ..., which are 0 or 1.

    Linear inequalities where there is a choice, which the solver likes best. Its length is linear in the fan-in.
    tests/verify/smtlib compares it with the gate on every assignment. Errors: UnsupportedGateError for an ordered kind
    that it does not know; all others are written from the numbers of active inputs at which they are 1.

    >>> gate_formula(Gate("xor", (0, 3)), True), gate_formula(Gate("or", (0, 1, 3)), False)
    ('(= (+ y0 y3) 1)', '(<= (+ y0 y1 y3) 0)')
    """
    names = [f"y{j}" for j in gate.inputs]
    total = affine([(1, name) for name in names])
    match gate.kind:
        case "and" | "copy":
            return _joined("and", [f"(= {name} 1)" for name in names]) if value else f"(<= {total} {len(names) - 1})"
        case "or":
            return f"(>= {total} 1)" if value else f"(<= {total} 0)"
        case "xor":
            return f"(= {total} 1)" if value else f"(= {names[0]} {names[1]})"
        case "andnot":
            only, not_this = names
            return f"(and (= {only} 1) (= {not_this} 0))" if value else f"(<= {only} {not_this})"
    return _by_number(gate, total, value)


def boolean_formula(gate: Gate, names: list[str]) -> str:
    """The gate over the Boolean terms `names` of its inputs. Errors: those of `gate_formula`.

    >>> boolean_formula(Gate("andnot", (1, 0)), ["a", "b"])
    '(and b (not a))'
    """
    terms = [names[j] for j in gate.inputs]
    match gate.kind:
        case "and" | "or" | "xor":
            return f"({gate.kind} {' '.join(terms)})"
        case "andnot":
            return f"(and {terms[0]} (not {terms[1]}))"
        case "copy":
            return terms[0]
    return _by_number(gate, affine([(1, f"(ite {name} 1 0)") for name in terms]), True)


def _by_number(gate: Gate, total: str, value: bool) -> str:
    """The formula "the gate has this value", where only the number `total` of active inputs matters, in ranges."""
    kind, fan_in = kind_of(gate.kind), len(gate.inputs)
    if kind.ordered:
        raise UnsupportedGateError(f"smt takes no gates of kind {gate.kind}")
    values = kind.value(np.tri(fan_in + 1, fan_in, -1, dtype=np.bool_))
    ranges = []
    for right, numbers in groupby(range(fan_in + 1), key=lambda number: bool(values[number]) is value):
        if right:
            first, *rest = numbers
            ends = [f"(>= {total} {first})"] if first > 0 else []
            last = rest[-1] if rest else first
            ends += [f"(<= {total} {last})"] if last < fan_in else []
            ranges.append(_joined("and", ends or ["true"]))
    return _joined("or", ranges) if ranges else "false"


def numeral(value: int) -> str:
    """An integer in SMT-LIB.

    >>> numeral(-3)
    '(- 3)'
    """
    return str(value) if value >= 0 else f"(- {-value})"


def term(weight: int, name: str) -> str:
    """weight * name."""
    return name if weight == 1 else f"(* {numeral(weight)} {name})"


def affine(terms: list[tuple[int, str]], constant: int = 0) -> str:
    """The sum of the terms that are not 0, and the constant.

    >>> affine([(2, "a"), (0, "b")], -1)
    '(+ (* 2 a) (- 1))'
    """
    parts = [term(weight, name) for weight, name in terms if weight]
    if constant or not parts:
        parts.append(numeral(constant))
    return parts[0] if len(parts) == 1 else f"(+ {' '.join(parts)})"


def _joined(word: str, parts: list[str]) -> str:
    """(word part part ...), or the part itself when there is one."""
    return parts[0] if len(parts) == 1 else f"({word} {' '.join(parts)})"
