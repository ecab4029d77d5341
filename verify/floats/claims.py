"""What may be claimed of a float network, and the figures that go with it."""

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


def excess(network: FloatNetwork, found: Rounded, smallest: Reals, largest: Reals, unit: int, slack: int = 0) -> Margin:
    """By how much scores are above their thresholds, at least where outputs are 1 and at most where they are 0.

    From the smallest sums of outputs that are 1, and the largest of those that are 0; infinite: there are none. In
    units of 2**-`unit`, weakened by `slack` and rounded to the weaker side, but not beyond 0.
    """
    high, low, down = units_up(network.thresholds), -units_up(-network.thresholds), FINE - unit
    above = [a - t for a, t in zip(score_bounds(network, found, smallest)[0], high, strict=True) if a is not None]
    below = [a - t for a, t in zip(score_bounds(network, found, largest)[1], low, strict=True) if a is not None]
    return Margin(
        max(0, min(above) - slack) >> down if above else None,
        -(max(0, -max(below) - slack) >> down) if below else None,
    )


def claim_words(network: FloatNetwork, claims: tuple[str, ...]) -> str:
    """The claims in a sentence.

    >>> claim_words(FloatNetwork([([[1.0]], [0.0], True)], [0.5]), ("exact",))
    'every output is right on every admissible input in exact arithmetic over the stored float32 numbers'
    """
    words = "every output is right on every admissible input in exact arithmetic over the stored"
    also = f", and as executed in {ARITHMETIC[network.precision].name}" if EXECUTED in claims else ""
    return f"{words} {network.precision} numbers{also}"
