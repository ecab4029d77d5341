"""Wrong values counted for every number of active features: more is proved, nothing that is wrong."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify import networks as build
from tests.verify.checker.contract_cases import claimed
from tests.verify.contracts.strategies import ALL, MONOTONE, SIZE, TWINS, by_activity, crowded, small_circuits
from tests.verify.oracle import judge
from verify import (
    IdentityCode,
    Invalid,
    Network,
    Permutation,
    Problem,
    Proved,
    SparseCode,
    Unknown,
    Valid,
    check,
    prove,
)
from verify.certifying import NotTakenError
from verify.checker.budget import Budget, RefusedError
from verify.checker.contracts import check as checker
from verify.checker.contracts.check import BY_ACTIVITY, derived_contracts
from verify.checker.contracts.sums import smallest_margin
from verify.contracts import compose, contract
from verify.contracts.ranges import ranges_of
from verify.progress import Deadline, silent

SETTINGS = settings(max_examples=12, deadline=None)


def derived(circuit: Problem, network: Network, hidden: list[SparseCode]) -> list[dict[str, object]] | str:
    try:
        return derived_contracts(circuit, network, hidden, Budget(Deadline(None)), silent, by_activity=True)
    except RefusedError as error:
        return str(error)


@SETTINGS
@given(
    st.one_of(small_circuits(MONOTONE), small_circuits(ALL)),
    st.sampled_from([(7, 5), (7, 6), (7, 7), (11, 8), (11, 11)]),
    st.integers(0, 10**6),
)
def test_prover_checker_and_enumeration_agree_on_right_and_on_mutated_networks(circuit, size, seed):
    rng, right = np.random.default_rng(seed), by_activity(circuit, *size)
    hidden = [crowded(width, *size) for width in circuit.widths[1:-1]]
    networks = [right, right.with_threshold(int(rng.integers(1, 8)))]
    for _ in range(3):
        layer = int(rng.integers(len(right.layers)))
        row, column = (int(rng.integers(extent)) for extent in right.layers[layer].weights.shape)
        old = int(right.layers[layer].weights[row, column])
        networks.append(build.changed(right, layer, row, column, old + int(rng.choice([-2, -1, 1, 2]))))
        bias = int(right.layers[layer].bias[row]) + int(rng.choice([-2, -1, 1, 2]))
        networks.append(build.changed(right, layer, row, -1, bias))
    for network in networks:
        contracts = derived(circuit, network, hidden)
        try:
            found = compose(circuit, network, hidden, by_activity=True)
        except NotTakenError:
            assert isinstance(contracts, str), contracts
        else:
            assert [contract.document() for contract in found] == contracts
            assert judge(circuit, network).verdict == "proved"
            certificate = claimed(circuit, network, [code.recipe() for code in hidden], contracts)
            evidence = {**certificate.evidence, "charges": BY_ACTIVITY}
            assert isinstance(check(circuit, network, dataclasses.replace(certificate, evidence=evidence)), Valid)
            assert isinstance(check(circuit, network, certificate), Invalid)


def test_twins_bear_additional_values_only_where_no_gate_is_1():
    """Its biases bear what two words share, but not the additional values of pairs that are no twins as well."""
    network = by_activity(TWINS, *SIZE)
    hidden = [crowded(width, *SIZE) for width in TWINS.widths[1:-1]]
    with pytest.raises(NotTakenError):
        compose(TWINS, network, hidden)
    certificate = prove(TWINS, network, prover="contracts").certificate
    assert certificate.evidence["charges"] == BY_ACTIVITY
    first, second = certificate.evidence["contracts"]
    assert first["additional_after"] == second["additional_before"]
    assert first["additional_after"][0] > first["additional_after"][2] == 0
    assert isinstance(check(TWINS, network, certificate), Valid)
    assert judge(TWINS, network).verdict == "proved"


def test_every_number_of_a_list_counts_with_its_type():
    network = by_activity(TWINS, *SIZE)
    certificate = prove(TWINS, network, prover="contracts").certificate
    contracts = certificate.evidence["contracts"]
    old = contracts[0]["additional_after"]
    for value in (old[0], tuple(old), old[:2], [*old, 0], [old[0], 0, 1], [old[0], False, 0], [float(old[0]), 0, 0],
                  [str(old[0]), 0, 0], [old[0], 0, None], [[old[0]], 0, 0], None):  # fmt: skip
        changed = [{**contracts[0], "additional_after": value}, *contracts[1:]]
        forged = dataclasses.replace(certificate, evidence={**certificate.evidence, "contracts": changed})
        assert isinstance(check(TWINS, network, forged), Invalid), value


def test_charges_are_counted_as_the_certificate_says_or_not_at_all():
    network = by_activity(TWINS, *SIZE)
    certificate = prove(TWINS, network, prover="contracts").certificate
    plain = {name: value for name, value in certificate.evidence.items() if name != "charges"}
    assert isinstance(check(TWINS, network, dataclasses.replace(certificate, evidence=plain)), Invalid)
    for charges in (None, "", "by feature", BY_ACTIVITY.upper(), [BY_ACTIVITY], True, 1.0):
        forged = dataclasses.replace(certificate, evidence={**certificate.evidence, "charges": charges})
        answer = check(TWINS, network, forged)
        assert isinstance(answer, Invalid)
        assert "must be 'by active features' or left out" in answer.reason


def test_problems_that_are_no_circuits_may_have_more_outputs_than_are_counted():
    problem = Permutation((1, 0, 2), sparsity=2)
    layers = [(-np.eye(3, dtype=int)[[1, 0, 2]], [1, 1, 1]), (-np.eye(3, dtype=int), [1, 1, 1])]
    network = Network(layers, IdentityCode(3), IdentityCode(3), 1)
    verdict = prove(problem, network, prover="contracts")
    assert isinstance(verdict, Proved)
    assert "charges" not in verdict.certificate.evidence
    with pytest.raises(NotTakenError, match="for circuits only"):
        compose(problem, network, [], by_activity=True)
    evidence = {**verdict.certificate.evidence, "charges": BY_ACTIVITY}
    answer = check(problem, network, dataclasses.replace(verdict.certificate, evidence=evidence))
    assert "are for circuits" in answer.reason


def test_a_network_that_neither_count_proves_is_unknown_by_the_first():
    network = by_activity(TWINS, *SIZE)
    louder = build.changed(network, 2, 0, -1, int(network.layers[2].bias[0]) + 99)
    noted = Network(
        [(layer.weights, layer.bias) for layer in louder.layers],
        louder.input_code, louder.output_code, louder.threshold, network.construction,
    )  # fmt: skip
    assert isinstance(prove(TWINS, noted, prover="contracts"), Unknown)


def test_every_number_of_active_features_is_charged_with_its_own_wrong_values(monkeypatch):
    """Additional ones where no gate of level 1 is 1, and where two are the value that their words share."""
    network, hidden = by_activity(TWINS, *SIZE), [crowded(TWINS.widths[1], *SIZE)]
    by_prover, by_checker = [], []
    ranges, margin = ranges_of, smallest_margin
    monkeypatch.setattr(contract, "ranges_of", lambda *given: by_prover.append(given[4]) or ranges(*given))
    monkeypatch.setattr(checker, "smallest_margin", lambda *given: by_checker.append(given[3]) or margin(*given))
    additional = compose(TWINS, network, hidden, by_activity=True)[0].document()["additional_after"]
    derived(TWINS, network, hidden)
    for charges, lost in ((by_prover, "lost"), (by_checker, "missing")):
        first, second = ([(charge.additional, getattr(charge, lost)) for charge in level] for level in charges)
        assert first == [(0, 0)] * 3
        assert second == [(additional[0], 0), (additional[1], 0), (additional[2], 1)]
