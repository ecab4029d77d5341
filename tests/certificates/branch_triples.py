"""Proofs by branching among the pinned cases: (problem, network, certificate) that the checker accepts or rejects."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from tests.verify import networks as build
from tests.verify.cases import CYCLE, CYCLE_CODE, MATCHING, MATCHING_CODE, PATH, TREE, TREE_NETWORK, TURN
from tests.verify.gate_cases import MIXED, halves
from verify import (
    Certificate,
    ConstantWeightCode,
    IdentityCode,
    Margin,
    Network,
    Problem,
    RandomSignCode,
    TwoAnd,
    gate_problem,
    problem_digest,
    random_gates,
)
from verify.certifying import certify
from verify.provers.branch import prove_by_branching

Triple = tuple[Problem, Network, Certificate]

RIGHT = build.naive(PATH)
STRUCTURED = build.structured(CYCLE, 14, 0, CYCLE_CODE, 46, -14)
GATES = gate_problem(5, 3, MIXED)
WIDE = random_gates(8, 6, kinds=("and", "or"), fan_in=(4, 6), sparsity=5, seed=0)


def branched(problem: Problem, network: Network, /, **changes: Any) -> Triple:
    """A proof by branching; changes to its certificate."""
    certificate = prove_by_branching(problem, network).certificate
    return problem, network, replace(certificate, **changes)


def transplanted(problem: Problem, network: Network, other: Network) -> Triple:
    """The proof of one network beside another."""
    return problem, other, branched(problem, network)[2]


def forged(problem: Problem, network: Network, other: Network) -> Triple:
    """The proof of one network under the digest of another."""
    return problem, other, replace(branched(problem, network)[2], network=other.digest)


def asked_instead(problem: Problem, other: Problem) -> Triple:
    """The proof of one problem's network under the digest of another problem."""
    _, network, certificate = branched(problem, halves(problem))
    return other, network, replace(certificate, problem=problem_digest(other))


def exchanged(problem: Problem, kinds: dict[str, str], shift: int) -> Problem:
    """The same shapes of gates with other kinds, or on other features."""
    shifted = [(kinds[gate.kind], *((j + shift) % problem.inputs for j in gate.inputs)) for gate in problem.gates]
    return gate_problem(problem.inputs, problem.sparsity, shifted)


def regrown(name: str, change: Callable[[np.ndarray], np.ndarray]) -> Triple:
    """The branched proof of TREE with one of its arrays changed."""
    problem, network, certificate = branched(TREE, TREE_NETWORK)
    arrays = dict(certificate.arrays)
    arrays[name] = np.asarray(change(arrays[name].astype(np.int64)))
    return problem, network, replace(certificate, arrays=arrays)


def unproved(network: Network, evidence: dict[str, object], **arrays: list[int]) -> Triple:
    """A certificate that nobody made for the four cases of one AND at sparsity 4."""
    problem = TwoAnd(6, 4, ((0, 1),))
    named = {name: np.array(values, dtype=np.int64) for name, values in arrays.items()}
    return problem, network, certify(problem, network, "branch", margin=None, evidence=evidence, arrays=named)


def threshold_that_wraps() -> Triple:
    """A silent network whose threshold times its four slots is negative in 64 bits: it would read 0 and never 1."""
    network = Network([(np.zeros((1, 6), int), [0])], IdentityCode(6), IdentityCode(1), int(0.35 * 2**64))
    return unproved(network, {"attained": None})


