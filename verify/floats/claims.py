"""What may be claimed of a float network, and the figures that go with it."""

from dataclasses import dataclass
from typing import final

from verify.arrays import Reals
from verify.floats.fine import FINE, units_up
from verify.floats.machine import ARITHMETIC
from verify.floats.network import FloatNetwork
from verify.floats.to_integers import Rounded, score_bounds
from verify.statement.certificate import Margin

EXACT, EXECUTED = "exact", "executed"
CLAIMS = (EXACT, EXECUTED)
ORDER = "lexicographic"
"""Inputs are tried by their number of active features, and for one number as `itertools.combinations` lists them."""


@final
@dataclass(frozen=True)
class Excess:
    """Bounds in units on how far outputs that are 1 are above their thresholds at least, and those that are 0 at most.

    None where no output is ever 1, or ever 0.
    """

    least_true: int | None
    most_false: int | None

    def margin(self, unit: int, slack: int = 0) -> Margin:
        """The same in units of 2**-`unit`, weakened by `slack` and rounded to the weaker side, but not beyond 0."""
        down, true, false = FINE - unit, self.least_true, self.most_false
        return Margin(
            None if true is None else max(0, true - slack) >> down,
            None if false is None else -(max(0, -false - slack) >> down),
        )


def excess(network: FloatNetwork, found: Rounded, smallest: Reals, largest: Reals) -> Excess:
    """From the smallest sums of outputs that are 1 and the largest of those that are 0; infinite: there are none."""
    high, low = units_up(network.thresholds), -units_up(-network.thresholds)
    above = [a - t for a, t in zip(score_bounds(network, found, smallest)[0], high, strict=True) if a is not None]
    below = [a - t for a, t in zip(score_bounds(network, found, largest)[1], low, strict=True) if a is not None]
    return Excess(min(above, default=None), max(below, default=None))


def claim_words(network: FloatNetwork, claims: tuple[str, ...]) -> str:
    """The claims in a sentence.

    >>> claim_words(FloatNetwork([([[1.0]], [0.0], True)], [0.5]), ("exact",))
    'every output is right on every admissible input in exact arithmetic over the stored float32 numbers'
    """
    words = "every output is right on every admissible input in exact arithmetic over the stored"
    also = f", and as executed in {ARITHMETIC[network.precision].name}" if EXECUTED in claims else ""
    return f"{words} {network.precision} numbers{also}"
