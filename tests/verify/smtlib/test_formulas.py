"""A gate's formula holds on exactly the assignments on which the gate has the value."""

from itertools import product

import numpy as np
import pytest
import z3

from verify import Gate
from verify.errors import UnsupportedGateError
from verify.smtlib.terms import boolean_formula, gate_formula
from verify.statement.gates import KINDS, GateKind


def holds(formula: str, bits: dict[int, int]) -> bool:
    declared = "".join(f"(declare-const y{j} Int)(assert (= y{j} {bit}))" for j, bit in bits.items())
    solver = z3.Solver()
    solver.from_string(f"{declared}(assert {formula})")
    return bool(solver.check() == z3.sat)


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


@pytest.mark.parametrize("ones", [(1,), (2, 3), (1, 3), (2, 4), (3,), (1, 2, 3, 4)], ids=str)
def test_symmetric_kinds_of_other_tables_are_written_by_their_numbers_of_active_inputs(monkeypatch, ones):
    kind = GateKind("odd", 4, lambda bits: np.isin(np.count_nonzero(bits, axis=-1), ones))
    monkeypatch.setitem(KINDS, "odd", kind)
    gate = Gate("odd", (0, 1, 2, 3))
    for bits in product((0, 1), repeat=4):
        value, named = sum(bits) in ones, dict(enumerate(bits))
        assert holds(gate_formula(gate, True), named) == value
        assert holds(gate_formula(gate, False), named) != value
        assert holds(boolean_formula(gate, [f"(= y{j} 1)" for j in range(4)]), named) == value


def test_an_ordered_kind_without_a_formula_is_refused(monkeypatch):
    monkeypatch.setitem(KINDS, "first", GateKind("first", 2, lambda bits: bits[..., 0], ordered=True))
    for ask in (lambda gate: gate_formula(gate, True), lambda gate: boolean_formula(gate, ["a", "b"])):
        with pytest.raises(UnsupportedGateError, match="smt takes no gates of kind first"):
            ask(Gate("first", (0, 1)))
