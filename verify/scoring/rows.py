"""Integer matrices by rows, without their zeros."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from verify.arrays import Integers, Ints, Longs
from verify.codes.base import Code, SparseCode, expand
from verify.scoring.kernels import apply_rows


class RowMatrix(NamedTuple):
    """An integer matrix as rows of (column, value) pairs: row i is `indices[pointers[i]:pointers[i+1]]`.

    Memory: 4 bytes a nonzero for its column and 4 or 8 for its value.
    """

    columns: int
    pointers: Longs
    indices: Ints
    values: Integers
    all_ones: bool

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.pointers) - 1

    @property
    def nonzeros(self) -> int:
        """Number of entries that are not 0."""
        return len(self.indices)

    def apply(self, x: Integers, bias: Integers) -> Integers:
        """Matrix times x plus bias, for x (columns, inputs), in the integer type of x."""
        y = np.empty((self.rows, x.shape[1]), dtype=x.dtype)
        apply_rows(self.pointers, self.indices, self.values, bias.astype(x.dtype), x, y)
        return y


def rows_of_matrix(matrix: Integers, kind: npt.DTypeLike) -> RowMatrix:
    """The rows of a dense matrix, values in the integer type `kind`.

    >>> rows_of_matrix(np.array([[0, 2], [1, 0]]), np.int32).nonzeros
    2
    """
    row, column = np.nonzero(matrix)
    values = matrix[row, column].astype(kind)
    pointers = np.searchsorted(row, np.arange(matrix.shape[0] + 1)).astype(np.int64)
    return RowMatrix(matrix.shape[1], pointers, column.astype(np.int32), values, bool((values == 1).all()))


def rows_of_code(code: Code, kind: npt.DTypeLike) -> RowMatrix:
    """The transpose of a code, one row a word.

    >>> from verify import IdentityCode
    >>> rows_of_code(IdentityCode(3), np.int32).indices.tolist()
    [0, 1, 2]
    """
    if isinstance(code, SparseCode):
        supports = code.supports(0, code.columns)
        pointers = np.arange(code.columns + 1, dtype=np.int64) * code.weight
        values = np.ones(supports.size, dtype=kind)
        return RowMatrix(code.rows, pointers, supports.ravel().astype(np.int32), values, all_ones=True)
    return rows_of_matrix(np.ascontiguousarray(expand(code).T), kind)
