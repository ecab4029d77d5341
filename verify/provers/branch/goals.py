"""What is to be proved of scores, and what was found against it."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Longs


@final
@dataclass(frozen=True, order=True)
class Finding:
    """An active set on which an output misses the limit it was tried against, smallest sets first."""

    size: int
    output: int
    active: tuple[int, ...]

    @classmethod
    def of(cls, output: int, active: tuple[int, ...]) -> "Finding":
        """A finding on features in any order."""
        return cls(len(active), output, tuple(sorted(active)))


@final
@dataclass(frozen=True)
class Limits:
    """What is to be proved: false scores stay below `false_below`, true scores are at least `true_from`."""

    false_below: int
    true_from: int

    def of_side(self, side: Longs) -> Longs:
        """The smallest forbidden value of the score times the side."""
        return np.where(side > 0, self.false_below, 1 - self.true_from)
