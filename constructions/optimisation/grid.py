"""The few values that coarse weights may take."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Floats, Longs

SHRINK = 0.8
"""The unit that trains best, over the one that keeps weights nearest in the mean square (measured from 0.7 to 1)."""


@final
@dataclass(frozen=True)
class Grid:
    """Weights are every `step`-th integer from -`top` to `top`, biases any integer, in some unit.

    >>> Grid.of(2), Grid.of(3), Grid.of(4)
    (Grid(top=1, step=2), Grid(top=1, step=1), Grid(top=3, step=2))
    """

    top: int
    step: int

    @classmethod
    def of(cls, levels: int) -> "Grid":
        """The grid with so many levels, symmetric about 0, which is one of them where their number is odd."""
        return cls(levels // 2, 1) if levels % 2 else cls(levels - 1, 2)

    def unit(self, weights: Floats) -> float:
        """A unit in which the weights are to be trained on the grid."""
        spread = float(weights.std()) or 1.0
        units = np.linspace(0.4, 4.8, 89) * spread / self.top
        errors = [float(np.mean((unit * self.nearest(weights, unit) - weights) ** 2)) for unit in units.tolist()]
        return SHRINK * float(units[int(np.argmin(errors))])

    def nearest(self, weights: Floats, unit: float) -> Floats:
        """The nearest levels, as integers in floats.

        >>> Grid.of(4).nearest(np.array([-9, 0, 0.1, 1], np.float32), 0.5).tolist()
        [-3.0, 1.0, 1.0, 3.0]
        """
        scaled = weights / np.float32(unit)
        levels: Floats = np.rint(scaled) if self.step == 1 else 2 * np.floor(scaled / 2) + 1
        return np.clip(levels, -self.top, self.top)

    def integers(self, weights: Floats, bias: Floats, unit: float) -> tuple[Longs, Longs]:
        """The nearest levels and the nearest biases."""
        levels, biases = self.nearest(weights, unit), np.rint(bias / np.float32(unit))
        return levels.astype(np.int64), biases.astype(np.int64)
