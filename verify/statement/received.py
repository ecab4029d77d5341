"""G = W A: what the rows of an integer matrix receive from every word of a code."""

from collections.abc import Callable, Iterator

import numpy as np

from verify.arrays import Integers
from verify.codes.base import Code, SparseCode
from verify.codes.hadamard import HadamardCode, walsh_hadamard

CELLS = 2**21
"""Numbers that a piece of the work has at most, where a row or a word is not longer."""
WORDS = 2**14
"""Words that a piece has at most: to draw a random one takes some ten microseconds, and `look` must not wait."""


def received(
    weights: Integers, code: Code, look: Callable[[], None] = lambda: None, begin: int = 0, end: int | None = None
) -> Integers:
    """(rows of W, words begin..end-1 of A, or all), in the narrowest type from int16 on that holds all entries.

    `look` is called often. Exact where the row sums of |W| times the largest |entry| of the code stay below 2**63, as
    they do in a network: so does then every partial sum. Cost: rows * N log2 N additions for a Hadamard code of order
    N, rows * words * weight for 0/1 words, rows * n_0 * words multiplications otherwise. Memory: the result twice, and
    what `expansion` says.

    >>> from verify.codes import BareCode
    >>> received(np.array([[1, 2]]), BareCode([[1, 0, -1], [0, 1, 1]])).tolist()
    [[1, 2, 1]]
    """
    end = code.columns if end is None else end
    found: Integers = np.zeros((len(weights), end - begin), dtype=np.int16)
    for rows, words, piece in _pieces(weights, code, begin, end):
        look()
        # The type of a negative number is a signed one.
        reach = max(1, -int(piece.min(initial=0)), 1 + int(piece.max(initial=0)))
        found = found.astype(np.result_type(found, np.min_scalar_type(-reach)), copy=False)
        found[rows, words] = piece
    return found


def _pieces(weights: Integers, code: Code, begin: int, end: int) -> Iterator[tuple[slice, slice, Integers]]:
    """The entries of G for some rows and words, numbered from `begin` on, in int64, until all are there."""
    if isinstance(code, HadamardCode):
        step = max(1, CELLS // code.order)
        for row in range(0, len(weights), step):
            spread = np.zeros((code.order, len(weights[row : row + step])), dtype=np.int64)
            spread[code.row_numbers] = weights[row : row + step].T
            walsh_hadamard(spread)
            yield slice(row, row + step), slice(None), spread[begin:end].T
        return
    supports = code.supports(begin, end) if isinstance(code, SparseCode) else None
    step = max(1, CELLS // (code.rows if supports is None else WORDS))
    run = min(step, WORDS) if supports is None else WORDS
    for word in range(begin, end, run):
        stop = min(word + run, end)
        mine = slice(word - begin, stop - begin)
        for row in range(0, len(weights), step):
            some = weights[row : row + step]
            piece = np.zeros((len(some), stop - word), dtype=np.int64)
            if supports is None:
                piece += some.astype(np.int64) @ code.block(word, stop).astype(np.int64)
            else:
                for rows in supports[mine].T:
                    piece += some[:, rows]
            yield slice(row, row + step), mine, piece
