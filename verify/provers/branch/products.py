"""Compiled kernels that multiply W by a block of a code's columns, row by row, into tiles. They release the GIL.

Columns of G = W A are kept in *tiles*, an array (tiles, neurons, width): feature j of a block that begins at feature
`first` is column (j - first) % width of tile (j - first) // width. One tile, as bytes, is meant to stay in the cache
of a core. Every value and partial sum fits its type by bounds that the callers compute in Python integers.
"""

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.integer]
Longs = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


@numba.njit(nogil=True, cache=True)
def _pairs(buffer: Integers, half: int) -> None:
    """One stage of the transform: (a, b) -> (a + b, a - b) for entries `half` apart."""
    for base in range(0, buffer.shape[0], 2 * half):
        upper, lower = buffer[base : base + half], buffer[base + half : base + 2 * half]
        for c in range(half):
            a, b = upper[c], lower[c]
            upper[c] = a + b
            lower[c] = a - b


@numba.njit(nogil=True, cache=True)
def _first_stages(buffer: Integers) -> None:
    """Stages 1, 2 and 4 at once, eight neighbours at a time."""
    for base in range(0, buffer.shape[0], 8):
        x = buffer[base : base + 8]
        a0, a1, a2, a3 = x[0] + x[1], x[0] - x[1], x[2] + x[3], x[2] - x[3]
        a4, a5, a6, a7 = x[4] + x[5], x[4] - x[5], x[6] + x[7], x[6] - x[7]
        b0, b1, b2, b3 = a0 + a2, a1 + a3, a0 - a2, a1 - a3
        b4, b5, b6, b7 = a4 + a6, a5 + a7, a4 - a6, a5 - a7
        x[0], x[1], x[2], x[3] = b0 + b4, b1 + b5, b2 + b6, b3 + b7
        x[4], x[5], x[6], x[7] = b0 - b4, b1 - b5, b2 - b6, b3 - b7


@numba.njit(nogil=True, cache=True)
def _two_stages(buffer: Integers, half: int) -> None:
    """Stages `half` and 2 * half at once, so that entries pass through the caches half as often."""
    for base in range(0, buffer.shape[0], 4 * half):
        first, second = buffer[base : base + half], buffer[base + half : base + 2 * half]
        third, fourth = buffer[base + 2 * half : base + 3 * half], buffer[base + 3 * half : base + 4 * half]
        for c in range(half):
            a, b, d, e = first[c] + second[c], first[c] - second[c], third[c] + fourth[c], third[c] - fourth[c]
            first[c], second[c], third[c], fourth[c] = a + d, b + e, a - d, b - e


@numba.njit(nogil=True, cache=True)
def _transform(buffer: Integers) -> None:
    """The fast Walsh-Hadamard transform of a buffer, a power of two long, in place."""
    count, half = buffer.shape[0], 1
    if count >= 8:
        _first_stages(buffer)
        half = 8
    while 4 * half <= count:
        _two_stages(buffer, half)
        half *= 4
    while half < count:
        _pairs(buffer, half)
        half *= 2


@numba.njit(nogil=True, cache=True)
def hadamard_rows(
    weights: Integers, low: Longs, signs: Longs, buffer: Integers, tiles: Integers, begin: int, end: int
) -> Any:
    """Rows begin..end-1 of a column block of W A for a Hadamard code; the least and the largest value met.

    Weight f of a row is added with sign signs[f] at place low[f] of `buffer`, a power of two long; the fast
    Walsh-Hadamard transform of the buffer is the row's block. Cost a row: n_0 + C log2 C additions.
    """
    width = tiles.shape[2]
    columns = min(buffer.shape[0], tiles.shape[0] * width)
    least = largest = np.int64(0)
    for e in range(begin, end):
        row = weights[e]
        buffer[:] = 0
        for f in range(low.shape[0]):
            buffer[low[f]] += signs[f] * row[f]
        _transform(buffer)
        low_end = high_end = buffer[0]
        for c in range(columns):
            low_end, high_end = min(low_end, buffer[c]), max(high_end, buffer[c])
        least, largest = min(least, np.int64(low_end)), max(largest, np.int64(high_end))
        for t in range(tiles.shape[0]):
            tile, source = tiles[t, e], buffer[t * width : min(columns, (t + 1) * width)]
            for c in range(source.shape[0]):
                tile[c] = source[c]
    return least, largest


@numba.njit(nogil=True, cache=True)
def sparse_rows(weights: Integers, supports: Longs, tiles: Integers, begin: int, end: int) -> Any:
    """Rows begin..end-1 of a block of W A for a 0/1 code: word j has its ones in the rows supports[j]."""
    width = tiles.shape[2]
    least, largest = 0, 0
    for e in range(begin, end):
        row = weights[e]
        for j in range(supports.shape[0]):
            total = 0
            for k in range(supports.shape[1]):
                total += row[supports[j, k]]
            least, largest = min(least, total), max(largest, total)
            tiles[j // width, e, j % width] = total
    return least, largest


@numba.njit(nogil=True, cache=True)
def dense_rows(weights: Integers, words: Integers, buffer: Integers, tiles: Integers, begin: int, end: int) -> Any:
    """Rows begin..end-1 of weights times words (n_0, C): n_0 * C multiplications a row."""
    width, count = tiles.shape[2], words.shape[1]
    least, largest = 0, 0
    for e in range(begin, end):
        buffer[:count] = 0
        for f in range(words.shape[0]):
            weight, word = weights[e, f], words[f]
            if weight != 0:
                for c in range(count):
                    buffer[c] += weight * word[c]
        for c in range(count):
            least, largest = min(least, buffer[c]), max(largest, buffer[c])
            tiles[c // width, e, c % width] = buffer[c]
    return least, largest


@numba.njit(nogil=True, cache=True)
def round_up(tiles: Integers, multiplier: int, shift: int, rounded: Bytes, begin: int, end: int) -> None:
    """rounded = 128 + ceil(tiles * multiplier / 2**shift), raised to 0 where it is below; rows begin..end-1.

    The caller sees to it that no value exceeds 255.
    """
    remainder = (1 << shift) - 1 + (128 << shift)
    for t in range(tiles.shape[0]):
        for e in range(begin, end):
            row, bytes_ = tiles[t, e], rounded[t, e]
            for c in range(row.shape[0]):
                bytes_[c] = max(0, (row[c] * multiplier + remainder) >> shift)
