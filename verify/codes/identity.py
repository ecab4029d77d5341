"""The identity code: every feature has a neuron of its own (no superposition)."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Integers, Longs
from verify.codes.base import FamilyCode, dense_from_supports, require_range


@final
@dataclass(frozen=True)
class IdentityCode(FamilyCode):
    """`size` words of length `size`; word j has its single one in row j.

    >>> IdentityCode(3).block(1, 3).tolist()
    [[0, 0], [1, 0], [0, 1]]
    """

    size: int
    family = "identity"
    weight = 1

    @property
    def rows(self) -> int:
        """Neurons: as many as words."""
        return self.size

    @property
    def columns(self) -> int:
        """Words."""
        return self.size

    def supports(self, start: int, stop: int) -> Longs:
        """Row of the one of each word: shape (stop - start, 1)."""
        require_range(self, start, stop)
        return np.arange(start, stop, dtype=np.int64)[:, None]

    def block(self, start: int, stop: int) -> Integers:
        """Words start..stop-1 as a dense matrix."""
        return dense_from_supports(self.supports(start, stop), self.rows)
