"""Targets, ranges and counts of additional values, against their definitions on every sparse input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.contracts.strategies import MONOTONE, roomy, small_circuits, tight
from tests.verify.oracle import admissible
from verify import Circuit, ConstantWeightCode, IdentityCode, ReedSolomonCode, SparseCode
from verify.contracts.ranges import FAR, Charge, largest_overlap, ranges_of
from verify.contracts.targets import targets_of
from verify.contracts.wrong import Wrong, obstacle, wrong_by_activity, wrong_values

SETTINGS = settings(max_examples=20, deadline=None)


def reached(targets, active) -> set[int]:
    total = np.zeros(targets.neurons, dtype=np.int64)
    for row, feature, weight in zip(targets.rows, targets.features, targets.weights, strict=True):
        total[row] += weight * (feature in active)
    return set(np.flatnonzero(total >= targets.level).tolist())


def one_row(width: int) -> SparseCode:
    """One neuron for all gates."""
    return ConstantWeightCode(rows=1, columns=width, weight=1, seed=0)


def union(code, features) -> set[int]:
    return {row for j in features for row in code.supports(j, j + 1)[0].tolist()}


@SETTINGS
@given(st.one_of(small_circuits(MONOTONE, 1), small_circuits(most_levels=1)), st.sampled_from([roomy, tight, one_row]))
def test_wrong_values_are_counted_and_exactly_for_two_active(circuit, code_of):
    level, groups = circuit.levels[0], circuit.level_groups[0]
    code = code_of(circuit.outputs)
    targets = targets_of(groups, code, circuit.inputs)
    bound, additional, missing = wrong_values(groups, code, targets, circuit.sparsity), 0, 0
    for active in admissible(circuit.inputs, circuit.sparsity):
        needed = union(code, [i for i, gate in enumerate(level) if gate.value(active)])
        values = reached(targets, active)
        additional, missing = max(additional, len(values - needed)), max(missing, len(needed - values))
    assert additional <= bound.additional
    assert missing <= bound.missing
    if circuit.sparsity == 2:
        assert Wrong(additional, missing) == bound
    if all(gate.kind != "andnot" for gate in level):
        assert bound.missing == 0


@SETTINGS
@given(st.one_of(small_circuits(MONOTONE, 1), small_circuits(most_levels=1)), st.sampled_from([roomy, tight, one_row]))
def test_wrong_values_are_counted_for_every_number_of_gates_that_are_1(circuit, code_of):
    level, groups, v = circuit.levels[0], circuit.level_groups[0], circuit.sparsity
    code = code_of(circuit.outputs)
    targets = targets_of(groups, code, circuit.inputs)
    bounds, found = wrong_by_activity(groups, code, targets, v), [Wrong(0, 0)] * (v + 1)
    for active in admissible(circuit.inputs, v):
        ones = [i for i, gate in enumerate(level) if gate.value(active)]
        if len(ones) <= v:
            needed, values = union(code, ones), reached(targets, active)
            more, less = len(values - needed), len(needed - values)
            old = found[len(ones)]
            found[len(ones)] = Wrong(max(old.additional, more), max(old.missing, less))
    assert all(one.additional <= bound.additional for one, bound in zip(found, bounds, strict=True))
    assert all(one.missing <= bound.missing for one, bound in zip(found, bounds, strict=True))
    if v == 2:
        assert tuple(found) == bounds


@pytest.mark.parametrize(
    ("gates", "sparsity", "wrong"),
    [
        ([("andnot", 0, 1), ("andnot", 2, 3)], 2, Wrong(0, 1)),  # 0 and 3: the weights cancel, but the first is 1.
        ([("andnot", 0, 1), ("andnot", 2, 3)], 1, Wrong(0, 0)),
        ([("andnot", 0, 1), ("copy", 2)], 2, Wrong(0, 1)),  # 1 and 2
        ([("andnot", 0, 1), ("and", 2, 3)], 2, Wrong(0, 0)),  # No room for 2, 3 and what turns them off.
        ([("andnot", 0, 1), ("and", 1, 3)], 2, Wrong(1, 0)),  # 0 and 1: 1 counts as an input of the AND.
        ([("andnot", 0, 1), ("and", 2, 3)], 3, Wrong(0, 3)),  # 1, 2 and 3
        ([("andnot", 0, 1), ("andnot", 2, 1)], 2, Wrong(0, 0)),
        ([("andnot", 0, 1), ("andnot", 2, 1)], 3, Wrong(3, 0)),  # 0, 1 and 2: two against one.
        ([("andnot", 0, 1), ("andnot", 1, 0)], 2, Wrong(1, 0)),  # Both are first inputs.
        ([("andnot", 0, 1), ("andnot", 0, 2)], 2, Wrong(0, 1)),  # 0 and 1: the second is 1.
        ([("andnot", 0, 1), ("copy", 1)], 2, Wrong(0, 0)),  # The copy is 1 wherever 1 is active.
    ],
)
def test_the_roles_of_one_neuron(gates, sparsity, wrong):
    groups = Circuit.of(4, sparsity, [gates]).level_groups[0]
    code = one_row(len(gates))
    assert wrong_values(groups, code, targets_of(groups, code, 4), sparsity) == wrong


@SETTINGS
@given(small_circuits(most_levels=1), st.sampled_from([roomy, tight]), st.integers(0, 10**6))
def test_ranges_are_the_extremes_over_all_sparse_inputs_with_their_charges(circuit, code_of, seed):
    code, after, rng = code_of(circuit.inputs), roomy(circuit.outputs), np.random.default_rng(seed)
    targets = targets_of(circuit.level_groups[0], after, circuit.inputs)
    weights = rng.integers(-3, 4, (after.rows, code.rows))
    charges = [Charge(*pair) for pair in rng.integers(0, 4, (circuit.sparsity + 1, 2)).tolist()]
    charges = charges if seed % 4 else [Charge(0, 0)] * len(charges)
    ranges = ranges_of(weights, code, targets, circuit.sparsity, charges if seed % 4 else None)
    up, down = np.maximum(weights.max(axis=1), 0), np.maximum(-weights.min(axis=1), 0)
    most, least = np.full(after.rows, -FAR), np.full(after.rows, FAR)
    words = code.block(0, code.columns).astype(np.int64)
    for active in admissible(circuit.inputs, circuit.sparsity):
        sums, ones = weights @ words[:, list(active)].sum(axis=1), reached(targets, active)
        charge = charges[len(active)]
        for e in range(after.rows):
            if e in ones:
                least[e] = min(least[e], sums[e] - charge.additional * down[e] - charge.lost * up[e])
            else:
                most[e] = max(most[e], sums[e] + charge.additional * up[e] + charge.lost * down[e])
    assert np.array_equal(ranges.most, most)
    assert np.array_equal(ranges.least, least)


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
    with pytest.raises(ValueError, match="a threshold unit takes no gates of kind xor"):
        targets_of(xor, IdentityCode(1), 2)
    andnot = Circuit.of(2, 1, [[("andnot", 0, 1)]]).level_groups[0]
    assert obstacle(andnot, 1, 2) is None
    assert "no gates of kind xor" in obstacle(xor, 1, 2)
    wide = Circuit.of(3, 3, [[("and", 0, 1, 2)]]).level_groups[0]
    assert "ANDs of two" in obstacle(wide, 3, 3)
    assert obstacle(wide, 3, 2) is None
    beside = Circuit.of(3, 2, [[("and", 0, 1, 2), ("andnot", 0, 1)]]).level_groups[0]
    assert "beside ANDs of two features, but a level has an AND of 3" in obstacle(beside, 3, 2)


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
