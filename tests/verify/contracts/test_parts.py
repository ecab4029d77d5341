"""Targets, ranges and counts of additional values, against their definitions on every sparse input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.contracts.strategies import monotone_circuits, roomy, tight
from tests.verify.oracle import admissible
from verify import Circuit, ConstantWeightCode, IdentityCode, ReedSolomonCode
from verify.contracts.additional import additional_values, obstacle
from verify.contracts.ranges import FAR, largest_overlap, ranges_of
from verify.contracts.targets import targets_of

SETTINGS = settings(max_examples=40, deadline=None)


def reached(targets, active) -> set[int]:
    total = np.zeros(targets.neurons, dtype=np.int64)
    for row, feature, weight in zip(targets.rows, targets.features, targets.weights, strict=True):
        total[row] += weight * (feature in active)
    return set(np.flatnonzero(total >= targets.level).tolist())


def union(code, features) -> set[int]:
    return {row for j in features for row in code.supports(j, j + 1)[0].tolist()}


@SETTINGS
@given(monotone_circuits(1), st.sampled_from([roomy, tight]))
def test_targets_hold_every_active_gate_and_what_they_add_is_counted(circuit, code_of):
    level, groups = circuit.levels[0], circuit.level_groups[0]
    code = code_of(circuit.outputs)
    targets = targets_of(groups, code, circuit.inputs)
    bound, found = additional_values(groups, code, targets, circuit.sparsity), 0
    for active in admissible(circuit.inputs, circuit.sparsity):
        needed = union(code, [i for i, gate in enumerate(level) if gate.value(active)])
        values = reached(targets, active)
        assert needed <= values
        found = max(found, len(values - needed))
    assert found <= bound
    if circuit.sparsity == 2:
        assert found == bound


@SETTINGS
@given(monotone_circuits(1), st.sampled_from([roomy, tight]), st.integers(0, 10**6))
def test_ranges_are_the_extremes_over_all_sparse_inputs(circuit, code_of, seed):
    code, after = code_of(circuit.inputs), roomy(circuit.outputs)
    targets = targets_of(circuit.level_groups[0], after, circuit.inputs)
    weights = np.random.default_rng(seed).integers(-3, 4, (after.rows, code.rows))
    ranges = ranges_of(weights, code, targets, circuit.sparsity)
    most, least = np.full(after.rows, -FAR), np.full(after.rows, FAR)
    words = code.block(0, code.columns).astype(np.int64)
    for active in admissible(circuit.inputs, circuit.sparsity):
        sums, ones = weights @ words[:, list(active)].sum(axis=1), reached(targets, active)
        for e in range(after.rows):
            if e in ones:
                least[e] = min(least[e], sums[e])
            else:
                most[e] = max(most[e], sums[e])
    assert np.array_equal(ranges.most, most)
    assert np.array_equal(ranges.least, least)
    assert ranges.up.tolist() == np.maximum(weights.max(axis=1), 0).tolist()
    assert ranges.down.tolist() == np.maximum(-weights.min(axis=1), 0).tolist()


def test_andnot_has_a_negative_weight_and_the_largest_role_counts():
    groups = Circuit.of(3, 2, [[("andnot", 0, 1), ("and", 1, 2), ("copy", 1)]]).level_groups[0]
    apart = targets_of(groups, IdentityCode(3), 3)
    assert list(zip(apart.rows, apart.features, apart.weights, strict=True)) == [
        (0, 0, 2), (0, 1, -2), (1, 1, 1), (1, 2, 1), (2, 1, 2),
    ]  # fmt: skip
    assert apart.classes == (-2, 0, 1, 2)
    shared = targets_of(groups, ConstantWeightCode(rows=1, columns=3, weight=1, seed=0), 3)
    assert (shared.features.tolist(), shared.weights.tolist()) == ([0, 1, 2], [2, 2, 1])


def test_what_no_threshold_is_or_cannot_be_counted_is_refused():
    xor = Circuit.of(2, 1, [[("xor", 0, 1)]]).level_groups[0]
    with pytest.raises(ValueError, match="not xor"):
        targets_of(xor, IdentityCode(1), 2)
    andnot = Circuit.of(2, 1, [[("andnot", 0, 1)]]).level_groups[0]
    assert "has andnot" in obstacle(andnot, 1, 2)
    wide = Circuit.of(3, 3, [[("and", 0, 1, 2)]]).level_groups[0]
    assert "ANDs of two" in obstacle(wide, 3, 3)
    assert obstacle(wide, 3, 2) is None


def test_weights_that_could_overflow_are_refused():
    targets = targets_of(Circuit.of(2, 2, [[("and", 0, 1)]]).level_groups[0], IdentityCode(1), 2)
    with pytest.raises(OverflowError, match="must stay below"):
        ranges_of(np.array([[2**60, 1]]), IdentityCode(2), targets, 2)


@pytest.mark.parametrize(
    "code",
    [ReedSolomonCode(5, 4, 2, 25), ReedSolomonCode(3, 3, 3, 27), ReedSolomonCode(5, 5, 1, 5), IdentityCode(4)],
    ids=repr,
)
def test_largest_overlap_is_that_of_all_pairs(code):
    words = code.block(0, code.columns).astype(np.int64)
    common = words.T @ words
    np.fill_diagonal(common, 0)
    assert largest_overlap(code) == common.max()
