"""The worst scores that inputs were seen to attain, and what follows for terms that are better than those."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Longs

NO_FLOOR = -(2**62)


@final
@dataclass
class Extremes:
    """The worst scores that some admissible input was seen to attain: (score times side, output, active set)."""

    false: tuple[int, int, tuple[int, ...]] | None = None
    true: tuple[int, int, tuple[int, ...]] | None = None

    def of_side(self, side: int) -> tuple[int, int, tuple[int, ...]] | None:
        """The worst of one side."""
        return self.false if side > 0 else self.true

    def note(self, side: int, value: int, output: int, active: tuple[int, ...]) -> None:
        """Keep the input if it is worse than the worst so far; of equal ones the first stays, by output and features.

        So what is kept does not depend on the order.
        """
        seen = self.of_side(side)
        if seen is None or (-value, output, active) < (-seen[0], *seen[1:]):
            if side > 0:
                self.false = (value, output, active)
            else:
                self.true = (value, output, active)


@final
@dataclass(frozen=True)
class Floors:
    """A term counts at least as much as this: score times side, attained by some input; None where there is none."""

    false: int | None = None
    true: int | None = None

    def of_side(self, side: Longs) -> Longs:
        """The floor of nodes of these sides."""
        false, true = (NO_FLOOR if floor is None else floor for floor in (self.false, self.true))
        return np.where(side > 0, false, true)
