"""Rows of the Sylvester-Hadamard matrix: the tight frame that keeps interference small (ours, findings 1)."""

from dataclasses import dataclass
from functools import cached_property
from typing import final

import numpy as np

from verify.arrays import Integers, Longs
from verify.codes.base import FamilyCode, public_words, require_range
from verify.codes.integers import frozen

# Choosing rows sorts one public word for each of the N rows: 24 bytes and about 100 ns each.
MAX_ORDER = 2**24


@final
@dataclass(frozen=True)
class HadamardCode(FamilyCode):
    """`rows` distinct rows of the N x N Sylvester-Hadamard matrix, N the least power of two >= max(rows, columns).

    Entry (e, j) is (-1) ** popcount(r_e & j), where r_e is the e-th chosen row number: the chosen rows are the
    first `rows` numbers of 0..N-1 ordered by their public word of `seed` (ties by number). When columns = N the
    matrix times its transpose is N times the identity.

    >>> HadamardCode(rows=2, columns=2, seed=0).block(0, 2).tolist()
    [[1, 1], [1, -1]]
    """

    rows: int
    columns: int
    seed: int
    family = "hadamard"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.order > MAX_ORDER:
            raise ValueError(f"hadamard code: the order must be at most {MAX_ORDER}, not {self.order}")

    @property
    def order(self) -> int:
        """N, the order of the Hadamard matrix the rows are taken from."""
        return 1 << (max(self.rows, self.columns) - 1).bit_length()

    @cached_property
    def row_numbers(self) -> Longs:
        """r_0, r_1, ...: the rows of the N x N matrix that make the code, ascending: shape (rows,)."""
        keys = public_words(f"hadamard/{self.order}", self.seed, self.order)
        return frozen(np.sort(np.argsort(keys, kind="stable")[: self.rows].astype(np.int64)))

    def block(self, start: int, stop: int) -> Integers:
        """Words start..stop-1 as a dense matrix."""
        require_range(self, start, stop)
        common = self.row_numbers[:, None] & np.arange(start, stop, dtype=np.int64)[None, :]
        odd: Integers = (np.bitwise_count(common) & 1).astype(np.int8)
        return np.int8(1) - np.int8(2) * odd


def walsh_hadamard(columns: Integers) -> None:
    """Replace every column by the Sylvester-Hadamard matrix times it, in place: N log2 N additions a column.

    The first axis, of length N a power of two, is transformed; many short vectors side by side keep every step a
    run over contiguous memory. Exact while N times the largest |entry| fits the integer type.

    >>> column = np.array([[1], [0], [0], [1]])
    >>> walsh_hadamard(column)
    >>> column.ravel().tolist()
    [2, 0, 0, 2]
    """
    order = columns.shape[0]
    half = 1
    while half < order:
        pairs = columns.reshape(order // (2 * half), 2, half * columns.shape[1])
        upper = pairs[:, 0].copy()
        pairs[:, 0] += pairs[:, 1]
        np.subtract(upper, pairs[:, 1], out=pairs[:, 1])
        half *= 2
