"""Hadamard rows: orthogonal, public, and unchanging."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import hadamard

from verify import HadamardCode
from verify.codes.base import expand
from verify.codes.hadamard import walsh_hadamard


@settings(deadline=None)
@given(st.integers(0, 6), st.integers(0, 2**63 - 1), st.data())
def test_rows_are_orthogonal_when_columns_are_the_order(exponent, seed, data):
    order = 2**exponent
    rows = data.draw(st.integers(1, order))
    matrix = expand(HadamardCode(rows, order, seed)).astype(np.int64)
    assert np.array_equal(matrix @ matrix.T, order * np.eye(rows, dtype=np.int64))


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 9))
def test_they_are_distinct_rows_of_sylvesters_matrix(rows, columns, seed):
    code = HadamardCode(rows, columns, seed)
    assert len(set(code.row_numbers.tolist())) == rows
    assert np.array_equal(expand(code), hadamard(code.order)[code.row_numbers, :columns])


@pytest.mark.parametrize("order", [1, 2, 8, 64])
@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_fast_transform_is_the_matrix_product(order, kind):
    columns = np.random.default_rng(order).integers(-99, 99, size=(order, 5)).astype(kind)
    expected = hadamard(order) @ columns
    walsh_hadamard(columns)
    assert np.array_equal(columns, expected)


def test_row_numbers_cannot_be_written_to():
    """Once they could, and the code then changed under the digest of its recipe."""
    with pytest.raises(ValueError, match="read-only"):
        HadamardCode(2, 4, 0).row_numbers[0] = 3


def test_the_public_choice_of_rows_never_changes():
    """The numbers are part of the format: certificates name codes by recipe."""
    assert HadamardCode(4, 16, 0).row_numbers.tolist() == PINNED_ROWS


PINNED_ROWS = [0, 2, 10, 11]
