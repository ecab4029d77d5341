"""Random +-1 codes (Johnson-Lindenstrauss style)."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Integers
from verify.codes.base import FamilyCode, public_words, require_range


@final
@dataclass(frozen=True)
class RandomSignCode(FamilyCode):
    """Every entry is +1 or -1: bit r % 64 of public word r // 64 of the stream of column j (bit 1 means -1).

    >>> sorted(set(RandomSignCode(rows=70, columns=3, seed=1).block(0, 3).ravel().tolist()))
    [-1, 1]
    """

    rows: int
    columns: int
    seed: int
    family = "random-signs"

    def block(self, start: int, stop: int) -> Integers:
        """Words start..stop-1 as a dense matrix."""
        require_range(self, start, stop)
        by_columns = np.empty((stop - start, self.rows), dtype=np.int8)
        words = -(-self.rows // 64)
        for place, column in enumerate(range(start, stop)):
            stream = public_words(f"random-signs/{column}", self.seed, words)
            by_columns[place] = np.unpackbits(stream.astype("<u8").view(np.uint8), bitorder="little")[: self.rows]
        return 1 - 2 * by_columns.T
