"""What is to be proved of scores, how bad they are surely, what was seen of them, and what was found against it.

Scores count times their *side*: 1 where the output must be 0, -1 where it must be 1. So the largest is the worst.
"""

from dataclasses import dataclass
from typing import NamedTuple, final

import numpy as np

from verify.arrays import Longs

NO_FLOOR = -(2**62)
Seen = tuple[int, ...]
"""A score times its side, the output, and the active features, ascending, that attain it."""


@final
class BySide(NamedTuple):
    """A number for either side, of scores times side: the least that is forbidden, or one that some input attains."""

    false: int
    true: int

    @classmethod
    def limits(cls, threshold: int) -> "BySide":
        """The least forbidden scores times side where every output is to be read right."""
        return cls(threshold, 1 - threshold)

    def of_side(self, side: Longs) -> Longs:
        """The numbers of nodes of these sides."""
        return np.where(side > 0, self.false, self.true)


NO_FLOORS = BySide(NO_FLOOR, NO_FLOOR)


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
