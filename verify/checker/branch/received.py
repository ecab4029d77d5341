"""G = W A for some rows, in blocks of columns, by plain numpy; the public codes are expanded here once more."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import final

import numpy as np
import numpy.typing as npt

from verify.codes import HadamardCode
from verify.codes.base import IntMatrix, SparseCode
from verify.statement.network import Network

COLUMNS = 2**15
ROWS = 16


@final
class Received:
    """Columns of G for the neurons `rows`, in blocks of a power of two columns; kept when they fit into `memory`.

    `kind` must hold every partial sum of an entry. Cost of a block of C columns: (n_0 + C log2 C) additions a row for
    a Hadamard code, C * weight for a 0/1 code, C * n_0 multiplications otherwise.
    """

    def __init__(self, network: Network, rows: npt.NDArray[np.int64], kind: np.dtype[np.signedinteger], memory: int):
        self._code, self._kind = network.input_code, kind
        self._weights = network.layers[0].weights[rows]
        self._columns = network.inputs
        self.size = COLUMNS
        while self.size > 256 and (
            6 * self.size * len(rows) * kind.itemsize > memory or self.size >= 2 * self._columns
        ):
            self.size //= 2
        self._kept: dict[int, IntMatrix] = {}
        self._keep = 3 * len(rows) * self._columns * kind.itemsize <= memory

    def __len__(self) -> int:
        return -(-self._columns // self.size)

    def block(self, number: int) -> tuple[int, IntMatrix]:
        """(first column, the columns from there on): shape (rows, at most `size`)."""
        first = number * self.size
        if number in self._kept:
            return first, self._kept[number]
        stop = min(first + self.size, self._columns)
        if isinstance(self._code, HadamardCode):
            found = self._hadamard(number)[:, : stop - first]
        elif isinstance(self._code, SparseCode):
            supports = self._code.supports(first, stop)
            found = np.zeros((len(self._weights), stop - first), dtype=self._kind)
            for k in range(supports.shape[1]):
                found += self._weights[:, supports[:, k]]
        else:
            found = self._weights.astype(self._kind) @ self._code.block(first, stop).astype(self._kind)
        if self._keep:
            self._kept[number] = found
        return first, found

    def _hadamard(self, number: int) -> IntMatrix:
        """Entry (r, j) of the Hadamard matrix is (-1)**popcount(r & j): with r = high * size + low and
        j = number * size + c it is (-1)**popcount(high & number) times entry (low, c) of the matrix of order `size`.
        """
        code = self._code
        if not isinstance(code, HadamardCode):
            raise TypeError(f"the code must be a Hadamard code, not {code!r}")
        high, low = np.divmod(code.row_numbers, self.size)
        found = np.zeros((len(self._weights), self.size), dtype=self._kind)
        groups = [np.flatnonzero(high == group) for group in np.unique(high)]

        def fill(begin: int) -> None:
            part, weights = found[begin : begin + ROWS], self._weights[begin : begin + ROWS]
            for place in groups:
                sign = -1 if (int(high[place[0]]) & number).bit_count() % 2 else 1
                part[:, low[place]] += weights[:, place].astype(self._kind) * self._kind.type(sign)
            _transform(part)

        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for _ in pool.map(fill, range(0, len(found), ROWS)):
                continue
        return found


def _transform(rows: IntMatrix) -> None:
    """Replace every row by its Walsh-Hadamard transform: (a, b) -> (a + b, a - b) at every distance."""
    half, size = 1, rows.shape[1]
    while half < size:
        pairs = rows.reshape(len(rows), -1, 2, half)
        upper = pairs[:, :, 0] + pairs[:, :, 1]
        pairs[:, :, 1] = pairs[:, :, 0] - pairs[:, :, 1]
        pairs[:, :, 0] = upper
        half *= 2
