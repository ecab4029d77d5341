"""Circuits among the pinned cases: (problem, network, certificate) that the checker must accept or reject."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from constructions import reencoded_permutation
from constructions.circuits import circuit_network, without_xor
from constructions.circuits.network import network_on
from tests.verify import networks as build
from tests.verify.checker.contract_cases import bias_that_wraps, forged, weights_that_wrap
from tests.verify.circuit_cases import COMPARE, CROWDED, FULL_ADDER, MIXED, NEGATING, paired, swapped
from tests.verify.contracts.strategies import SIZE, TWINS, by_activity, inverted, scattered
from verify import (
    Certificate,
    Circuit,
    IdentityCode,
    Network,
    Permutation,
    Problem,
    ReedSolomonCode,
    gate_problem,
    problem_digest,
    prove,
)

Triple = tuple[Problem, Network, Certificate]

COMPARATORS = Circuit.of(4, 2, COMPARE)
COPIED = network_on(COMPARATORS, [ReedSolomonCode(7, 6, 2, width) for width in COMPARATORS.widths], {})

TURNED = Permutation.random(16, sparsity=2, seed=0)
MOVED = reencoded_permutation(TURNED, neurons=15)

ANDNOTS = Circuit.of(5, 2, NEGATING)
NEGATED = network_on(ANDNOTS, [IdentityCode(5), scattered(5), IdentityCode(4)], {})
APART = Circuit.of(18, 2, [[("andnot", 2 * i, 2 * i + 1) for i in range(9)]])
KINDS = gate_problem(10, 2, [*(("copy", j) for j in range(10)), *(("or", *range(k)) for k in (4, 5, 6)), ("and", 8, 9)])
KINDS_READ = network_on(
    Circuit(10, 2, (tuple(map(KINDS.gate, range(14))),)), [IdentityCode(10), ReedSolomonCode(7, 7, 2, 14)], {}
).with_threshold(7)
"""Six outputs are 1 at most, kind by kind, and eight by what a feature is an input of: words of seven ones."""
SUMS = Circuit.of(3, 3, FULL_ADDER)
ADDER = without_xor(SUMS)


def contracts_of(certificate: Certificate) -> Any:
    return certificate.evidence["contracts"]


def proved(problem: Problem, network: Network, prover: str) -> Triple:
    return problem, network, prove(problem, network, prover=prover).certificate


def accepted() -> dict[str, Triple]:
    mixed, crowded = Circuit.of(6, 3, MIXED), Circuit.of(3, 2, CROWDED)
    return {
        "circuit_of_three_levels": proved(mixed, paired(mixed), "enumerate"),
        "circuit_with_inputs_that_are_not_admissible": proved(crowded, paired(crowded), "enumerate"),
        "contracts_of_comparators": proved(COMPARATORS, COPIED, "contracts"),
        "contracts_with_andnot": proved(ANDNOTS, NEGATED, "contracts"),
        "contracts_of_a_full_adder": proved(ADDER, circuit_network(ADDER), "contracts"),
        "contracts_of_xor": proved(SUMS, circuit_network(ADDER), "contracts"),
        "contracts_by_active_features": proved(TWINS, by_activity(TWINS, *SIZE), "contracts"),
        "contracts_that_hand_on_values": proved(COMPARATORS, inverted(COPIED), "contracts"),
        "contracts_of_gates_of_several_kinds": proved(KINDS, KINDS_READ, "contracts"),
        "contracts_of_a_permutation": proved(TURNED, MOVED, "contracts"),
    }


def rejected() -> dict[str, Triple]:
    mixed = Circuit.of(6, 3, MIXED)
    other = swapped(mixed, 0, 0, ("or", 0, 1))
    problem, network, certificate = proved(COMPARATORS, COPIED, "contracts")
    contracts = [dict(contract) for contract in contracts_of(certificate)]
    tolerant = [{**contract, "additional_before": 9} for contract in contracts]
    boolean = [{**contract, "additional_before": False} for contract in contracts[:1]] + contracts[1:]
    louder = build.changed(network, 2, 5, -1, int(network.layers[2].bias[5]) + 9)
    asked = swapped(COMPARATORS, 1, 2, ("copy", 1))
    sparser = Circuit.of(3, 2, CROWDED)
    return {
        "circuit_transplant_to_another_gate": (other, paired(mixed), _for(mixed, other, "enumerate")),
        "circuit_counts_inputs_that_are_not_admissible": (
            sparser, paired(sparser), replace(proved(sparser, paired(sparser), "enumerate")[2], inputs_covered=7),
        ),
        "contracts_forged_for_another_bias": (problem, louder, replace(certificate, network=louder.digest)),
        "contracts_forged_for_another_gate": (asked, network, replace(certificate, problem=problem_digest(asked))),
        "contracts_more_tolerant_than_true": (
            problem, network, replace(certificate, evidence={**certificate.evidence, "contracts": tolerant}),
        ),
        "contracts_one_left_out": (
            problem, network, replace(certificate, evidence={**certificate.evidence, "contracts": contracts[:1]}),
        ),
        "contracts_with_other_codes": (
            problem, network, replace(certificate, evidence={**certificate.evidence, "codes": []}),
        ),
        "contracts_with_arrays": (problem, network, replace(certificate, arrays={"a": np.zeros(2, dtype=np.int8)})),
        "contracts_for_a_circuit_by_branch": (problem, network, replace(certificate, prover="branch")),
        "contracts_with_a_boolean": (
            problem, network, replace(certificate, evidence={**certificate.evidence, "contracts": boolean}),
        ),
        "contracts_of_weights_that_wrap": (
            *weights_that_wrap(), forged(*weights_that_wrap(), 399, (1, 8786475466687970856)),
        ),
        "contracts_of_a_bias_that_wraps": (*bias_that_wraps(), forged(*bias_that_wraps(), 0, (1, -(2**56)))),
        **_rejected_with_andnot(),
        **_rejected_of_one_level(),
        **_rejected_by_active_features(),
    }  # fmt: skip


def _rejected_by_active_features() -> dict[str, Triple]:
    """Said to be counted for all inputs at once, with fewer wrong values, and for a gate that makes more of them."""
    problem, network, certificate = proved(TWINS, by_activity(TWINS, *SIZE), "contracts")
    contracts = certificate.evidence["contracts"]
    plain = {name: value for name, value in certificate.evidence.items() if name != "charges"}
    fewer = [{**contracts[0], "additional_after": [0, 0, 0]}, {**contracts[1], "additional_before": [0, 0, 0]}]
    lone = swapped(problem, 0, 0, ("copy", problem.levels[0][0].inputs[0]))
    return {
        "contracts_by_active_features_that_do_not_say_so": (problem, network, replace(certificate, evidence=plain)),
        "contracts_by_active_features_without_wrong_values": (
            problem, network, replace(certificate, evidence={**certificate.evidence, "contracts": fewer}),
        ),
        "contracts_by_active_features_forged_for_another_gate": (
            lone, network, replace(certificate, problem=problem_digest(lone)),
        ),
    }  # fmt: skip


def _rejected_of_one_level() -> dict[str, Triple]:
    """Another permutation, a bias that lets a neuron be 1, the other form of slice, and too low a threshold."""
    problem, network, certificate = proved(TURNED, MOVED, "contracts")
    sums = proved(SUMS, circuit_network(ADDER), "contracts")
    carries = swapped(SUMS, 1, 0, ("or", 0, 2))
    other = Permutation(problem.images[::-1], problem.sparsity)
    lower = build.changed(network, 0, 3, -1, int(network.layers[0].bias[3]) - 60)
    values, complements = inverted(COPIED), proved(COMPARATORS, COPIED, "contracts")[2]
    kinds, sooner = proved(KINDS, KINDS_READ, "contracts")[2], KINDS_READ.with_threshold(6)
    ors = gate_problem(6, 2, [("or", a, b) for a, b in combinations(range(4), 2)] + [("or", 4, 5)])
    level = Circuit(6, 2, (tuple(ors.gate(i) for i in range(7)),))
    read = network_on(level, [IdentityCode(6), ReedSolomonCode(7, 7, 2, 7)], {}).with_threshold(3)
    as_circuit = proved(level, read, "contracts")[2]
    return {
        "contracts_forged_for_another_permutation": (
            other, network, replace(certificate, problem=problem_digest(other)),
        ),
        "contracts_forged_for_a_neuron_that_is_1_too_often": (
            problem, lower, replace(certificate, network=lower.digest),
        ),
        "contracts_of_xor_for_or": (carries, sums[1], replace(sums[2], problem=problem_digest(carries))),
        "contracts_of_complements_for_values": (
            COMPARATORS, values, replace(complements, network=values.digest),
        ),
        "contracts_of_gates_of_several_kinds_read_too_soon": (KINDS, sooner, replace(kinds, network=sooner.digest)),
        "contracts_of_a_circuit_for_outputs_of_which_more_are_1": (
            ors, read, replace(as_circuit, problem=problem_digest(ors)),
        ),
    }  # fmt: skip


def _rejected_with_andnot() -> dict[str, Triple]:
    """Turned round, with one weight changed, and with other values for what may be missing."""
    problem, network, certificate = proved(ANDNOTS, NEGATED, "contracts")
    turned, named = swapped(problem, 0, 0, ("andnot", 1, 0)), {"missing_before", "missing_after"}
    heavier = build.changed(network, 2, 2, 7, int(network.layers[2].weights[2, 7]) + 9)
    read = proved(APART, network_on(APART, [IdentityCode(18), ReedSolomonCode(7, 7, 2, 9)], {}), "contracts")
    unread = read[1].with_threshold(7)

    def stating(missing: int | None) -> Triple:
        contracts = [
            {name: value if name not in named else missing for name, value in contract.items()}
            for contract in contracts_of(certificate)
        ]
        if missing is None:
            contracts = [{name: contract[name] for name in contract if name not in named} for contract in contracts]
        return problem, network, replace(certificate, evidence={**certificate.evidence, "contracts": contracts})

    return {
        "contracts_forged_for_andnot_turned_round": (
            turned, network, replace(certificate, problem=problem_digest(turned)),
        ),
        "contracts_forged_for_a_weight_beside_andnot": (
            problem, heavier, replace(certificate, network=heavier.digest),
        ),
        "contracts_forged_for_a_threshold_that_missing_values_miss": (
            APART, unread, replace(read[2], network=unread.digest),
        ),
        "contracts_that_miss_nothing": stating(0),
        "contracts_that_do_not_say_what_is_missing": stating(None),
    }  # fmt: skip


def _for(problem: Problem, other: Problem, prover: str) -> Certificate:
    """The certificate of one circuit's network under the digest of another circuit."""
    return replace(proved(problem, paired(problem), prover)[2], problem=problem_digest(other))
