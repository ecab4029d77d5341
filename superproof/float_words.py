"""Facts and sentences about float networks."""

from fractions import Fraction
from math import inf, nextafter

from verify import Certificate, Margin


def float_margin(margin: Margin, unit: int) -> list[float | None]:
    """By how much outputs that are 1 exceed their thresholds at least, and those that are 0 at most, as decimals.

    Rounded to the weaker side.

    >>> float_margin(Margin(3, -5), 1)
    [1.5, -2.5]
    """
    return [_weaker(margin.smallest_true, unit, -inf), _weaker(margin.largest_false, unit, inf)]


def _weaker(bound: int | None, unit: int, side: float) -> float | None:
    if bound is None:
        return None
    near, exact = bound / 2**unit, Fraction(bound, 2**unit)
    return near if (Fraction(near) <= exact if side < 0 else Fraction(near) >= exact) else nextafter(near, side)


def unit_of(certificate: Certificate) -> int:
    """The number k of a certificate about a float network whose margin is in units of 2**-k."""
    return int(str(certificate.evidence["unit"]))


def float_margin_sentence(margin: Margin, unit: int) -> str:
    """The margin in words: bounds that are proved.

    >>> float_margin_sentence(Margin(3, None), 1)
    'outputs that are 1 score at least 1.5 above their thresholds, no output is ever 0'
    >>> float_margin_sentence(Margin(None, 0), 1)
    'no output is ever 1, those that are 0 at least 0 below'
    """
    above, below = float_margin(margin, unit)
    true = "no output is ever 1" if above is None else f"outputs that are 1 score at least {above:.6g} above"
    true += "" if above is None else " their thresholds"
    false = "no output is ever 0" if below is None else f"those that are 0 at least {0 - below:.6g} below"
    return f"{true}, {false}"
