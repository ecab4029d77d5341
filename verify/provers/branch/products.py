"""Compiled kernels that multiply W by a block of a code's columns, row by row, into tiles. They release the GIL.

Columns of G = W A are kept in *tiles*, an array (tiles, neurons, width): feature j of a block that begins at feature
`first` is column (j - first) % width of tile (j - first) // width. One tile, as bytes, is meant to stay in the cache
of a core. Every value and partial sum fits its type by bounds that the callers compute in Python integers.
"""

from typing import Any

import numpy as np

from verify.arrays import Bytes, Integers, Longs
from verify.jit import compiled
from verify.scoring.transform import transform


@compiled
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
        transform(buffer)
        low_end = high_end = buffer[0]
        for c in range(columns):
            low_end, high_end = min(low_end, buffer[c]), max(high_end, buffer[c])
        least, largest = min(least, np.int64(low_end)), max(largest, np.int64(high_end))
        for t in range(tiles.shape[0]):
            tile, source = tiles[t, e], buffer[t * width : min(columns, (t + 1) * width)]
            for c in range(source.shape[0]):
                tile[c] = source[c]
    return least, largest


@compiled
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


@compiled
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


@compiled
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
