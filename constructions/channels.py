"""Output channels: every output owns a word of the output code, and its inputs excite exactly that word's neurons.

After AS, Fig. 5 (the matrix C_0 of Low-Influence-AND); the one-ReLU form and the decoding are ours.
"""

import numpy as np

from verify import Code, HadamardCode
from verify.arrays import Integers, Longs
from verify.codes import expand

WORD_ROWS = 128


def readers(words: Longs, rows: int) -> tuple[Longs, Longs]:
    """The outputs that read neuron 0, ascending, then those of neuron 1, ...; and where each neuron's begin and end.

    `words` (outputs, w) are the neurons that every output reads, of `rows` in all.

    >>> [found.tolist() for found in readers(np.array([[1, 2], [0, 2]]), 3)]
    [[1, 0, 0, 1], [0, 1, 2, 4]]
    """
    order = np.argsort(words, axis=None, kind="stable")
    return order // words.shape[1], np.searchsorted(words.ravel()[order], np.arange(rows + 1))


def decode(neurons: Longs, features: Longs, rows: int, code: Code, values: Longs | None = None) -> Integers:
    """W = C A^T for the matrix C with ones, or `values`, at (neurons, features), sorted by neuron, and input code A.

    A^T is the orthogonal projection back to features (up to a factor) when A is a tight frame, so W A is C plus
    interference of variance about (ones a row / n)(1 - n / m). Exact integers: shape (rows, rows of the code).
    Complexity: rows * N log2 N additions for a Hadamard code of order N, ones of C times n otherwise.

    >>> from verify import IdentityCode
    >>> decode(np.array([0, 0, 1]), np.array([0, 1, 2]), 2, IdentityCode(3)).tolist()
    [[1, 1, 0], [0, 0, 1]]
    """
    bounds = np.searchsorted(neurons, np.arange(rows + 1))
    values = np.ones(len(features), dtype=np.int64) if values is None else values
    if isinstance(code, HadamardCode):
        return _decode_by_fast_transform(features, values, bounds, code)
    return _decode_by_rows(features, values, bounds, code)


def _decode_by_rows(features: Longs, values: Longs, bounds: Longs, code: Code) -> Integers:
    """C A^T, `WORD_ROWS` rows of A at a time. Memory beside W: A as bytes, and `WORD_ROWS` * m integers."""
    # Its module loads the kernels' compiler.
    from verify.scoring import RowMatrix

    matrix = RowMatrix(code.columns, bounds, features.astype(np.int32), values.astype(np.int32), all_ones=False)
    largest = int(np.diff(bounds).max()) * int(np.abs(values).max(initial=0)) * code.largest_entry
    kind: type[np.signedinteger] = np.int16 if largest < 2**15 else np.int32
    words, nothing = expand(code), np.zeros(matrix.rows, dtype=kind)
    result = np.empty((matrix.rows, code.rows), dtype=np.int32)
    for start in range(0, code.rows, WORD_ROWS):
        block = np.ascontiguousarray(words[start : start + WORD_ROWS].T.astype(kind))
        result[:, start : start + WORD_ROWS] = matrix.apply(block, nothing)
    return result


def _decode_by_fast_transform(features: Longs, values: Longs, bounds: Longs, code: HadamardCode) -> Integers:
    """Row e of W is the Walsh-Hadamard transform of row e of C, read at the chosen row numbers."""
    # Its module loads the kernels' compiler.
    from verify.scoring import transform_rows

    rows = len(bounds) - 1
    result = np.empty((rows, code.rows), dtype=np.int32)
    step = max(16, 2**18 // code.order)
    for start in range(0, rows, step):
        stop = min(start + step, rows)
        block = np.zeros((stop - start, code.order), dtype=np.int32)
        lengths = np.diff(bounds[start : stop + 1])
        here = slice(bounds[start], bounds[stop])
        block[np.repeat(np.arange(stop - start), lengths), features[here]] = values[here]
        transform_rows(block)
        result[start:stop] = block[:, code.row_numbers]
    return result
