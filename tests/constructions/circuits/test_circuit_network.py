"""Circuits compiled to one network: right on every admissible input, and refused with the rule where they cannot be."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from constructions import ConstructionError
from constructions.circuits import circuit_network, level_code
from constructions.circuits.network import network_on
from tests.verify import circuit_cases
from tests.verify.contracts.strategies import roomy
from tests.verify.oracle import judge
from tests.verify.statement.test_circuit import circuits
from verify import Circuit, IdentityCode, Problem, Proved, ReedSolomonCode, Valid, check, prove


def without_kind(circuit: Problem, kind: str) -> bool:
    return all(gate.kind != kind for level in circuit.levels for gate in level)


@settings(max_examples=20, deadline=None)
@given(circuits())
def test_small_circuits_are_right_with_a_neuron_a_feature(circuit):
    if not without_kind(circuit, "xor") or (circuit.sparsity < 2 and not without_kind(circuit, "and")):
        with pytest.raises(ConstructionError):
            circuit_network(circuit)
        return
    network = circuit_network(circuit)
    assert network.neurons == max(circuit.widths)
    assert judge(circuit, network).verdict == "proved"


def test_a_sorting_network_is_proved_by_contracts_and_by_enumeration():
    circuit = Circuit.of(4, 2, circuit_cases.COMPARE)
    network = network_on(circuit, [roomy(width) for width in circuit.widths], {})
    for prover in ("contracts", "enumerate"):
        verdict = prove(circuit, network, prover=prover)
        assert isinstance(verdict, Proved)
        assert isinstance(check(circuit, network, verdict.certificate), Valid)


def test_activations_do_not_grow_with_depth():
    circuit = Circuit.of(6, 2, [[("copy", (j + 1) % 6) for j in range(6)]] * 12)
    network = circuit_network(circuit)
    assert len(network.layers) == 25
    assert max(network.activation_bounds) < 100
    assert isinstance(prove(circuit, network, prover="contracts"), Proved)


def test_codes_are_words_on_fewer_neurons_only_where_that_saves_some():
    assert level_code(100, 200) == IdentityCode(100)
    code = level_code(4096, 4095)
    assert isinstance(code, ReedSolomonCode)
    assert (code.weight, code.rows <= 4095, code.columns) == (20, True, 4096)


@pytest.mark.parametrize(
    ("levels", "sparsity", "neurons", "words"),
    [
        ([[("xor", 0, 1)]], 2, "auto", "level 1 has xor: without_xor writes it as two levels"),
        ([[("copy", 0)] * 3, [("and", 0, 1, 2)]], 2, "auto", "sparsity of at least 3, for the AND of 3 on level 2"),
        ([[("copy", j) for j in range(100)]], 2, 99, "words of 20 ones take 460 neurons, more than 99"),
        ([[("copy", j) for j in range(100)]], 2, 99, "the smallest number tried that would do is 100"),
    ],
)
def test_impossible_requests_name_the_rule(levels, sparsity, neurons, words):
    with pytest.raises(ConstructionError, match=words):
        circuit_network(Circuit.of(100, sparsity, levels), neurons=neurons)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"weight": 0}, "weight must be at least 2, not 0"),
        ({"weight": 1}, "weight must be at least 2, not 1"),
        ({"neurons": 0}, "neurons must be at least 1, not 0"),
        ({"neurons": 2.5}, "neurons must be an integer, not 2.5"),
    ],
)
def test_sizes_out_of_range_are_refused_by_name(arguments, words):
    with pytest.raises((TypeError, ValueError), match=words):
        circuit_network(Circuit.of(3, 2, [[("copy", 0)]]), **arguments)


def test_levels_that_may_break_the_activity_bound_are_refused_on_request():
    growing = Circuit.of(3, 2, [[("copy", 0), ("copy", 1)], [("or", 0, 1), ("copy", 0), ("copy", 1)]])
    assert circuit_network(growing).neurons == 3
    with pytest.raises(ConstructionError, match="but level 2 may have 3; a sparsity of 3 would do"):
        circuit_network(growing, every_input=True)
    assert circuit_network(replace(growing, sparsity=3), every_input=True).neurons == 3
    pairs = [("or", a, b) for a in range(6) for b in range(a)]
    with pytest.raises(ConstructionError, match="level 1 may have 9; no sparsity is known that would do"):
        circuit_network(Circuit.of(6, 2, [pairs]), every_input=True)
    assert circuit_network(Circuit.of(3, 2, [[("copy", 0)]]), every_input=True).outputs == 1
