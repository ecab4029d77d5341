"""Which regime an output belongs to, by the influences of its two inputs."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify import Problem
from verify.arrays import Longs
from verify.codes import require_size

REGIMES = ("LL", "LH", "HH", "VH")
"""Light-light, light-heavy, heavy-heavy, and light with a very heavy input."""


@final
@dataclass(frozen=True)
class Thresholds:
    """An input is light up to influence `light`, very heavy above `heavy`, and heavy between.

    >>> Thresholds.of(1024), Thresholds.of(1024, heavy=40)
    (Thresholds(light=5, heavy=32), Thresholds(light=5, heavy=40))
    """

    light: int
    heavy: int

    def __post_init__(self) -> None:
        require_size("light", self.light, 0)
        require_size("heavy", self.heavy, 0)
        if not self.light <= self.heavy:
            raise ValueError(f"thresholds need 0 <= light <= heavy, not light {self.light} and heavy {self.heavy}")

    @classmethod
    def of(cls, outputs: int, light: int | None = None, heavy: int | None = None) -> "Thresholds":
        """As given, or the fourth and the square root of m', rounded down (after AS, whose phases change near them)."""
        return cls(int(outputs**0.25) if light is None else light, int(outputs**0.5) if heavy is None else heavy)


def split(problem: Problem, thresholds: Thresholds) -> dict[str, Longs]:
    """The outputs of every regime, ascending; regimes without outputs are left out.

    LL: both inputs light. HH: neither. LH: one light, one heavy; VH: one light, one very heavy.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(5, 2, ((0, 1), (0, 2), (0, 3), (3, 4)))
    >>> {name: outputs.tolist() for name, outputs in split(problem, Thresholds(1, 2)).items()}
    {'LH': [3], 'HH': [2], 'VH': [0, 1]}
    """
    influence = np.array(problem.influence)[np.array(problem.pairs)]
    least, most = influence.min(axis=1), influence.max(axis=1)
    regime = np.where(
        least > thresholds.light,
        "HH",
        np.where(most <= thresholds.light, "LL", np.where(most <= thresholds.heavy, "LH", "VH")),
    )
    found = {name: np.flatnonzero(regime == name) for name in REGIMES}
    return {name: outputs for name, outputs in found.items() if len(outputs)}


def oriented(problem: Problem, outputs: Longs) -> tuple[Longs, Longs]:
    """For every output its input of larger influence, and the other one; of equal ones the smaller number first.

    >>> from verify import TwoAnd
    >>> [a.tolist() for a in oriented(TwoAnd(3, 2, ((0, 1), (1, 2))), np.arange(2))]
    [[1, 1], [0, 2]]
    """
    pairs = np.array(problem.pairs, dtype=np.int64)[outputs]
    influence = np.array(problem.influence)[pairs]
    turned = influence[:, 1] > influence[:, 0]
    return np.where(turned, pairs[:, 1], pairs[:, 0]), np.where(turned, pairs[:, 0], pairs[:, 1])
