"""Features that a public code merely holds, read by the same code: the exact margin over all sparse inputs."""

import numpy as np

from constructions.linear_scores import linear_extremes
from verify import Code, HadamardCode, Margin, RandomSignCode, SparseCode
from verify.arrays import Longs, Numbers
from verify.codes import expand, walsh_hadamard
from verify.statement import require_sparsity

ENTRIES = 2**23
"""Inner products worked out at once."""


def read_out_margin(code: Code, sparsity: int) -> Margin:
    """The smallest score of an active feature and the largest of an inactive one when x = A y is read by A itself.

    Feature i reads 1 iff <A_i, A y> >= theta. Guarantee: for all y with at most v active features, <A_i, A y> >=
    smallest_true if y_i = 1 and <= largest_false if y_i = 0, and both are attained. So the code holds all v-sparse
    inputs exactly, with one public threshold, iff smallest_true > largest_false. Nothing is computed and nothing
    depends on a function: this is representation, not computation.

    Complexity: O(m log m) for such a Hadamard code, else m^2 n / 64 popcounts for signs, O(m^2 w) for words of weight
    w, O(m^2 n) for others. Errors: ValueError for a sparsity outside 1..m or entries too large. Details:
    docs/methods.md.

    >>> from verify import ReedSolomonCode
    >>> read_out_margin(ReedSolomonCode(field=7, blocks=7, degree=4, columns=1024), 2)
    Margin(smallest_true=7, largest_false=6)
    """
    require_sparsity(sparsity, code.columns)
    if code.rows * code.largest_entry**2 * (sparsity + 1) >= 2**31:
        raise ValueError(f"read-out takes inner products below 2**31 / (v + 1), but {code.rows} rows may exceed it")
    products = _InnerProducts(code)
    true, false = [], []
    for start in range(0, products.needed, products.block):
        own = np.arange(start, min(start + products.block, products.needed), dtype=np.int64)
        smallest, largest = linear_extremes(products.of(own), own, sparsity)
        true.append(int(smallest.min()))
        false.append(int(largest.max()))
    return Margin(min(true), max(false))


class _InnerProducts:
    """<A_i, A_j> for blocks of i and all j, by the cheapest exact way the code allows."""

    def __init__(self, code: Code) -> None:
        self._code = code
        words = code.columns
        self.needed, self.block = words, max(1, ENTRIES // words)
        self._first: Numbers | None = None
        self._signs: Numbers | None = None
        if isinstance(code, HadamardCode) and words & (words - 1) == 0:
            self.needed, self._first = 1, _with_word_0(code)
        elif isinstance(code, HadamardCode | RandomSignCode):
            self._signs = _packed(code)
        dense = self._first is None and self._signs is None
        self._words = expand(code).astype(np.int32) if dense else None
        self._supports = code.supports(0, words) if isinstance(code, SparseCode) else None

    def of(self, own: Longs) -> Numbers:
        """(len(own), words) as int32."""
        if self._first is not None:
            return self._first[None, :]
        products = np.zeros((len(own), self._code.columns), dtype=np.int32)
        if self._signs is not None:
            for part in self._signs:
                products -= 2 * np.bitwise_count(part[own, None] ^ part[None, :]).astype(np.int32)
            return products + np.int32(self._code.rows)
        if self._words is None:
            return products
        if self._supports is None:
            return np.asarray(self._words[:, own].T @ self._words)
        for row in self._supports[own].T:
            products += self._words[row]
        return products


def _with_word_0(code: HadamardCode) -> Numbers:
    """<A_0, A_j> for all j, the sum over rows r of (-1) ** popcount(r & j): the transform of the set of rows."""
    chosen = np.zeros((code.order, 1), dtype=np.int32)
    chosen[code.row_numbers] = 1
    walsh_hadamard(chosen)
    return chosen[: code.columns, 0]


def _packed(code: HadamardCode | RandomSignCode) -> Numbers:
    """The signs of every word, 64 rows a number: (rows / 64, words); a bit is 1 for -1 and 0 beyond the rows."""
    parts = -(-code.rows // 64)
    packed = np.zeros((parts, code.columns), dtype=np.uint64)
    for start in range(0, code.columns, 2**14):
        stop = min(start + 2**14, code.columns)
        negative = np.zeros((64 * parts, stop - start), dtype=np.uint8)
        negative[: code.rows] = code.block(start, stop) < 0
        octets = np.packbits(negative, axis=0, bitorder="little").reshape(parts, 8, stop - start)
        for octet in range(8):
            packed[:, start:stop] |= octets[:, octet].astype(np.uint64) << np.uint64(8 * octet)
    return packed
