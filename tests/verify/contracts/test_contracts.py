"""Contracts prove only networks that are right, and every certificate is bound to levels, slices and codes."""

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions.circuits.codes import NotSeparatedError
from constructions.circuits.network import network_on
from tests.verify import networks as build
from tests.verify.contracts.strategies import MONOTONE, built, roomy, scattered, small_circuits, tight
from tests.verify.oracle import judge
from verify import (
    Circuit,
    IdentityCode,
    Network,
    Permutation,
    Problem,
    Proved,
    ReedSolomonCode,
    Refuted,
    Unknown,
    Valid,
    check,
    prove,
)
from verify.certifying import NotTakenError
from verify.checker import Invalid
from verify.contracts.contract import COMPLEMENT, Slice, contract_of
from verify.contracts.wrong import Wrong

SORTING: list[list[tuple[str | int, ...]]] = [
    [("and", 0, 3), ("or", 0, 3), ("and", 1, 4), ("or", 1, 4), ("and", 2, 5), ("or", 2, 5)],
    [("and", 1, 3), ("or", 1, 3), ("and", 0, 4), ("or", 0, 4), ("copy", 2), ("copy", 5)],
    [("and", 0, 1), ("or", 2, 3), ("copy", 5), ("copy", 1), ("or", 0, 4)],
]
CIRCUIT = Circuit.of(6, 2, SORTING)
NETWORK = network_on(CIRCUIT, [roomy(width) for width in CIRCUIT.widths], {})
CERTIFICATE = prove(CIRCUIT, NETWORK, prover="contracts").certificate


@settings(max_examples=25, deadline=None)
@given(st.one_of(small_circuits(MONOTONE).map(lambda c: (c, roomy)), small_circuits().map(lambda c: (c, scattered))))
def test_what_contracts_prove_is_right_on_every_admissible_input(case):
    circuit, code_of = case
    network = built(circuit, code_of)
    verdict = prove(circuit, network, prover="contracts")
    assert isinstance(verdict, Proved)
    assert judge(circuit, network).verdict == "proved"
    assert verdict.certificate.inputs_covered == judge(circuit, network).inputs
    assert isinstance(check(circuit, network, verdict.certificate), Valid)


def test_every_contract_is_listed_with_its_level_and_slice():
    contracts = CERTIFICATE.evidence["contracts"]
    assert [contract["number"] for contract in contracts] == [1, 2, 3]
    assert len({contract["slice"] for contract in contracts} | {contract["level"] for contract in contracts}) == 6
    for before, after in pairwise(contracts):
        assert before["additional_after"] == after["additional_before"]
    assert CERTIFICATE.assumptions == ()


def mutations() -> list[tuple[str, Network]]:
    found = []
    rng = np.random.default_rng(5)
    for layer, part in enumerate(NETWORK.layers):
        for _ in range(3):
            row, column = (int(rng.integers(size)) for size in part.weights.shape)
            value = int(part.weights[row, column]) + int(rng.choice([-3, -1, 1, 3]))
            found.append((f"W{layer + 1}", build.changed(NETWORK, layer, row, column, value)))
            step = int(rng.choice([-40, -1, 1, 40]))
            found.append((f"b{layer + 1}", build.changed(NETWORK, layer, row, -1, int(part.bias[row]) + step)))
    return found


def test_no_mutated_network_is_proved_that_enumeration_refutes():
    """A certificate of another network is refused, and a proof is found only where the network is still right."""
    verdicts = []
    for name, network in mutations():
        assert isinstance(check(CIRCUIT, network, CERTIFICATE), Invalid), name
        forged = dataclasses.replace(CERTIFICATE, network=network.digest)
        assert isinstance(check(CIRCUIT, network, forged), Invalid), name
        truth = prove(CIRCUIT, network, prover="enumerate")
        found = prove(CIRCUIT, network, prover="contracts")
        verdicts.append((type(truth), type(found)))
        assert not (isinstance(truth, Refuted) and isinstance(found, Proved)), name
    assert (Refuted, Unknown) in verdicts


