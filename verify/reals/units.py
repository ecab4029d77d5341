"""Rows of integers over powers of two: narrowed to few bits, and brought to one unit, rounded up."""

import numpy as np

from verify.arrays import Longs


def narrowed(rows: Longs, unit: Longs, bits: int) -> tuple[Longs, Longs, Longs]:
    """The rows (k, r, n), over 2**unit (k, r), in at most so many bits, and the new units.

    Last, 1 where entries of a row were rounded, and so are off by at most half a unit, else 0.
    """
    shift = np.maximum(bit_lengths(rows) - bits, 0)
    half: Longs = (np.int64(1) << shift) >> 1
    narrow: Longs = (rows + half[:, :, None]) >> shift[:, :, None]
    return narrow, unit - shift, (shift > 0).astype(np.int64)


def bit_lengths(rows: Longs) -> Longs:
    """(k, r): t such that all entries of a row are below 2**t."""
    largest = np.abs(rows).max(axis=2, initial=0)
    return np.asarray(np.frexp(largest.astype(np.float64))[1].astype(np.int64))


def in_unit(values: Longs, have: Longs, want: Longs | int) -> Longs:
    """values over 2**have as integers over 2**want, rounded up, below 2**54: sums of some hundred stay below 2**63."""
    shift = have - want
    left, right = np.clip(-shift, 0, 54), np.clip(shift, 0, 62)
    short = -(-values >> right)
    if ((-shift > 54) & (values != 0)).any() or (np.abs(short) >> (54 - left)).any():
        raise ValueError("the numbers of this network differ too much in size for errors to be bounded by branching")
    return np.asarray(short << left)
