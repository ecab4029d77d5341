"""Features that a public code merely holds, read by the same code: the exact margin over all sparse inputs."""

from collections.abc import Callable
from functools import partial

import numpy as np

from constructions.linear_scores import worst_scores
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
    inputs exactly, with one public threshold, iff smallest_true > largest_false.

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
    needed, products = _inner_products(code)
    block = max(1, ENTRIES // code.columns)
    owns = (np.arange(start, min(start + block, needed), dtype=np.int64) for start in range(0, needed, block))
    return Margin(*worst_scores(((products(own), own) for own in owns), sparsity))


def _inner_products(code: Code) -> tuple[int, Callable[[Longs], Numbers]]:
    """How many words stand for all, and a function of so many i: <A_i, A_j> for all j, (len(i), words) as int32.

    The cheapest exact way that the code allows.
    """
    if isinstance(code, HadamardCode) and code.columns.bit_count() == 1:
        # <A_0, A_j> is the sum over rows r of (-1) ** popcount(r & j): the transform of the set of rows.
        chosen = np.zeros((code.order, 1), dtype=np.int32)
        chosen[code.row_numbers] = 1
        walsh_hadamard(chosen)
        return 1, lambda own: chosen.T[:, : code.columns]
    if isinstance(code, HadamardCode | RandomSignCode):
        return code.columns, partial(_of_signs, _packed(code), code.rows)
    words = expand(code).astype(np.int32)
    if isinstance(code, SparseCode):
        return code.columns, partial(_of_words, words, code.supports(0, code.columns))
    return code.columns, lambda own: words[:, own].T @ words


def _of_words(words: Numbers, supports: Longs, own: Longs) -> Numbers:
    products = np.zeros((len(own), words.shape[1]), dtype=np.int32)
    for row in supports[own].T:
        products += words[row]
    return products


def _of_signs(packed: Numbers, rows: int, own: Longs) -> Numbers:
    products = np.full((len(own), packed.shape[1]), rows, dtype=np.int32)
    for part in packed:
        products -= 2 * np.bitwise_count(part[own, None] ^ part[None, :]).astype(np.int32)
    return products


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
