"""A code given as a bare matrix: allowed, but its entries count as parameters of the network."""

from typing import final

import numpy as np

from verify.arrays import Integers
from verify.codes.base import require_range
from verify.codes.integers import largest_absolute, read_only_integers


@final
class BareCode:
    """A code without a recipe: the matrix itself, rows x columns integers.

    >>> BareCode([[1, 0, 1], [0, 1, 1]]).columns
    3
    """

    family = "tensor"

    def __init__(self, matrix: object) -> None:
        self._matrix = read_only_integers("bare code", matrix, dimensions=2)

    @property
    def rows(self) -> int:
        """Neurons."""
        return int(self._matrix.shape[0])

    @property
    def columns(self) -> int:
        """Words."""
        return int(self._matrix.shape[1])

    @property
    def matrix(self) -> Integers:
        """The read-only matrix."""
        return self._matrix

    @property
    def largest_entry(self) -> int:
        """The largest absolute value of an entry."""
        return largest_absolute(self._matrix)

    def recipe(self) -> str:
        """The word "tensor": there is no recipe."""
        return "tensor"

    def block(self, start: int, stop: int) -> Integers:
        """Words start..stop-1."""
        require_range(self, start, stop)
        return self._matrix[:, start:stop].copy()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BareCode) and np.array_equal(self._matrix, other._matrix)

    def __hash__(self) -> int:
        return hash((self._matrix.shape, self._matrix.astype(np.int64).tobytes()))

    def __reduce__(self) -> tuple[object, ...]:
        """Copies and pickles are built like any other: their matrix is as read-only as this one."""
        return BareCode, (self._matrix,)

    def __repr__(self) -> str:
        return f"BareCode(rows={self.rows}, columns={self.columns})"
