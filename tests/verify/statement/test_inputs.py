"""Admissible inputs: each listed once, in the stated order."""

from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify import Permutation, TwoAnd, count_admissible
from verify.statement.inputs import active_sets, more_sparse_than, sparse_blocks, sparse_up_to
from verify.statement.on_inputs import indicators


def problem(m: int, v: int):
    return Permutation(tuple(range(m)), v)


@given(st.integers(1, 9), st.data())
def test_active_sets_are_all_sets_once_in_colexicographic_order(m, data):
    k = data.draw(st.integers(0, m))
    total = comb(m, k)
    found = [tuple(row) for row in active_sets(m, k, 0, total).tolist()]
    assert found == sorted(combinations(range(m), k), key=lambda s: s[::-1])
    start = data.draw(st.integers(0, total))
    stop = data.draw(st.integers(start, total))
    assert active_sets(m, k, start, stop).tolist() == [list(s) for s in found[start:stop]]


@given(st.integers(10, 3000), st.integers(1, 5), st.data())
def test_a_set_far_along_has_its_number_in_the_combinatorial_number_system(m, k, data):
    number = data.draw(st.integers(0, comb(m, k) - 1))
    (found,) = active_sets(m, k, number, number + 1).tolist()
    assert sum(comb(member, position) for position, member in enumerate(found, start=1)) == number
    assert found == sorted(set(found))
    assert 0 <= found[0] <= found[-1] < m


def test_numbers_of_63_bits_are_exact_and_larger_ones_refused():
    m, k = 200, 16
    last = 2**63 - 2
    (found,) = active_sets(m, k, last, last + 1).tolist()
    assert sum(comb(member, position) for position, member in enumerate(found, start=1)) == last
    with pytest.raises(OverflowError, match="below 2\\*\\*63"):
        active_sets(m, k, last, 2**63)


@given(st.integers(1, 8), st.integers(1, 8), st.integers(1, 40))
def test_blocks_cover_every_admissible_input_once_fewest_active_first(m, v, block):
    v = min(m, v)
    blocks = list(sparse_blocks(problem(m, v), block))
    found = [tuple(row) for b in blocks for row in b.tolist()]
    assert all(1 <= len(b) <= block for b in blocks)
    assert len(found) == len(set(found)) == count_admissible(problem(m, v))
    assert set(found) == {s for k in range(v + 1) for s in combinations(range(m), k)}
    assert [len(s) for s in found] == sorted(len(s) for s in found)


@given(st.integers(1, 60), st.integers(1, 60))
def test_the_count_is_the_sum_of_binomials(m, v):
    v = min(m, v)
    expected = sum(comb(m, k) for k in range(v + 1))
    assert count_admissible(problem(m, v)) == expected
    for limit in (expected - 1, expected, expected + 1, 0):
        assert more_sparse_than(problem(m, v), limit) == (expected > limit)
        found = sparse_up_to(problem(m, v), limit)
        assert found == expected if expected <= limit else limit < found <= expected


def test_counts_beyond_64_bits_are_exact():
    assert count_admissible(TwoAnd(3000, 3000, ((0, 1),))) == 2**3000
    assert more_sparse_than(TwoAnd(2**40, 2**40, ((0, 1),)), 10**30)


def test_indicators_mark_the_active_features():
    vectors = indicators(np.array([[0, 2], [1, 3]]), 4)
    assert vectors.tolist() == [[True, False, True, False], [False, True, False, True]]
    assert indicators(np.empty((2, 0), dtype=np.int64), 3).tolist() == [[False] * 3] * 2
