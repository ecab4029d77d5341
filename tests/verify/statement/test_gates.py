"""Kinds of gates: what they compute, what is refused, and that none is 1 at rest."""

from itertools import product

import numpy as np
import pytest

from tests.verify.oracle import is_one
from verify import Gate
from verify.statement.gates import KINDS, checked_gate
from verify.statement.unknown_kinds import COMPLEMENTS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("inputs", range(1, 6))
def test_every_kind_is_its_definition_on_every_input(kind, inputs):
    if not KINDS[kind].takes(inputs):
        return
    for bits in product((False, True), repeat=inputs):
        active = {j for j, bit in enumerate(bits) if bit}
        assert Gate(kind, tuple(range(inputs))).value(active) == is_one(kind, list(bits))


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_is_one_at_rest(kind):
    for inputs in range(KINDS[kind].fan_in, 7 if KINDS[kind].more else KINDS[kind].fan_in + 1):
        assert not KINDS[kind].value(np.zeros(inputs, dtype=np.bool_))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not KINDS[kind].ordered])
def test_kinds_that_are_not_ordered_depend_on_the_number_of_active_inputs_alone(kind):
    for inputs in range(KINDS[kind].fan_in, 5 if KINDS[kind].more else KINDS[kind].fan_in + 1):
        found = {}
        for bits in product((False, True), repeat=inputs):
            found.setdefault(sum(bits), set()).add(bool(KINDS[kind].value(np.array(bits))))
        assert all(len(values) == 1 for values in found.values())


@pytest.mark.parametrize("kind", COMPLEMENTS)
def test_what_is_one_at_rest_is_refused_with_the_reason_and_the_way_out(kind):
    with pytest.raises(ValueError, match=f"gate 7 must be 0 .* {kind} is 1 there, .* store the complement, ") as caught:
        checked_gate("gate 7", Gate(kind, (0, 1)), 4)
    assert COMPLEMENTS[kind] in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "inputs", "error", "words"),
    [
        ("and", [0], ValueError, "gate 7 must have at least 2 inputs, because it is and, not 1"),
        ("or", [], ValueError, "at least 2 inputs, because it is or, not 0"),
        ("xor", [0, 1, 2], ValueError, "exactly 2 inputs, because it is xor, not 3"),
        ("andnot", [0], ValueError, "exactly 2 inputs"),
        ("copy", [0, 1], ValueError, "exactly 1 input, because it is copy, not 2"),
        ("and", [0, 4], ValueError, "features from 0 to 3, not 4"),
        ("and", [-1, 0], ValueError, "features from 0 to 3, not -1"),
        ("and", [0, 10**5000], ValueError, "an integer of 16610 bits"),
        ("and", [0, True], TypeError, "a feature of gate 7 must be an integer, not True"),
        ("and", [0, 1.0], TypeError, "a feature of gate 7 must be an integer, not 1.0"),
        ("or", [2, 0, 2], ValueError, "different features, not 2 twice"),
        (
            "maj",
            [0, 1],
            ValueError,
            "one of the kinds and, .*, copy and atleast-K for K of 2 or more, not 'maj'",
        ),
        (None, [0, 1], ValueError, "one of the kinds .* not None"),
        ([], [0, 1], ValueError, "one of the kinds .* not \\[\\]"),
    ],
)
def test_what_is_no_gate_is_refused_with_the_rule(kind, inputs, error, words):
    with pytest.raises(error, match=words):
        checked_gate("gate 7", Gate(kind, inputs), 4)


def test_only_the_order_of_ordered_gates_is_kept():
    assert checked_gate("gate", Gate("xor", (3, 1)), 4) == Gate("xor", (1, 3))
    assert checked_gate("gate", Gate("andnot", (3, 1)), 4) == Gate("andnot", (3, 1))
