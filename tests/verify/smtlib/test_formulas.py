"""A gate's formula holds on exactly the assignments on which the gate has the value."""

from itertools import product

import pytest
import z3

from verify import Gate
from verify.smtlib.formulas import gate_formula
from verify.statement.gates import KINDS


def holds(formula: str, bits: dict[int, int]) -> bool:
    declared = "".join(f"(declare-const y{j} Int)(assert (= y{j} {bit}))" for j, bit in bits.items())
    solver = z3.Solver()
    solver.from_string(f"{declared}(assert {formula})")
    return solver.check() == z3.sat


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fan_in", range(1, 5))
def test_both_formulas_of_every_gate_agree_with_it_on_every_assignment(kind, fan_in):
    if not KINDS[kind].takes(fan_in):
        return
    gate = Gate(kind, tuple(range(2, 2 + fan_in)))
    for bits in product((0, 1), repeat=fan_in):
        named = dict(zip(gate.inputs, bits, strict=True))
        value = gate.value({j for j, bit in named.items() if bit})
        assert holds(gate_formula(gate, True), named) == value
        assert holds(gate_formula(gate, False), named) != value


@pytest.mark.parametrize("value", [False, True])
def test_the_formula_of_a_wide_gate_is_short(value):
    for kind in ("and", "or"):
        assert len(gate_formula(Gate(kind, tuple(range(200))), value)) < 3000


def test_a_kind_without_a_formula_is_refused():
    with pytest.raises(ValueError, match="no formula for gates of kind 'maj'"):
        gate_formula(Gate("maj", (0, 1, 2)), True)
