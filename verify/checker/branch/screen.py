"""Sums over channels in 16 bits that bound the exact ones, so that few columns have to be computed exactly.

With a = s G(e, j) and one unit of 2**k, c = ceil(a / 2**k) and q = ceil(-p / 2**k) are small integers with

    2**k (max(c, q) - 1)  <  max(a, -p)  <=  2**k max(c, q),

and max(0, a + p) = max(a, -p) + p. Weighted and added over a channel, that bounds a term from both sides; the same
holds without p for the terms that are sums of a + p.
"""

from collections.abc import Iterable
from typing import final

import numpy as np
import numpy.typing as npt

from verify.codes.base import IntMatrix

Longs = npt.NDArray[np.int64]
LIMIT = 2**15 - 1
LEAST_STEPS = 16
"""A block whose entries would have fewer steps than this is summed in 64 bits instead, in units of 1."""


@final
class Screen:
    """One block of columns of s G in units of 2**exponent: `tops` (rows,) has the exact largest entry of every row."""

    def __init__(self, block: IntMatrix, slots: int, heaviest: int, bias: Longs | None) -> None:
        scaled = block if slots == 1 else block * block.dtype.type(slots)
        self.tops = scaled.max(axis=1).astype(np.int64)
        widest = max(int(self.tops.max(initial=0)), -int(scaled.min(initial=0)))
        steps, self.exponent = LIMIT // max(1, heaviest) - 1, 0
        kind: np.dtype[np.signedinteger] = np.dtype(np.int64 if steps < LEAST_STEPS else np.int16)
        while kind.itemsize == 2 and -(-widest >> self.exponent) > steps:
            self.exponent += 1
        self.steps = -(-widest >> self.exponent)
        self.least = int(np.iinfo(kind).min)
        self._ceiling = (-((-scaled) >> self.exponent)).astype(kind)
        # All nodes without members have p = b: their maximum with -p is taken once for all of them.
        self._rectified = None if bias is None else np.maximum(self._ceiling, self._units(bias).astype(kind)[:, None])

    def _units(self, p: Longs) -> Longs:
        """q, raised to the least c where it is below all of them: the maximum with c is the same."""
        units: Longs = np.clip(-(p >> self.exponent), -self.steps, self.steps)
        return units

    def sums(self, rows: Longs, weights: Longs, p: Longs | None, *, shared: bool) -> IntMatrix:
        """For every column the sum of weight * max(c, q) over neurons with -p < tops; of weight * c without p.

        `shared` says that p is the bias. No partial sum is beyond heaviest * steps.
        """
        source = self._rectified if shared and self._rectified is not None else self._ceiling
        total, term = np.zeros(source.shape[1], source.dtype), np.empty(source.shape[1], source.dtype)
        filled = p is not None and source is self._ceiling
        units: Iterable[int] = self._units(p).tolist() if p is not None else [0] * len(rows)
        for row, weight, unit in zip(rows.tolist(), weights.tolist(), units, strict=True):
            values = source[row]
            if filled:
                # An array of equal values: numpy's maximum with a single number is several times slower.
                term.fill(unit)
                values = np.maximum(values, term, out=term)
            if weight != 1:
                values = np.multiply(values, weight, out=term)
            np.add(total, values, out=total)
        return total
