"""One level at a time, against plain Python integers over all sparse inputs and all additional values."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.checker.contract_cases import weights_that_wrap
from tests.verify.checker.contract_levels import Level, charged_level, random_code, random_level
from verify import Circuit, ReedSolomonCode
from verify.checker.budget import Budget, RefusedError
from verify.checker.contracts.sums import smallest_margin
from verify.checker.contracts.watch import Watch
from verify.checker.contracts.words import overlap_of, users_of, words_of
from verify.checker.contracts.wrong import Wrong, wrong_of
from verify.codes import code_from_recipe
from verify.contracts.targets import targets_of
from verify.contracts.wrong import wrong_by_activity, wrong_values
from verify.progress import Deadline, silent

SETTINGS = settings(max_examples=30, deadline=None)
WATCH = Watch(Budget(Deadline(None)), silent, 1)


def wrong_by_checker(level: Level, *, by_activity: bool = False) -> tuple[Wrong, ...]:
    users, features = users_of(words_of(level.part.after, WATCH), level.part.after.rows), level.part.before.columns
    return wrong_of(level.part.gates, users, features, level.sparsity, WATCH, by_activity=by_activity)


def margin_of(level: Level) -> int | None:
    """By the checker; None where it refuses the level."""
    users = users_of(words_of(level.part.after, WATCH), level.part.after.rows)
    try:
        return smallest_margin(level.part, users, level.sparsity, level.charges, WATCH)
    except RefusedError:
        return None


@SETTINGS
@given(st.integers(0, 10**9))
def test_a_level_that_is_accepted_is_right_on_every_input_with_all_wrong_values(seed):
    level = random_level(seed)
    if margin_of(level) is not None:
        bound, bounds = wrong_by_checker(level)[0], wrong_by_checker(level, by_activity=True)
        for active in level.inputs():
            needed, ones = level.needed(active), level.ones(active)
            for handed in level.handed(active):
                values = {e for e, total in enumerate(level.sums(handed)) if total >= 1}
                assert values == level.wanted(active)
                for most in (bound, bounds[ones]) if ones <= level.sparsity else (bound,):
                    assert len(values - needed) <= most.additional
                    assert len(needed - values) <= most.missing


@SETTINGS
@given(st.integers(0, 10**9))
def test_levels_are_refused_by_exactly_the_sums_over_words_and_their_charges(seed):
    level = random_level(seed)
    (most, least), bias = level.extremes(), level.taken()[1]
    right = all(hi + b <= 0 and lo + b >= 1 for hi, lo, b in zip(most, least, bias, strict=True))
    margins = [lo - hi for hi, lo in zip(most, least, strict=True)]
    assert margin_of(level) == (min(margins) if right else None)


@pytest.mark.parametrize(("additional", "shared"), [(0, 0), (1, 0), (0, 1), (2, 0), (0, 2), (1, 1), (2, 2)])
def test_every_charge_moves_both_sides(additional, shared):
    most, least = charged_level(additional, shared, (0, 0)).extremes()
    assert (most[0], least[0]) == (10 * additional + shared, 63 - additional - 10 * shared)
    assert margin_of(charged_level(additional, shared, (0, 0))) == 63 - 11 * (additional + shared)
    assert margin_of(charged_level(additional, shared, (1, 0))) is None
    assert margin_of(charged_level(additional, shared, (0, 1))) is None


@SETTINGS
@given(st.integers(0, 10**9))
def test_wrong_values_are_counted_and_exactly_for_two_active(seed):
    level = random_level(seed)
    bound, bounds = wrong_by_checker(level)[0], wrong_by_checker(level, by_activity=True)
    cases = [(level.wanted(active), level.needed(active)) for active in level.inputs()]
    additional, missing = max(len(w - n) for w, n in cases), max(len(n - w) for w, n in cases)
    assert additional <= bound.additional
    assert missing <= bound.missing
    if level.sparsity <= 2:
        assert Wrong(additional, missing) == bound
        for n, most in enumerate(bounds):
            some = [level.wrong(active) for active in level.inputs() if level.ones(active) == n]
            assert most == Wrong(max((a for a, _ in some), default=0), max((b for _, b in some), default=0))
    else:
        assert bounds == (bound,) * (level.sparsity + 1)


@SETTINGS
@given(st.integers(0, 10**9))
def test_prover_and_checker_count_the_same_wrong_values(seed):
    level = random_level(seed)
    features, code = level.part.before.columns, level.part.after
    groups = Circuit(features, min(level.sparsity, features), (level.part.gates,)).level_groups[0]
    targets = targets_of(groups, code, features)
    told = [(one.additional, one.missing) for one in wrong_by_checker(level)]
    counted = wrong_values(groups, code, targets, level.sparsity)
    assert told == [(counted.additional, counted.missing)] * (level.sparsity + 1)
    told = [(one.additional, one.missing) for one in wrong_by_checker(level, by_activity=True)]
    each = wrong_by_activity(groups, code, targets, level.sparsity)
    assert told == [(one.additional, one.missing) for one in each]


def test_additional_values_count_for_every_pair_of_active_features():
    circuit, network = weights_that_wrap()
    words = words_of(code_from_recipe(network.construction["arguments"]["hidden_codes"][0]), WATCH)
    found = [wrong_of(circuit.levels[0], users_of(words, 133), 40, v, WATCH)[0] for v in (1, 2, 3, 4)]
    assert found == [Wrong(0, 0), Wrong(133, 0), Wrong(399, 0), Wrong(798, 0)]


def test_a_neuron_excuses_a_pair_only_where_both_are_inputs_of_its_and():
    """Features 0 and 1 meet by chance in neurons 1 and 2; their AND has neuron 0, where an or takes feature 0."""
    level = [("and", 0, 1), ("or", 0, 2), ("and", 0, 3), ("and", 1, 4), ("and", 0, 2), ("and", 1, 5)]
    gates = Circuit.of(6, 2, [level]).levels[0]
    words = np.array([[0], [0], [1], [1], [2], [2]])
    assert wrong_of(gates, users_of(words, 3), 6, 2, WATCH) == (Wrong(2, 0),) * 3


def test_neurons_blame_a_pair_from_both_sides():
    """In neuron 0 feature 0 turns off what 1 is for, in neuron 1 the other way round: both active, two are missing."""
    gates = Circuit.of(4, 2, [[("andnot", 2, 0), ("copy", 1), ("andnot", 3, 1), ("copy", 0)]]).levels[0]
    words = np.array([[0], [0], [1], [1]])
    assert wrong_of(gates, users_of(words, 2), 4, 2, WATCH) == (Wrong(0, 2),) * 3
    by_activity = wrong_of(gates, users_of(words, 2), 4, 2, WATCH, by_activity=True)
    assert by_activity == (Wrong(0, 0), Wrong(0, 0), Wrong(0, 2))


@SETTINGS
@given(st.randoms(use_true_random=False), st.integers(2, 9))
def test_overlaps_are_those_of_the_words(rng, words):
    code = random_code(rng, words)
    supports = [set(word) for word in code.supports(0, words).tolist()]
    found = overlap_of(code, words_of(code, WATCH), WATCH)
    measured = max(len(a & b) for a, b in combinations(supports, 2))
    assert found == (max(measured, code.degree - 1) if isinstance(code, ReedSolomonCode) else measured)
