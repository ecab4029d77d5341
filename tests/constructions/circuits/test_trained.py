"""Trained weights of levels: circuits in superposition that union decoding does not reach, proved and checked."""

from typing import Any

import numpy as np
import pytest

from constructions import ConstructionError
from constructions.circuits import circuit_network, copy_chain, twin_chain
from constructions.circuits.codes import NotSeparatedError, packed_code
from constructions.circuits.level_task import levels_of
from constructions.circuits.network import network_on
from constructions.circuits.splitting import word_map
from constructions.circuits.trained import failing_neurons, require_sample, separating_weights, union_weights
from constructions.decorrelation import bands_of
from verify import Circuit, IdentityCode, Network, Problem, Proved, ReedSolomonCode, Unknown, Valid, check, prove

CROWDED = ReedSolomonCode(field=11, blocks=8, degree=2, columns=100)
"""Words of eight ones on 88 rows, for 100 features."""


@pytest.fixture(scope="module")
def copies() -> tuple[Problem, Network]:
    circuit = copy_chain(256, 2)
    return circuit, circuit_network(circuit, neurons=250)


@pytest.mark.slow
def test_copies_on_fewer_neurons_than_features_are_proved_by_contracts_and_by_enumeration(copies):
    circuit, network = copies
    with pytest.raises(ConstructionError, match="by union weights"):
        circuit_network(circuit, neurons=250, weight=13, weights="union")
    assert network.neurons == 247
    verdict = prove(circuit, network, prover="contracts")
    assert isinstance(verdict, Proved)
    assert isinstance(check(circuit, network, verdict.certificate), Valid)
    assert isinstance(prove(circuit, network, prover="enumerate"), Proved)


def test_the_same_request_gives_the_same_network(copies):
    circuit, network = copies
    assert circuit_network(circuit, neurons=250).digest == network.digest


def test_a_trained_weight_that_is_changed_is_refused(copies):
    circuit, network = copies
    certificate = prove(circuit, network, prover="contracts").certificate
    layers = [(layer.weights.copy(), layer.bias) for layer in network.layers]
    layers[2][0][3] *= -1
    changed = Network(layers, network.input_code, network.output_code, network.threshold, dict(network.construction))
    assert not isinstance(check(circuit, changed, certificate), Valid)
    assert isinstance(prove(circuit, changed, prover="contracts"), Unknown)


def test_neurons_that_union_decoding_separates_keep_its_weights():
    circuit = twin_chain(32, 2)
    codes = [ReedSolomonCode(field=37, blocks=12, degree=2, columns=32)] * 3
    assert network_on(circuit, codes, {}, "trained").digest == network_on(circuit, codes, {}).digest


@pytest.mark.parametrize("kind", ["copy", "and", "or and", "and andnot"])
def test_what_is_called_separated_is_separated(kind):
    first, *others = kind.split()
    gates = [(first, j, (j + 1) % 100)[: 2 if first == "copy" else 3] for j in range(100)]
    gates[::10] = [(others[0], *gate[1:]) for gate in gates[::10]] if others else gates[::10]
    level = next(levels_of(Circuit.of(100, 2, [gates]), [CROWDED, CROWDED]))[0]
    assert len(failing_neurons(level, union_weights(level.targets, CROWDED))) > 0
    weights = separating_weights(level)
    assert len(failing_neurons(level, weights)) == 0
    assert int(np.abs(weights.astype(int)).max()) < 2**11


def test_what_cannot_be_separated_is_refused_soon_by_a_sample():
    codes = [CROWDED] * 3
    level = list(levels_of(copy_chain(100, 2), codes))[1][0]
    with pytest.raises(NotSeparatedError, match="88 neurons before level 2 do not separate the sums of"):
        require_sample(level)
    identity = next(levels_of(copy_chain(3, 1), [IdentityCode(3)] * 2))[0]
    assert separating_weights(identity).tolist() == union_weights(identity.targets, identity.before).tolist()


def test_the_nearest_pair_is_a_pair_and_no_other_one_is_nearer():
    words, rng = word_map(CROWDED), np.random.default_rng(0)
    weights, received = (rng.standard_normal((size, 5)).astype(np.float32) for size in (88, 100))
    made, sent = words.nearest(weights, received)
    again, _ = words.nearest(made, sent)
    matrix = CROWDED.block(0, 100).astype(np.float64)
    assert np.allclose(sent, matrix.T @ made, atol=1e-4)
    assert np.allclose(again, made, atol=1e-4)
    scale = 800 / 88
    slope = scale * (made - weights) + matrix @ (sent - received)
    assert np.abs(slope).max() < 1e-3


@pytest.mark.parametrize(
    ("classes", "level", "room"),
    [((0, 1), 1, 1.0), ((0, 1), 2, 0.5), ((0, 1, 2), 2, 0.8), ((-1, 0, 1), 1, 1.0), ((-2, 0, 1, 2), 2, 0.4)],
)
def test_bands_keep_sums_of_two_apart(classes, level, room):
    bands = bands_of(classes, level, 2, room)
    pairs = [(a, b) for a in classes for b in classes]
    reached = [p for p in pairs if sum(p) >= level]
    least = min(sum(c - bands[c].low for c in pair) for pair in reached)
    most = max(sum(c + bands[c].high for c in pair) for pair in pairs if pair not in reached)
    assert least - most >= level - (level - 1) - room * max(1, level * (level == 1)) - 1e-9


def test_packed_codes_take_most_of_the_neurons():
    assert [packed_code(4096, n).rows for n in (4000, 2045, 1200)] == [3980, 2034, 1185]
    assert packed_code(200, 250) == IdentityCode(200)
    with pytest.raises(NotSeparatedError, match="words of 20 ones take 460 neurons, more than 99"):
        packed_code(100, 99)


def test_other_weights_than_there_are_are_refused_by_name():
    with pytest.raises(ValueError, match="weights must be trained or union, not 'heavy'"):
        circuit_network(copy_chain(3, 1), weights="heavy")


@pytest.mark.slow
def test_andnots_on_every_level_are_proved_on_fewer_neurons_than_features():
    circuit = copy_chain(1024, 3, negated=32)
    network = circuit_network(circuit, neurons=790)
    verdict = prove(circuit, network, prover="contracts")
    assert isinstance(verdict, Proved)
    contracts: Any = verdict.certificate.evidence["contracts"]
    assert [contract["missing_after"] for contract in contracts] == [1, 1, 1]
    assert isinstance(check(circuit, network, verdict.certificate), Valid)


@pytest.mark.slow
@pytest.mark.long
def test_three_levels_of_twin_ands_are_proved_on_fewer_neurons_than_1024_features():
    circuit = twin_chain(1024, 3)
    network = circuit_network(circuit, neurons=500)
    assert network.neurons == 481
    verdict = prove(circuit, network, prover="contracts")
    assert isinstance(verdict, Proved)
    assert isinstance(check(circuit, network, verdict.certificate), Valid)
    assert isinstance(prove(circuit, network, prover="enumerate"), Proved)
