"""The identity code: every feature has a neuron of its own (no superposition)."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Longs
from verify.codes.base import SparseFamilyCode, require_range


@final
@dataclass(frozen=True)
class IdentityCode(SparseFamilyCode):
    """`size` words of length `size`; word j has its single one in row j.

    >>> IdentityCode(3).block(1, 3).tolist()
    [[0, 0], [1, 0], [0, 1]]
    """

    size: int
    family = "identity"
    weight = 1

    @property
    def rows(self) -> int:
        """Neurons, and words."""
        return self.size

    columns = rows

    def supports(self, start: int, stop: int) -> Longs:
        """Row of the one of each word: shape (stop - start, 1)."""
        require_range(self, start, stop)
        return np.arange(start, stop, dtype=np.int64)[:, None]
