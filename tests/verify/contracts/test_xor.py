"""A level of a circuit that has xor is proved as two levels without, and nothing but a circuit's is."""

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions.circuits import circuit_network, without_xor
from tests.verify import networks as build
from tests.verify.circuit_cases import FULL_ADDER, MIXED, swapped
from tests.verify.contracts.strategies import ALL, built, inverted, small_circuits, spacious
from tests.verify.oracle import admissible, judge
from verify import (
    Circuit,
    IdentityCode,
    Invalid,
    Network,
    Proved,
    Unknown,
    Valid,
    check,
    gate_problem,
    problem_digest,
    prove,
)
from verify.checker.contracts.parts import plain_levels
from verify.contracts.levels import threshold_levels
from verify.contracts.ranges import _counts
from verify.statement.on_inputs import active_levels, is_admissible

SETTINGS = settings(max_examples=15, deadline=None)
KINDS = (*ALL, "xor", "xor")


@SETTINGS
@given(small_circuits(KINDS, 2), st.booleans())
def test_circuits_with_xor_are_proved_as_they_are(circuit, turned):
    network = built(without_xor(circuit), spacious)
    network = inverted(network) if turned else network
    verdict = prove(circuit, network, prover="contracts")
    assert isinstance(verdict, Proved)
    assert verdict.certificate.problem == problem_digest(circuit)
    assert isinstance(check(circuit, network, verdict.certificate), Valid)
    assert judge(circuit, network).verdict == "proved"
    assert verdict.certificate.inputs_covered == judge(circuit, network).inputs


@SETTINGS
@given(small_circuits(KINDS))
def test_prover_and_checker_split_levels_alike_and_no_level_grows(circuit):
    levels = threshold_levels(circuit)
    assert list(levels) == plain_levels(circuit)
    plain = Circuit(circuit.inputs, circuit.sparsity, levels)
    for active in admissible(circuit.inputs, circuit.sparsity):
        whole, split = active_levels(circuit, active), active_levels(plain, active)
        assert split[-1] == whole[-1]
        if is_admissible(circuit, active):
            assert max(map(len, split)) <= circuit.sparsity


def test_one_gate_changed_is_not_proved():
    circuit = Circuit.of(6, 2, MIXED)
    levels = [list(level) for level in MIXED]
    levels[1] = [gate for gate in levels[1] if len(gate) < 4] + [("copy", 3)]
    circuit = Circuit.of(6, 2, levels)
    network = circuit_network(without_xor(circuit))
    certificate = prove(circuit, network, prover="contracts").certificate
    assert isinstance(check(circuit, network, certificate), Valid)
    for level, place, gate in ((0, 2, ("xor", 2, 4)), (0, 2, ("or", 2, 3)), (1, 0, ("and", 0, 1))):
        other = swapped(circuit, level, place, gate)
        assert isinstance(prove(other, network, prover="contracts"), Unknown)
        forged = dataclasses.replace(certificate, problem=problem_digest(other))
        assert isinstance(check(other, network, forged), Invalid)
    rng = np.random.default_rng(3)
    for _ in range(30):
        layer = int(rng.integers(len(network.layers)))
        row = int(rng.integers(network.widths[layer + 1]))
        value = int(network.layers[layer].bias[row]) + int(rng.choice([-2, -1, 1, 2]))
        changed = build.changed(network, layer, row, -1, value)
        answer = check(circuit, changed, dataclasses.replace(certificate, network=changed.digest))
        assert isinstance(answer, Invalid)


def test_an_adder_is_proved_with_its_xors():
    adder = Circuit.of(3, 3, FULL_ADDER)
    network = circuit_network(without_xor(adder))
    certificate = prove(adder, network, prover="contracts").certificate
    assert [contract["number"] for contract in certificate.evidence["contracts"]] == [1, 2, 3, 4, 5]
    assert isinstance(check(adder, network, certificate), Valid)


def test_a_sparsity_as_large_as_the_inputs_costs_little_where_neurons_are_about_few_features():
    """Half a million numbers of active features of three kinds sum to 140; a neuron here has five of them at most."""
    width = 140
    circuit = Circuit.of(width, width, [[("xor", j, j + 1) for j in range(0, width, 2)]])
    network = circuit_network(without_xor(circuit))
    counts = list(_counts([1, 1, width], width))
    assert len(counts) == len(set(counts)) == 4 * (width + 1) - 4
    certificate = prove(circuit, network, prover="contracts").certificate
    assert isinstance(check(circuit, network, certificate), Valid)


def test_xor_of_problems_that_are_no_circuits_stays():
    """Their outputs may be more than v, and so may the level between: contracts say nothing about that many."""
    problem = gate_problem(4, 1, [("xor", 0, j) for j in (1, 2, 3)])
    assert len(threshold_levels(problem)) == len(plain_levels(problem)) == 1
    circuit = without_xor(Circuit(4, 1, (tuple(problem.gates),)))
    network = circuit_network(circuit)
    verdict = prove(problem, network, prover="contracts")
    assert isinstance(verdict, Unknown)
    assert "takes no gates of kind xor" in verdict.reason
    short = Network(
        [([[1, 0, 0, 0]] * 3, [0] * 3), (-np.eye(3, dtype=int), [1] * 3)], IdentityCode(4), IdentityCode(3), 1
    )
    assert "contracts takes no gates of kind xor" in prove(problem, short, prover="contracts").reason
