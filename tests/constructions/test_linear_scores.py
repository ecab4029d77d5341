"""The closed form of linear scores against all admissible inputs, listed one by one."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from constructions.linear_scores import linear_extremes


@st.composite
def cases(draw):
    outputs, features = draw(st.integers(1, 4)), draw(st.integers(1, 6))
    entries = st.lists(st.integers(-5, 5), min_size=features, max_size=features)
    received = np.array(draw(st.lists(entries, min_size=outputs, max_size=outputs)))
    own = np.array(draw(st.lists(st.integers(0, features - 1), min_size=outputs, max_size=outputs)))
    return received, own, draw(st.integers(1, features))


@given(cases())
def test_extremes_are_those_of_all_admissible_inputs(case):
    received, own, sparsity = case
    true, false = linear_extremes(received, own, sparsity)
    sets = [s for k in range(sparsity + 1) for s in combinations(range(received.shape[1]), k)]
    for i, row in enumerate(received.tolist()):
        assert true[i] == min(sum(row[j] for j in s) for s in sets if own[i] in s)
        assert false[i] == max(sum(row[j] for j in s) for s in sets if own[i] not in s)


def test_the_matrix_is_left_as_it_was():
    received = np.array([[5, -1, 2]])
    linear_extremes(received, np.array([0]), 2)
    assert received.tolist() == [[5, -1, 2]]