def test_another_circuit_is_not_proved():
    levels = [list(level) for level in SORTING]
    levels[2][2] = ("copy", 4)
    other = Circuit.of(6, 2, levels)
    network = Network(
        [(layer.weights, layer.bias) for layer in NETWORK.layers],
        NETWORK.input_code, NETWORK.output_code, NETWORK.threshold, NETWORK.construction,
    )  # fmt: skip
    assert isinstance(prove(other, network, prover="enumerate"), Refuted)
    assert isinstance(prove(other, network, prover="contracts"), Unknown)
    assert isinstance(check(other, network, CERTIFICATE), Invalid)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"codes": []}, "need a code for each of the 2 hidden levels, not 0"),
        ({"codes": [{"family": "identity", "size": 6}] * 2}, "as its codes are"),
        ({"codes": [{"family": "nonsense"}] * 2}, "a hidden code of the certificate is unusable"),
        ({"codes": 3}, "hidden codes and the contracts as evidence"),
        ({"more": 1}, "hidden codes and the contracts as evidence"),
        ({"contracts": []}, "not those of this network's slices"),
    ],
)
def test_a_certificate_with_other_evidence_is_refused(change, complaint):
    forged = dataclasses.replace(CERTIFICATE, evidence={**CERTIFICATE.evidence, **change})
    answer = check(CIRCUIT, NETWORK, forged)
    assert isinstance(answer, Invalid)
    assert complaint in answer.reason


def test_one_contract_taken_from_another_network_is_refused():
    contracts = [dict(contract) for contract in CERTIFICATE.evidence["contracts"]]
    contracts[1]["slice"] = contracts[0]["slice"]
    forged = dataclasses.replace(CERTIFICATE, evidence={**CERTIFICATE.evidence, "contracts": contracts})
    assert isinstance(check(CIRCUIT, NETWORK, forged), Invalid)


def test_a_threshold_too_low_or_too_high_is_not_proved():
    for threshold in (2, 7):
        verdict = prove(CIRCUIT, NETWORK.with_threshold(threshold), prover="contracts")
        assert isinstance(verdict, Unknown)
        assert "the reading threshold must be from" in verdict.reason


def test_a_contract_that_allows_more_wrong_values_than_the_slice_tolerates_does_not_exist():
    code = roomy(6)
    part = Slice(2, NETWORK.layers[2:4], code, code, COMPLEMENT)
    contract_of(CIRCUIT.levels[1], part, 2, [Wrong(1)] * 3)
    contract_of(CIRCUIT.levels[1], part, 2, [Wrong(0, 1)] * 3)
    for many in (Wrong(6), Wrong(0, 6)):
        with pytest.raises(NotTakenError, match="may be"):
            contract_of(CIRCUIT.levels[1], part, 2, [many] * 3)


def test_what_is_not_taken_is_unknown_with_the_reason():
    plain = Network([(np.eye(6, dtype=int), [0] * 6)] * 7, IdentityCode(6), IdentityCode(6), 1)
    copies = Circuit.of(6, 2, [[("copy", j) for j in range(6)]] * 3)
    assert "does not note" in prove(copies, plain, prover="contracts").reason
    one_level = Permutation((0, 1, 2, 3, 4, 5), sparsity=2)
    assert "take 2 or 3 layers for 1 level " in prove(one_level, plain, prover="contracts").reason


def test_a_level_that_is_no_threshold_layer_is_not_taken():
    doubled = build.changed(NETWORK, 1, 3, 3, -2)
    noted = Network(
        [(layer.weights, layer.bias) for layer in doubled.layers],
        doubled.input_code, doubled.output_code, doubled.threshold, NETWORK.construction,
    )  # fmt: skip
    assert "must be ReLU(1 - x)" in prove(CIRCUIT, noted, prover="contracts").reason


def test_crowded_codes_are_not_proved():
    with pytest.raises(NotSeparatedError, match="do not separate"):
        network_on(CIRCUIT, [tight(width) for width in CIRCUIT.widths], {})


def clips(size: int, layers: int) -> list[tuple[object, object]]:
    """Layers ReLU(1 - x)."""
    return [(-np.eye(size, dtype=np.int64), np.ones(size, dtype=np.int64))] * layers


