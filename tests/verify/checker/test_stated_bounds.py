"""Branch certificates of before, which state bounds, are held to every number: only the recomputed ones do."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.verify.cases import TREE, TREE_NETWORK
from verify import Certificate, Invalid, Margin, Network, TwoAnd, Unknown, Valid, check, load_certificate
from verify.checker.branch import check_branching
from verify.checker.budget import Budget, RefusedError
from verify.progress import Deadline, silent

FOLDER = Path(__file__).parents[2] / "certificates" / "accepted" / "branch_with_floors"
PROBLEM, NETWORK = TREE, TREE_NETWORK
RIGHT = load_certificate(FOLDER / "certificate.json")


def answer(certificate: Certificate, problem=PROBLEM, network=NETWORK, **options: Any):
    """As `check`, which asks first whether the certificate is about problem and network."""
    try:
        return check_branching(problem, network, certificate, Budget(Deadline(None)), silent, **options)
    except RefusedError as error:
        return Invalid(str(error))


def with_arrays(certificate: Certificate = RIGHT, **arrays: Any) -> Certificate:
    return replace(certificate, arrays={**certificate.arrays, **arrays})


def test_the_proof_branches_on_both_sides_and_is_valid():
    assert len(RIGHT.arrays["branching"]) > 2
    assert answer(RIGHT) == Valid("every output is right on every admissible input, with the stated margin")


def test_a_proof_without_a_margin_says_nothing_of_it():
    loose = replace(RIGHT, margin=None, evidence={**RIGHT.evidence, "attained": None})
    assert answer(loose) == Valid("every output is right on every admissible input")


FLOORS = RIGHT.evidence["floors"]


@pytest.mark.parametrize(
    "floors",
    [
        [None, None],
        [FLOORS[0] + 1, FLOORS[1]],
        [FLOORS[0], FLOORS[1] - 1],
        [FLOORS[0], FLOORS[1] + 1],
        [FLOORS[0], NETWORK.threshold],
        [FLOORS[1], FLOORS[0]],
        [FLOORS[0]],
        [*FLOORS, None],
        [True, FLOORS[1]],
        [FLOORS[0], 2**62],
        [FLOORS[0], -(2**100)],
        [FLOORS[0], "0"],
        [FLOORS[0], 1.0],
        None,
        7,
    ],
)
def test_other_floors_are_refused(floors: Any):
    assert isinstance(answer(replace(RIGHT, evidence={**RIGHT.evidence, "floors": floors})), Invalid)


def test_a_proof_without_floors_is_taken_for_what_it_says():
    evidence = {name: value for name, value in RIGHT.evidence.items() if name != "floors"}
    refused = answer(replace(RIGHT, evidence=evidence))
    assert isinstance(refused, Invalid)
    assert "the bound of node" in refused.reason


@given(st.sampled_from(["bounds", "branching", "counts", "features"]), st.data())
@settings(max_examples=75, deadline=None)
def test_any_number_changed_is_refused(name: str, data):
    array = RIGHT.arrays[name].astype(np.int64)
    place = data.draw(st.integers(0, len(array) - 1))
    value = data.draw(st.one_of(st.sampled_from([-1, 1]).map(lambda d: int(array[place]) + d), st.integers(-9, 99),
                                st.sampled_from([2**63 - 1, -(2**63)])))  # fmt: skip
    assume(value != array[place])
    changed = array.copy()
    changed[place] = value
    assert isinstance(answer(with_arrays(**{name: changed})), Invalid)


@given(st.sampled_from(["bounds", "branching", "counts", "features"]), st.data())
@settings(max_examples=50, deadline=None)
def test_reordered_or_truncated_arrays_are_refused(name: str, data):
    array = RIGHT.arrays[name]
    if data.draw(st.booleans()):
        changed = array[: data.draw(st.integers(0, len(array) - 1))]
    else:
        changed = array[data.draw(st.permutations(range(len(array))))]
    assume(not np.array_equal(changed, array))
    assert isinstance(answer(with_arrays(**{name: changed})), Invalid)


@pytest.mark.parametrize(
    "arrays",
    [
        {"bounds": RIGHT.arrays["bounds"].astype(np.float64)},
        {"bounds": RIGHT.arrays["bounds"].astype(np.uint32)},
        {"bounds": RIGHT.arrays["bounds"][None]},
        {"bounds": RIGHT.arrays["bounds"] > 0},
        {"more": RIGHT.arrays["bounds"]},
        {"counts": RIGHT.arrays["counts"].astype(np.int64) * 10**6},
    ],
    ids=["floats", "unsigned", "two dimensions", "booleans", "one array more", "huge counts"],
)
def test_arrays_of_another_form_are_refused(arrays):
    found = check(PROBLEM, NETWORK, with_arrays(**arrays))
    assert isinstance(found, Invalid)
    assert found.reason


@pytest.mark.parametrize("name", ["bounds", "branching", "counts", "features"])
def test_a_missing_array_is_refused(name: str):
    arrays = {key: array for key, array in RIGHT.arrays.items() if key != name}
    assert isinstance(answer(replace(RIGHT, arrays=arrays)), Invalid)


@pytest.mark.parametrize(
    "evidence",
    [
        {},
        {"true_at_least": 3},
        {"false_at_most": 0},
        {"attained": [[0, [0, 1]], [0, [0, 1]]]},
        {"attained": [[0, [1, 0]], None]},
        {"attained": [[99, [0]], [0, [0]]]},
        {"attained": [[True, [0]], [0, [0]]]},
        {"attained": 7},
        {"attained": None},
    ],
)
def test_false_statements_about_the_margin_are_refused(evidence):
    changed = replace(RIGHT, evidence={**RIGHT.evidence, **evidence} if evidence else {})
    assert isinstance(answer(changed), Invalid)


def test_a_margin_that_is_not_the_true_one_is_refused():
    assert RIGHT.margin is not None
    assert RIGHT.margin.smallest_true is not None
    assert isinstance(answer(replace(RIGHT, margin=Margin(RIGHT.margin.smallest_true + 1, 1))), Invalid)


def test_the_proof_of_another_network_or_problem_is_refused():
    layer = NETWORK.layers[0]
    weights = layer.weights.astype(int)
    weights[0, 2] += 1
    other = Network([(weights, layer.bias)], NETWORK.input_code, NETWORK.output_code, NETWORK.threshold)
    assert isinstance(answer(RIGHT, network=other), Invalid)
    assert isinstance(answer(RIGHT, problem=TwoAnd(6, 4, ((0, 1), (2, 3), (0, 5)))), Invalid)
    assert isinstance(answer(RIGHT, problem=TwoAnd(6, 3, ((0, 1), (2, 3), (0, 4)))), Invalid)


def test_a_true_tree_that_settles_nothing_is_refused():
    """The bounds are right for this threshold as well, but do not close."""
    layer = NETWORK.layers[0]
    for threshold in (1, 3):
        wrong = Network([(layer.weights, layer.bias)], NETWORK.input_code, NETWORK.output_code, threshold)
        assert isinstance(answer(RIGHT, network=wrong), Invalid)


def test_a_sample_is_never_called_valid():
    found = answer(RIGHT, sample=2)
    assert isinstance(found, Unknown)
    assert "2 of 3 outputs" in found.reason
    bounds = RIGHT.arrays["bounds"].copy()
    bounds[: 4 * 3] += 1
    assert isinstance(answer(with_arrays(bounds=bounds), sample=2), Invalid)