def floor_that_wraps() -> Triple:
    """A network that is wrong on many inputs; four terms of the floor on the false side sum below 0 in 64 bits.

    Certificates of before state a bound for every node, and floors.
    """
    network = Network([([[9] * 6], [0])], IdentityCode(6), IdentityCode(1), 5)
    floor = 2**62 - 1
    stated = [4 * floor - 2**64, 3 * floor - 2**64, 3 * floor - 2**64, 36]
    highest = max(bound // slots for bound, slots in zip(stated[:3], (4, 3, 3), strict=True))
    evidence = {"true_at_least": 18, "false_at_most": highest, "attained": None, "floors": [None, floor]}
    return unproved(network, evidence, bounds=stated, branching=[], counts=[], features=[])


def seen(first: list[object], second: list[object]) -> dict[str, object]:
    """The evidence that these outputs on these inputs attain the margin."""
    return {"attained": [first, second]}


def never_true() -> tuple[Problem, Network]:
    """Two ANDs at sparsity 1 on random signs, read through words of constant weight, by a network that is silent."""
    layer = (np.zeros((4, 3), dtype=int), [0] * 4)
    return TwoAnd(3, 1, ((0, 2), (1, 2))), Network([layer], RandomSignCode(3, 3, 0), ConstantWeightCode(4, 2, 2, 0), 1)


def accepted() -> dict[str, Triple]:
    in_superposition = build.structured(MATCHING, 10, 0, MATCHING_CODE, 25, -10)
    return {
        "branch_alone_naive_path": branched(PATH, RIGHT),
        "branch_alone_with_a_tree": branched(TREE, TREE_NETWORK),
        "branch_alone_inputs_in_superposition": branched(MATCHING, in_superposition),
        "branch_alone_threshold_at_the_margin": branched(CYCLE, STRUCTURED),
        "branch_alone_without_a_margin": branched(PATH, RIGHT, margin=None, evidence={"attained": None}),
        "branch_alone_of_mixed_gates": branched(GATES, halves(GATES)),
        "branch_alone_of_wide_gates": branched(WIDE, halves(WIDE)),
        "branch_alone_of_a_permutation": branched(TURN, build.rerouting(TURN)),
        "branch_alone_random_signs_and_constant_weight": branched(*never_true()),
    }


def rejected() -> dict[str, Triple]:
    xor_as_or = gate_problem(5, 3, [*MIXED[:1], ("or", 1, 2), *MIXED[2:]])
    turned = gate_problem(5, 3, [*MIXED[:2], ("andnot", 0, 2), *MIXED[3:]])
    past_the_margin = STRUCTURED.with_threshold(47)
    return {
        "branch_alone_a_child_left_out": regrown("features", lambda features: features[:-1]),
        "branch_alone_a_feature_branched_on_twice": regrown("features", lambda features: features * 0 + features[0]),
        "branch_alone_a_feature_that_does_not_exist": regrown("features", lambda features: features + TREE.inputs),
        "branch_alone_other_features": regrown("features", lambda features: TREE.inputs - 1 - features),
        "branch_alone_no_children_counted": regrown("counts", lambda counts: counts * 0),
        "branch_alone_counts_that_wrap": regrown("counts", lambda counts: counts + 2**62),
        "branch_alone_before_its_own_parent": regrown("branching", lambda branching: branching + 2**40),
        "branch_alone_branching_reordered": regrown("branching", lambda branching: branching[::-1]),
        "branch_alone_without_its_tree": branched(TREE, TREE_NETWORK, arrays={}),
        "branch_alone_margin_better_than_true": branched(
            PATH, RIGHT, margin=Margin(2, 0), evidence=seen([0, [0, 1]], [0, []])
        ),
        "branch_alone_margin_worse_than_true": branched(
            CYCLE, STRUCTURED.with_threshold(40), margin=Margin(41, 39), evidence=seen([0, [0, 1]], [0, []])
        ),
        "branch_alone_margin_that_nothing_attains": branched(PATH, RIGHT, evidence={"attained": None}),
        "branch_alone_margin_that_says_nothing_is_true": branched(
            PATH, RIGHT, margin=Margin(None, 0), evidence={"attained": [None, [0, []]]}
        ),
        "branch_alone_attained_by_too_many_features": branched(PATH, RIGHT, evidence=seen([0, [0, 1, 2]], [0, []])),
        "branch_alone_threshold_that_wraps": threshold_that_wraps(),
        "branch_alone_evidence_of_enumeration": branched(PATH, RIGHT, evidence={"order": "colexicographic"}),
        "branch_alone_transplant_to_another_threshold": transplanted(CYCLE, STRUCTURED, past_the_margin),
        "branch_alone_forged_for_one_weight_changed": forged(PATH, RIGHT, build.changed(RIGHT, 0, 3, 4, 2)),
        "branch_alone_forged_for_a_threshold_past_the_margin": forged(CYCLE, STRUCTURED, past_the_margin),
        "branch_alone_forged_for_or_where_there_is_xor": asked_instead(GATES, xor_as_or),
        "branch_alone_forged_for_andnot_the_other_way_round": asked_instead(GATES, turned),
        "branch_alone_forged_for_other_wide_gates": asked_instead(WIDE, exchanged(WIDE, {"and": "and", "or": "or"}, 7)),
        "branch_alone_forged_for_wide_gates_of_other_kinds": asked_instead(
            WIDE, exchanged(WIDE, {"and": "or", "or": "and"}, 0)
        ),
    }
