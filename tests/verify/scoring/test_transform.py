"""The compiled transform is the plain one."""

import numpy as np
import pytest

from verify.codes.hadamard import walsh_hadamard
from verify.scoring import transform


@pytest.mark.parametrize("kind", [np.int16, np.int32, np.int64])
@pytest.mark.parametrize("bits", [0, 1, 2, 3, 4, 5, 8, 11])
def test_rows_are_transformed_as_columns_are(kind, bits):
    rng = np.random.default_rng(bits)
    rows = rng.integers(-7, 8, (3, 2**bits)).astype(kind)
    columns = rows.T.copy()
    walsh_hadamard(columns)
    transform.transform_rows(rows)
    assert np.array_equal(rows, columns.T)


def test_more_than_a_chunk_is_transformed():
    rng = np.random.default_rng(0)
    rows = rng.integers(-7, 8, (2, 2**17)).astype(np.int32)
    columns = rows.T.copy()
    walsh_hadamard(columns)
    transform.transform_rows(rows)
    assert np.array_equal(rows, columns.T)
