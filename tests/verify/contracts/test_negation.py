"""Contracts of circuits with andnot: adders, mutated networks, forged certificates, and what may be missing."""

import dataclasses

import numpy as np
import pytest

from constructions.circuits import circuit_network, without_xor
from constructions.circuits.network import network_on
from tests.verify import networks as build
from tests.verify.checker.contract_cases import claimed
from tests.verify.circuit_cases import FULL_ADDER, NEGATING, swapped
from tests.verify.contracts.strategies import scattered, spacious
from tests.verify.oracle import judge
from verify import (
    Circuit,
    IdentityCode,
    Invalid,
    Network,
    Problem,
    Proved,
    ReedSolomonCode,
    Refuted,
    Unknown,
    Valid,
    check,
    problem_digest,
    prove,
)
from verify.checker.budget import Budget, RefusedError
from verify.checker.contracts.check import derived_contracts
from verify.progress import Deadline, silent

CIRCUIT = Circuit.of(5, 2, NEGATING)
NETWORK = network_on(CIRCUIT, [scattered(width) for width in CIRCUIT.widths], {})
CERTIFICATE = prove(CIRCUIT, NETWORK, prover="contracts").certificate
CODES = CERTIFICATE.evidence["codes"]


def with_note(network: Network) -> Network:
    layers = [(layer.weights, layer.bias) for layer in network.layers]
    return Network(layers, network.input_code, network.output_code, network.threshold, NETWORK.construction)


@pytest.mark.parametrize("sparsity", [2, 3])
@pytest.mark.parametrize("in_superposition", [False, True])
def test_a_full_adder_is_proved_through_andnot(sparsity, in_superposition):
    adder = without_xor(Circuit.of(3, sparsity, FULL_ADDER))
    codes = [spacious(width) for width in adder.widths]
    network = network_on(adder, codes, {}) if in_superposition else circuit_network(adder)
    verdict = prove(adder, network, prover="contracts")
    assert isinstance(verdict, Proved)
    assert isinstance(check(adder, network, verdict.certificate), Valid)
    assert judge(adder, network).verdict == "proved"


def test_missing_values_are_stated_only_where_there_are_some():
    first, second = CERTIFICATE.evidence["contracts"]
    assert first["missing_before"] == 0
    assert first["missing_after"] == second["missing_before"] > 0
    plain = Circuit.of(3, 2, [[("andnot", 0, 1)], [("copy", 0)]])
    found = prove(plain, circuit_network(plain), prover="contracts").certificate.evidence["contracts"]
    assert all("missing_after" not in contract for contract in found)


@pytest.mark.parametrize("name", ["missing_before", "missing_after"])
def test_missing_values_count_with_their_type(name):
    for place in (0, 1):
        for value in (None, -1, 0.0, False, True, 99, ...):
            contracts = [dict(contract) for contract in CERTIFICATE.evidence["contracts"]]
            del contracts[place][name]
            if value is not ...:
                contracts[place][name] = value
            answer = check(CIRCUIT, NETWORK, claimed(CIRCUIT, NETWORK, CODES, contracts))
            assert isinstance(answer, Invalid)
            assert "missing" in answer.reason


def mutations() -> list[Network]:
    found, rng = [], np.random.default_rng(8)
    for layer, part in enumerate(NETWORK.layers):
        for _ in range(6 if layer in (0, 2) else 1):
            row, column = (int(rng.integers(size)) for size in part.weights.shape)
            value = int(part.weights[row, column]) + int(rng.choice([-9, -1, 1, 9]))
            found.append(build.changed(NETWORK, layer, row, column, value))
            found.append(
                build.changed(NETWORK, layer, row, -1, int(part.bias[row]) + int(rng.choice([-40, -1, 1, 40])))
            )
        # One neuron hardly ever changes an output; all of them, by so much, do.
        for step in (-6, -2, 2, 6):
            layers = [(other.weights, other.bias) for other in NETWORK.layers]
            layers[layer] = (part.weights, part.bias + step)
            found.append(Network(layers, NETWORK.input_code, NETWORK.output_code, NETWORK.threshold))
    return [with_note(network) for network in found]


def test_mutated_networks_are_proved_only_where_they_are_right():
    seen = set()
    for network in mutations():
        forged = dataclasses.replace(CERTIFICATE, network=network.digest)
        assert isinstance(check(CIRCUIT, network, forged), Invalid)
        found = prove(CIRCUIT, network, prover="contracts")
        seen.add((type(found), judge(CIRCUIT, network).verdict))
        if isinstance(found, Proved):
            assert isinstance(check(CIRCUIT, network, found.certificate), Valid)
    assert (Proved, "refuted") not in seen
    assert {(Unknown, "refuted"), (Proved, "proved")} <= seen


@pytest.mark.parametrize(
    ("level", "place", "gate"),
    [
        (0, 0, ("andnot", 1, 0)),
        (1, 2, ("andnot", 3, 4)),
        (0, 0, ("copy", 0)),
        (0, 0, ("and", 0, 1)),
        (1, 0, ("andnot", 0, 3)),
        (1, 1, ("andnot", 1, 2)),
    ],
)
def test_another_gate_is_neither_proved_nor_accepted(level, place, gate):
    other = swapped(CIRCUIT, level, place, gate)
    assert isinstance(prove(other, NETWORK, prover="enumerate"), Refuted)
    assert isinstance(prove(other, NETWORK, prover="contracts"), Unknown)
    forged = dataclasses.replace(CERTIFICATE, problem=problem_digest(other))
    assert isinstance(check(other, NETWORK, forged), Invalid)


@pytest.mark.parametrize(
    ("gates", "missing", "additional"),
    [
        ([("andnot", 2 * i, 2 * i + 1) for i in range(9)], 1, 0),
        ([("andnot", 2 * i, 2 * i + 1) for i in range(8)] + [("andnot", 0, 17)], 1, 0),
        ([("andnot", 2 * i, 2 * i + 1) for i in range(8)] + [("andnot", 1, 17)], 1, 0),  # 0 and 1: the last gate is 1.
        ([("andnot", 2 * i, 2 * i + 1) for i in range(8)] + [("and", 1, 17)], 1, 1),
        ([("copy", i) for i in range(9)], 0, 0),
    ],
)
def test_outputs_that_are_1_may_lack_what_is_missing(gates, missing, additional):
    """Words of seven ones on 49 rows: an output that is 0 shares one with each of two active ones."""
    circuit = Circuit.of(18, 2, [gates])
    network = network_on(circuit, [IdentityCode(18), ReedSolomonCode(7, 7, 2, 9)], {})
    networks = [network.with_threshold(threshold) for threshold in range(10)]
    right = [t for t in range(10) if 2 + additional < t <= 7 - missing]
    # Counted by activity, no neuron is additional where two outputs are active.
    proved = [t for t in range(10) if 2 < t <= 7 - missing]
    assert [isinstance(prove(circuit, n, prover="contracts"), Proved) for n in networks] == [
        t in proved for t in range(10)
    ]
    assert [accepts(circuit, n) for n in networks] == [t in right for t in range(10)]


def accepts(circuit: Problem, network: Network) -> bool:
    try:
        contracts = derived_contracts(circuit, network, [], Budget(Deadline(None)), silent)
    except RefusedError:
        return False
    return isinstance(check(circuit, network, claimed(circuit, network, [], contracts)), Valid)
