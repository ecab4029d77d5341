"""Matrices of few values, packed in a network file: as many digits in a word of 63 bits as there is room for."""

from math import gcd

import numpy as np

from verify.arrays import Integers
from verify.documents.reader import Fields
from verify.errors import DocumentError

WORD = 2**63
LARGEST, MOST_LEVELS = 127, 127
KEYS = ("rows", "columns", "least", "step", "levels")


def packed(matrix: Integers) -> tuple[Integers, dict[str, int]] | None:
    """The words (I64) and what `unpacked` has to know; None for what takes too many values, or values beyond 127.

    Entry e, row by row, is least + step * digit, where its digit is number e mod k, the least first, of word e // k in
    base `levels`, and k is the largest number with levels**k <= 2**63. Digits beyond the last entry are 0.

    >>> words, facts = packed(np.array([[-1, 1, 1]], np.int8))
    >>> words.tolist(), facts
    ([6], {'rows': 1, 'columns': 3, 'least': -1, 'step': 2, 'levels': 2})
    """
    if matrix.ndim != 2 or matrix.size == 0:
        return None
    values = np.unique(matrix).tolist()
    step = gcd(*(value - values[0] for value in values)) or 1
    levels = max(2, (values[-1] - values[0]) // step + 1)
    if levels > MOST_LEVELS or max(-values[0], values[0] + step * (levels - 1)) > LARGEST:
        return None
    length = _digits(levels)
    digits = (matrix.astype(np.int64).ravel() - values[0]) // step
    digits = np.pad(digits, (0, -len(digits) % length)).reshape(-1, length)
    words = digits @ np.array([levels**place for place in range(length)], np.int64)
    rows, columns = matrix.shape
    return words, dict(zip(KEYS, (rows, columns, values[0], step, levels), strict=True))


def unpacked(path: object, name: str, words: Integers, facts: object) -> Integers:
    """The matrix (rows, columns), in int8: at most eight times the size of the words.

    Errors: DocumentError for words or facts that `packed` does not write.

    >>> unpacked("n.safetensors", "W1", *packed(np.array([[-3, 1], [3, -1]], np.int8))).tolist()
    [[-3, 1], [3, -1]]
    """
    if not isinstance(facts, dict):
        raise DocumentError(path, f"packed {name} must be an object with {', '.join(KEYS)}")
    fields = Fields(path, facts, KEYS)
    rows, columns, least, step, levels = map(fields.integer, KEYS)
    if not 2 <= levels <= MOST_LEVELS:
        fields.refuse("levels", f"be from 2 to {MOST_LEVELS}")
    if not 1 <= step <= 2 * LARGEST:
        fields.refuse("step", f"be from 1 to {2 * LARGEST}")
    if not -LARGEST <= least <= LARGEST - step * (levels - 1):
        fields.refuse("least", f"be at least -{LARGEST}, and no entry above {LARGEST}")
    length = _digits(levels)
    if words.ndim != 1 or words.dtype != np.int64:
        raise DocumentError(path, f"packed {name} must be one row of I64, not {words.ndim} dimensions of {words.dtype}")
    if min(rows, columns) < 1 or -(-rows * columns // length) != len(words):
        raise DocumentError(
            path, f"packed {name} must have {length} of its rows x columns entries a word, not {rows} x {columns} in "
            f"{len(words)} words"
        )  # fmt: skip
    matrix, rest = np.empty((len(words), length), np.int8), words
    if int(words.min()) < 0:
        raise DocumentError(path, f"packed {name} must have no negative word, not {int(words.min())}")
    for place in range(length):
        rest, digits = np.divmod(rest, levels)
        matrix[:, place] = least + step * digits
    if rest.any() or (matrix.ravel()[rows * columns :] != least).any():
        raise DocumentError(path, f"packed {name} must have zeros for the digits that no entry takes")
    return matrix.ravel()[: rows * columns].reshape(rows, columns)


def _digits(levels: int) -> int:
    """How many digits a word has: the largest k with levels**k <= 2**63."""
    length = 1
    while levels ** (length + 1) <= WORD:
        length += 1
    return length