def test_weights_at_which_additional_values_would_wrap_around_are_refused():
    """Found by a reviewer: 399 additional values times a weight near 2**54 wrapped int64 to a wrong Proved."""
    ands = [("and", hub, 2 + 19 * hub + k) for hub in (0, 1) for k in range(19)]
    circuit = Circuit.of(40, 3, [ands, [("copy", i) for i in range(38)]])
    hidden = ReedSolomonCode(field=19, blocks=7, degree=2, columns=38)
    words, step = hidden.supports(0, 38), 2**63 // 380
    first, second = np.zeros((hidden.rows, 40), dtype=np.int64), np.zeros((38, hidden.rows), dtype=np.int64)
    for i, (_, a, b) in enumerate(ands):
        first[words[i], a] = first[words[i], b] = 1
        second[i, words[i]] = -step
    layers = [
        (first, np.full(hidden.rows, -1)),
        *clips(hidden.rows, 1),
        (second, np.full(38, 1 + 3 * step)),
        *clips(38, 2),
    ]
    refused_by_contracts(circuit, layers, hidden)


def test_a_bias_at_which_the_sum_would_wrap_around_is_refused():
    """Found by a reviewer: a bias near 2**63 wrapped int64 to a wrong Proved."""
    copies = [("copy", j) for j in range(4)]
    circuit, hidden = Circuit.of(4, 2, [copies, copies]), ReedSolomonCode(field=5, blocks=5, degree=2, columns=4)
    words = hidden.supports(0, 4)
    first, second, bias = (
        np.zeros((hidden.rows, 4), dtype=np.int64),
        np.zeros((4, hidden.rows), dtype=np.int64),
        [0] * 4,
    )
    for j in range(4):
        first[words[j], j] = 1
    for i in range(1, 4):
        second[i, words[i]], bias[i] = -1, 2
    second[0, words[1][0]], bias[0] = 2**55, 2**63 - 2**54 - 2**55
    layers = [(first, np.zeros(hidden.rows, dtype=np.int64)), *clips(hidden.rows, 1), (second, bias), *clips(4, 2)]
    refused_by_contracts(circuit, layers, hidden)


def refused_by_contracts(circuit: Problem, layers: list[tuple[object, object]], hidden: ReedSolomonCode) -> None:
    note = {"name": "by hand", "arguments": {"hidden_codes": [hidden.recipe()]}}
    network = Network(layers, IdentityCode(circuit.inputs), IdentityCode(circuit.outputs), 1, note)
    verdict = prove(circuit, network, prover="contracts")
    assert isinstance(verdict, Unknown)
    assert "must stay below 2**62" in verdict.reason
    assert isinstance(prove(circuit, network, prover="enumerate"), Refuted)
    assert isinstance(prove(circuit, network), Refuted)


@pytest.mark.parametrize(
    ("gates", "features", "weights", "reason"),
    [
        ([("xor", 0, 1)], 2, [[1, 1]], "take 4 or 5 layers for 2 levels (one with xor counts as two)"),
        ([("andnot", 0, 1), ("and", 0, 1, 2)], 3, [[1, -1, 0], [0] * 3], "beside ANDs of two features"),
        ([("copy", 0)], 2, [[2**60, 0]], "must stay below 2**62"),
        ([("and", *range(p)) for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31)], 31, None, "common multiple below"),
    ],
)
def test_levels_that_contracts_do_not_take_are_unknown_with_the_rule(gates, features, weights, reason):
    circuit, size = Circuit.of(features, 2, [gates]), len(gates)
    compute = (np.zeros((size, features), dtype=np.int64) if weights is None else weights, [0] * size)
    note = {"name": "by hand", "arguments": {"hidden_codes": []}}
    network = Network([compute, *clips(size, 2)], IdentityCode(features), IdentityCode(size), 1, note)
    verdict = prove(circuit, network, prover="contracts")
    assert isinstance(verdict, Unknown)
    assert reason in verdict.reason


def test_where_contracts_decide_nothing_auto_enumerates(monkeypatch):
    monkeypatch.setattr("verify.provers.choice.SMALL", 0)
    wrong = build.changed(NETWORK, 0, 0, 0, int(NETWORK.layers[0].weights[0, 0]) - 3)
    assert isinstance(prove(CIRCUIT, wrong, prover="contracts"), Unknown)
    assert prove(CIRCUIT, wrong).__class__ is prove(CIRCUIT, wrong, prover="enumerate").__class__
