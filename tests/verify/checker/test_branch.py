"""The checker of branch proofs: what closes is accepted, whoever grew the tree, and nothing that is false ever is."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify import networks as build
from tests.verify.cases import TREE, TREE_NETWORK
from tests.verify.gate_problems import problems
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
from verify.checker.branch.tree import cases_of
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


def random_network(rng: random.Random, problem, scale: int) -> Network:
    """One layer near what the gates need, with interference, read by channels of one to three neurons."""
    neurons = rng.randint(1, problem.outputs + 2)
    reading = [[rng.choice([0, 0, 1, 1, 2]) for _ in range(problem.outputs)] for _ in range(neurons)]
    weights = [[0] * problem.inputs for _ in range(neurons)]
    for output, gate in enumerate(problem.levels[0]):
        for e in range(neurons):
            for j in gate.inputs if reading[e][output] else ():
                weights[e][j] += scale
    for row in weights:
        for j in range(problem.inputs):
            row[j] += rng.choice([0, 0, 0, 0, -scale, 1, -1])
    bias = [-scale * rng.choice([0, 1, 1, 2]) + rng.choice([0, 0, 1]) for _ in range(neurons)]
    code = IdentityCode(problem.inputs)
    threshold = rng.choice([1, 1, scale, 2 * scale])
    return Network([(weights, bias)], code, BareCode(reading), threshold)


def random_tree(rng: random.Random, problem, grow: float) -> dict[str, np.ndarray]:
    """Any tree that has a form: features branched on at random, or all that are free, so that every input is a node."""
    waiting = [
        (problem.sparsity - len(places), set(gate.inputs[:settled]))
        for gate in problem.levels[0]
        for places, settled, _ in cases_of(gate, problem.sparsity)
    ]
    branching, counts, features = [], [], []
    for number, (slots, settled) in enumerate(waiting):
        free = [j for j in range(problem.inputs) if j not in settled]
        if slots == 0 or not free or rng.random() > grow or len(waiting) > 3000:
            continue
        added = rng.sample(free, len(free) if grow == 1 else rng.randint(1, len(free)))
        branching.append(number)
        counts.append(len(added))
        features += added
        # The loop goes on over what is appended: that is what makes the order breadth first.
        waiting.extend((slots - 1, settled | set(added[: k + 1])) for k in range(len(added)))
    named = {"branching": branching, "counts": counts, "features": features}
    return {name: np.array(values, dtype=np.int64) for name, values in named.items()}


@given(problems(most_features=6, most_active=3), st.integers(0, 10**9), st.sampled_from([0, 0.3, 1]))
@settings(max_examples=75, deadline=None)
def test_random_trees_of_random_networks_prove_what_is_true_and_all_of_it_when_they_are_full(problem, seed, grow):
    rng = random.Random(seed)
    network, arrays = random_network(rng, problem, rng.choice([1, 3, 50])), random_tree(rng, problem, grow)
    judgement = judge(problem, network)
    found = answer(claimed(problem, network, arrays), problem, network)
    if isinstance(found, Valid):
        assert judgement.verdict == "proved"
    elif grow == 1:
        assert judgement.verdict == "refuted"
    for margin in (judgement.margin, (1, 0), (rng.randint(0, 5), rng.randint(-1, 4))):
        attained = [rng_input(rng, problem, network, value, true) for value, true in zip(margin, (1, 0), strict=True)]
        certificate = claimed(problem, network, arrays, Margin(*margin), attained)
        if isinstance(answer(certificate, problem, network), Valid):
            assert (judgement.verdict, margin) == ("proved", judgement.margin)
        elif grow == 1 and judgement.verdict == "proved":
            assert margin != judgement.margin


def rng_input(rng: random.Random, problem, network: Network, value: int | None, true: int) -> list[object] | None:
    """Some output with this truth and this score on some input, where there is one: as good a lie as there is."""
    from itertools import combinations

    from verify import evaluate, scores

    for k in range(problem.sparsity + 1) if value is not None else ():
        for active in combinations(range(problem.inputs), k):
            found, ones = scores(network, active), evaluate(problem, active)
            for output in range(problem.outputs):
                if int(found[output]) == value and (output in ones) == bool(true):
                    return [output, list(active)]
    return None if value is None else [rng.randrange(problem.outputs), []]


@given(problems(most_features=7, most_active=4), st.integers(0, 10**9))
@settings(max_examples=75, deadline=None)
def test_both_ways_of_the_checker_say_the_same(problem, seed):
    """With everything large enough for the fast way, and with nothing."""
    rng = random.Random(seed)
    network, arrays = random_network(rng, problem, rng.choice([1, 3, 50, 10**4])), random_tree(rng, problem, 0.2)
    answers = []
    for large in (0, 2**60):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "LARGE", large)
            answers.append(type(answer(claimed(problem, network, arrays), problem, network)))
    assert answers[0] is answers[1]
    assert answers[0] is not Unknown


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
