"""Circuits among the pinned cases: (problem, network, certificate) that the checker must accept or reject."""

from dataclasses import replace

import numpy as np

from constructions.circuits.network import network_on
from tests.verify import networks as build
from tests.verify.checker.contract_cases import bias_that_wraps, forged, weights_that_wrap
from tests.verify.circuit_cases import COMPARE, CROWDED, MIXED, paired, swapped
from verify import Certificate, Circuit, Network, Problem, ReedSolomonCode, problem_digest, prove

Triple = tuple[Problem, Network, Certificate]

COMPARATORS = Circuit.of(4, 2, COMPARE)
COPIED = network_on(COMPARATORS, [ReedSolomonCode(7, 6, 2, width) for width in COMPARATORS.widths], {})


def proved(problem: Circuit, network: Network, prover: str) -> Triple:
    return problem, network, prove(problem, network, prover=prover).certificate


def accepted() -> dict[str, Triple]:
    mixed, crowded = Circuit.of(6, 3, MIXED), Circuit.of(3, 2, CROWDED)
    return {
        "circuit_of_three_levels": proved(mixed, paired(mixed), "enumerate"),
        "circuit_with_inputs_that_are_not_admissible": proved(crowded, paired(crowded), "enumerate"),
        "contracts_of_comparators": proved(COMPARATORS, COPIED, "contracts"),
    }


def rejected() -> dict[str, Triple]:
    mixed = Circuit.of(6, 3, MIXED)
    other = swapped(mixed, 0, 0, ("or", 0, 1))
    problem, network, certificate = proved(COMPARATORS, COPIED, "contracts")
    contracts = [dict(contract) for contract in certificate.evidence["contracts"]]
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
    }  # fmt: skip


def _for(problem: Circuit, other: Circuit, prover: str) -> Certificate:
    """The certificate of one circuit's network under the digest of another circuit."""
    return replace(proved(problem, paired(problem), prover)[2], problem=problem_digest(other))
