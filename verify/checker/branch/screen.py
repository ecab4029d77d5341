"""Sums over channels in 16 bits that bound the exact ones, for many columns at once, so that few have to be computed.

A node with s slots has terms of s G(e, j) and p. With one unit of s 2**k, c = ceil(G(e, j) / 2**k), the same for every
s, and q = ceil(-p / (s 2**k)) are small integers with

    s 2**k (max(c, q) - 1)  <  max(s G, -p)  <=  s 2**k max(c, q),

and max(0, s G + p) = max(s G, -p) + p. Weighted and added over a channel, that bounds a term from both sides; the same
holds without p for the terms that are sums of s G + p. A neuron with p below -s top, top the largest G of its row, adds
0 to every term, and so it does with -s top in the place of p: q need not exceed ceil(top / 2**k).

Columns are bounded a *pool* at a time: with the largest c of a neuron among them in the place of c the sum is an upper
bound for each of them, with the smallest one the lower bound of each of them. Channels are long, and the columns that
are large for one neuron are not those that are large for another: few pools have to be looked into. The terms of more
than two slots are so large that pools of one column are faster.
"""

from functools import cached_property, reduce
from typing import final

import numpy as np
import numpy.typing as npt

from verify.codes.base import IntMatrix

Longs = npt.NDArray[np.int64]
LIMIT = 2**15 - 1
LEAST_STEPS = 16
"""Columns whose entries would have fewer steps than this are summed in 64 bits instead, in units of 1."""


@final
class Screen:
    """Columns of G in units of 2**exponent, pooled; `tops` (rows,) has the exact largest entry of every row."""

    def __init__(self, block: IntMatrix, heaviest: int, pool: int) -> None:
        self._block, self.pool = block, pool
        largest = _pooled(np.maximum, block, pool)
        self.tops = largest.max(axis=1).astype(np.int64)
        widest = max(int(self.tops.max(initial=0)), -int(block.min(initial=0)))
        steps, self.exponent = LIMIT // max(1, heaviest) - 1, 0
        kind: np.dtype[np.signedinteger] = np.dtype(np.int64 if steps < LEAST_STEPS else np.int16)
        while kind.itemsize == 2 and -(-widest >> self.exponent) > steps:
            self.exponent += 1
        self._steps, self._kind = -(-widest >> self.exponent), kind
        self.least, self.most = int(np.iinfo(kind).min), int(np.iinfo(kind).max)
        self._largest = self._ceiling(largest)

    def _ceiling(self, pooled: IntMatrix) -> IntMatrix:
        """c of every pool."""
        units: IntMatrix = (-((-pooled) >> self.exponent)).astype(self._kind)
        return units

    @cached_property
    def _smallest(self) -> IntMatrix:
        """Asked for on side -1 only, which most proofs need no columns for."""
        return self._ceiling(_pooled(np.minimum, self._block, self.pool))

    def sums(self, rows: Longs, weights: Longs | None, scaled: Longs | None, side: int) -> IntMatrix:
        """(P, K, pools): for P channels and K nodes of each the sums of weight * max(c, q), of weight * c without p.

        c is the largest of a pool on side 1, the smallest on side -1. `rows` (P, w); `weights` (P, 1 or K, w), None
        where all are 1; `scaled` (P, K, w) has floor(p / s). No partial sum is beyond heaviest * steps. Cost: three
        operations a neuron, node and pool.
        """
        source = self._largest if side > 0 else self._smallest
        nodes = 1 if scaled is None else scaled.shape[1]
        nodes = max(nodes, 1 if weights is None else weights.shape[1])
        shape, kind = (len(rows), nodes, source.shape[1]), source.dtype
        total, term, values = np.zeros(shape, kind), np.empty(shape, kind), np.empty((len(rows), 1, shape[2]), kind)
        if scaled is not None:
            highest = -((-self.tops[rows]) >> self.exponent)[:, None]
            units = np.clip(-(scaled >> self.exponent), -self._steps, highest).astype(kind)
        for e in range(rows.shape[1]):
            np.take(source, rows[:, e], axis=0, out=values[:, 0], mode="clip")
            found = values
            if scaled is not None:
                found = np.maximum(values, units[:, :, e, None], out=term)
            if weights is not None:
                found = np.multiply(found, weights[:, :, e, None].astype(kind), out=term)
            np.add(total, found, out=total)
        return total


def _pooled(extreme: np.ufunc, block: IntMatrix, pool: int) -> IntMatrix:
    """(rows, pools): the extreme entry of every row in `pool` columns after another; the last pool may have fewer."""
    missing = -block.shape[1] % pool
    if missing:
        block = np.concatenate([block, np.repeat(block[:, -1:], missing, axis=1)], axis=1)
    found: IntMatrix = reduce(extreme, (block[:, k::pool] for k in range(pool)))
    return found
