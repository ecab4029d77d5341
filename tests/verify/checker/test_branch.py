"""The checker of branch proofs: what closes is accepted, whoever grew the tree, and nothing that is false ever is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import pytest

from tests.verify import networks as build
from tests.verify.cases import TREE, TREE_NETWORK
from tests.verify.oracle import judge
from verify import (
    BareCode,
    Certificate,
    Found,
    IdentityCode,
    Invalid,
    Margin,
    Network,
    Permutation,
    TwoAnd,
    Unknown,
    Valid,
    check,
)
from verify.certifying import certify
from verify.checker.branch import check as module
from verify.provers.branch import prove_by_branching

PROBLEM, NETWORK = TREE, TREE_NETWORK


def proof(problem=PROBLEM, network=NETWORK, **options: Any) -> Certificate:
    verdict = prove_by_branching(problem, network, **options)
    assert isinstance(verdict, Found), verdict
    return verdict.certificate


RIGHT = proof(exact_margin=True)
ARRAYS = {name: array.astype(np.int64) for name, array in RIGHT.arrays.items()}


def answer(certificate: Certificate, problem=PROBLEM, network=NETWORK, **options: Any):
    return check(problem, network, certificate, **options)


def claimed(problem, network, arrays=None, margin=None, attained=None) -> Certificate:
    """A certificate that nobody proved."""
    return certify(problem, network, "branch", evidence={"attained": attained}, margin=margin, arrays=arrays)


def with_arrays(**arrays: Any) -> Certificate:
    return replace(RIGHT, arrays={**ARRAYS, **{name: np.asarray(array) for name, array in arrays.items()}})


def test_the_proof_branches_and_is_valid_with_and_without_its_margin():
    assert len(RIGHT.arrays["branching"]) > 2
    assert answer(RIGHT) == Valid("every output is right on every admissible input, with the stated margin")
    loose = replace(RIGHT, margin=None, evidence={"attained": None})
    assert answer(loose) == Valid("every output is right on every admissible input")


def test_where_nothing_is_branched_on_the_tree_is_not_written():
    path = TwoAnd.from_graph(nx.path_graph(4), sparsity=2)
    certificate = proof(path, build.naive(path))
    assert certificate.arrays == {}
    empty = dict.fromkeys(("branching", "counts", "features"), np.zeros(0, dtype=np.int8))
    for found in (certificate, replace(certificate, arrays=empty)):
        assert isinstance(answer(found, path, build.naive(path)), Valid)


def needed_children() -> int:
    """A child of the tree without which it does not close: the last of the first node that has some."""
    return int(ARRAYS["counts"][0]) - 1


@pytest.mark.parametrize(
    ("arrays", "rule"),
    [
        ({"features": ARRAYS["features"][:-1]}, "must sum to the number of features"),
        ({"features": ARRAYS["features"] + TREE.inputs}, "features must be from 0 to 5"),
        ({"features": -1 - ARRAYS["features"]}, "features must be from 0 to 5"),
        ({"features": ARRAYS["features"] * 0 + ARRAYS["features"][0]}, "settled already"),
        ({"counts": ARRAYS["counts"] * 0}, "at least 1"),
        ({"counts": ARRAYS["counts"] + 2**62}, "must sum to the number of features"),
        ({"counts": ARRAYS["counts"][:-1]}, "counts must have"),
        ({"branching": ARRAYS["branching"][::-1]}, "strictly ascending"),
        ({"branching": ARRAYS["branching"] + 2**40}, "come before its children"),
        ({"branching": ARRAYS["branching"] - 2**40}, "come before its children"),
        ({"branching": ARRAYS["branching"].astype(np.float64)}, "signed integers"),
        ({"branching": ARRAYS["branching"].astype(np.uint8)}, "signed integers"),
        ({"branching": ARRAYS["branching"][None]}, "signed integers"),
        ({"branching": ARRAYS["branching"] > 0}, "signed integers"),
        ({"more": ARRAYS["branching"]}, "the arrays must be"),
    ],
)
def test_trees_that_are_none_are_refused_with_the_rule(arrays, rule: str):
    found = answer(with_arrays(**arrays))
    assert isinstance(found, Invalid)
    assert rule in found.reason


def test_a_child_left_out_leaves_its_parent_open():
    first = needed_children()
    fewer = {
        "branching": ARRAYS["branching"] - (ARRAYS["branching"] > ARRAYS["branching"][0] + 10**9),
        "counts": ARRAYS["counts"] - np.eye(1, len(ARRAYS["counts"]), dtype=np.int64)[0],
        "features": np.delete(ARRAYS["features"], first),
    }
    if fewer["counts"][0] == 0:
        fewer["branching"], fewer["counts"] = fewer["branching"][1:], fewer["counts"][1:]
    assert isinstance(answer(with_arrays(**fewer)), Invalid)
    assert isinstance(answer(replace(RIGHT, arrays={})), Invalid)


@pytest.mark.parametrize("name", ["branching", "counts", "features"])
def test_a_missing_array_is_refused(name: str):
    arrays = {key: array for key, array in RIGHT.arrays.items() if key != name}
    assert isinstance(answer(replace(RIGHT, arrays=arrays)), Invalid)


MARGIN = RIGHT.margin
assert MARGIN is not None
SEEN = RIGHT.evidence["attained"]


@pytest.mark.parametrize(
    ("margin", "attained"),
    [
        (Margin(3, 1), SEEN),
        (Margin(1, 1), SEEN),
        (Margin(2, 0), SEEN),
        (Margin(2, 2), SEEN),
        (Margin(None, 1), [None, SEEN[1]]),
        (Margin(2, None), [SEEN[0], None]),
        (Margin(None, None), [None, None]),
        (MARGIN, None),
        (MARGIN, [SEEN[0], None]),
        (MARGIN, [SEEN[1], SEEN[0]]),
        (MARGIN, [[0, [1, 0]], SEEN[1]]),
        (MARGIN, [[99, [0]], SEEN[1]]),
        (MARGIN, [[-1, SEEN[0][1]], SEEN[1]]),
        (MARGIN, [[True, SEEN[0][1]], SEEN[1]]),
        (MARGIN, [SEEN[0], [SEEN[1][0], [0, 2, 2]]]),
        (MARGIN, [SEEN[0], [SEEN[1][0], [0, 1, 2, 3, 4]]]),
        (MARGIN, 7),
        (None, SEEN),
        (None, [None, None]),
    ],
)
def test_false_margins_and_inputs_that_do_not_attain_them_are_refused(margin, attained):
    assert (MARGIN.smallest_true, MARGIN.largest_false) == (2, 1)
    assert isinstance(answer(replace(RIGHT, margin=margin, evidence={"attained": attained})), Invalid)


@pytest.mark.parametrize("evidence", [{}, {"attained": None, "more": 1}, {"true_at_least": 2}, {"order": 1}])
def test_other_evidence_is_refused(evidence):
    assert isinstance(answer(replace(RIGHT, margin=None, evidence=evidence)), Invalid)


def test_a_fast_way_that_is_wrong_is_found_out(monkeypatch):
    path = TwoAnd.from_graph(nx.path_graph(6), sparsity=2)
    wrong = build.changed(build.naive(path), 0, 2, -1, 0)
    certificate = claimed(path, wrong)
    assert isinstance(answer(certificate, path, wrong), Invalid)
    monkeypatch.setattr(module, "LARGE", 0)
    assert isinstance(answer(certificate, path, wrong), Invalid)
    monkeypatch.setattr(
        "verify.checker.branch.screen.Screens.closed", lambda _, leaves: np.ones(len(leaves.output), dtype=np.bool_)
    )
    found = answer(certificate, path, wrong)
    assert isinstance(found, Unknown)
    assert "at fault" in found.reason


def test_the_proof_of_another_network_or_problem_is_refused():
    layer = NETWORK.layers[0]
    weights = layer.weights.astype(int)
    weights[0, 2] += 1
    other = Network([(weights, layer.bias)], NETWORK.input_code, NETWORK.output_code, NETWORK.threshold)
    assert isinstance(answer(RIGHT, network=other), Invalid)
    assert isinstance(answer(RIGHT, problem=TwoAnd(6, 4, ((0, 1), (2, 3), (0, 5)))), Invalid)


def test_networks_that_no_branch_proof_is_about_are_refused():
    path = TwoAnd.from_graph(nx.path_graph(4), sparsity=2)
    negative = Network([([[1, 0, 0, 0]], [0])], IdentityCode(4), BareCode([[1, 0, -1]]), 1)
    rules = {"one ReLU layer": build.deep(path, 2), "2**62": build.naive(path, scale=2**59), "negative": negative}
    for rule, network in rules.items():
        found = answer(claimed(path, network), path, network)
        assert isinstance(found, Invalid)
        assert rule in found.reason


def test_a_sample_is_never_called_valid():
    found = answer(RIGHT, sample=2)
    assert isinstance(found, Unknown)
    assert "2 of 3 outputs" in found.reason
    assert isinstance(answer(replace(RIGHT, arrays={}), sample=3), Invalid)


def test_a_passed_deadline_is_unknown():
    assert isinstance(answer(RIGHT, timeout=1e-9), Unknown)


def test_a_deep_chain_of_children_is_refused_before_python_gives_up():
    problem = Permutation(tuple(range(2000)), sparsity=1500)
    network = build.rerouting(problem)
    cases = 2 * problem.outputs
    chain = {
        "branching": np.concatenate([[0], np.arange(cases, cases + 1199)]),
        "counts": np.ones(1200, dtype=np.int64),
        "features": np.arange(1, 1201),
    }
    found = answer(claimed(problem, network, chain), problem, network)
    assert isinstance(found, Invalid)
    assert "branched on" in found.reason


@pytest.mark.parametrize("code", [lambda n, m: BareCode(np.zeros((n, m), dtype=int)), lambda n, m: IdentityCode(m)])
def test_codes_of_zeros_and_large_weights_that_never_count_prove_what_is_true(code: Callable[[int, int], Any]):
    """The network sees nothing of the features: whatever its weights are, the numbers stay those of the bias."""
    problem = TwoAnd(3, 1, ((0, 1), (0, 2)))
    weights = np.full((2, 3), 2**62 if isinstance(code(3, 3), BareCode) else 1)
    network = Network([(weights, [0, -7])], code(3, 3), IdentityCode(2), 2)
    assert judge(problem, network).verdict == "proved"
    assert isinstance(answer(claimed(problem, network), problem, network), Valid)
