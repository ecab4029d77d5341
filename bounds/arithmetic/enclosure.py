"""A real number known to lie between two rationals."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import final

from bounds.errors import QuantityError


@final
@dataclass(frozen=True, slots=True)
class Enclosure:
    """All real numbers from `low` to `high`, both rational, both included.

    Guarantee: for all x in A and y in B, x op y lies in A op B, for op in +, -, *, / (B without 0).
    No operation rounds, except `outward`, which only widens. Sizes: as many digits as the inputs need.
    Source: ours (interval arithmetic over the rationals).

    >>> third = Enclosure.exactly(1) / 3
    >>> third.low, third.is_exact
    (Fraction(1, 3), True)
    >>> print(Enclosure(Fraction(314159, 100000), Fraction(314160, 100000)))
    3.141...
    """

    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise QuantityError(f"an enclosure needs low <= high, not low {self.low} and high {self.high}")

    @classmethod
    def exactly(cls, value: int | Fraction) -> "Enclosure":
        """Enclose one rational number and nothing else."""
        return cls(Fraction(value), Fraction(value))

    @property
    def width(self) -> Fraction:
        """The difference high - low: how far the enclosed number may be from either end."""
        return self.high - self.low

    @property
    def is_exact(self) -> bool:
        """Whether the number is known exactly."""
        return self.low == self.high

    def __contains__(self, value: int | Fraction) -> bool:
        return self.low <= value <= self.high

    def __add__(self, other: "Enclosure | Fraction | int") -> "Enclosure":
        other = _enclosed(other)
        return Enclosure(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Enclosure | Fraction | int") -> "Enclosure":
        other = _enclosed(other)
        return Enclosure(self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Enclosure | Fraction | int") -> "Enclosure":
        other = _enclosed(other)
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Enclosure(min(corners), max(corners))

    def __truediv__(self, other: "Enclosure | Fraction | int") -> "Enclosure":
        other = _enclosed(other)
        if 0 in other:
            raise QuantityError(f"an enclosure can be divided only by one without 0, not by {other!r}")
        return self * Enclosure(1 / other.high, 1 / other.low)

    def hull(self, other: "Enclosure") -> "Enclosure":
        """Enclose everything that either enclosure holds."""
        return Enclosure(min(self.low, other.low), max(self.high, other.high))

    def outward(self, precision: int) -> "Enclosure":
        """Widen both ends to multiples of 2**-precision, so that later arithmetic stays short."""
        scale = 1 << precision
        return Enclosure(Fraction(floor(self.low * scale), scale), Fraction(ceil(self.high * scale), scale))

    def digits(self, places: int = 6) -> str:
        """Write the number with at most `places` decimals, every printed digit being certain.

        Digits are cut off, never rounded; `...` says that more follow. Where not even the integer part is
        certain the two ends are written instead, the low one rounded down and the high one rounded up.

        >>> Enclosure(Fraction(1999, 1000), Fraction(2001, 1000)).digits()
        '[1.999000, 2.001000]'
        """
        for decimals in range(places, -1, -1):
            scale = 10**decimals
            low, high = floor(self.low * scale), floor(self.high * scale)
            if low == high and low >= 0:
                cut = "" if self.is_exact and self.low * scale == low else "..."
                return _decimal(low, decimals) + cut
        scale = 10**places
        return f"[{_decimal(floor(self.low * scale), places)}, {_decimal(ceil(self.high * scale), places)}]"

    def __str__(self) -> str:
        return self.digits(3)


def _enclosed(value: Enclosure | Fraction | int) -> Enclosure:
    return value if isinstance(value, Enclosure) else Enclosure.exactly(value)


def _decimal(scaled: int, places: int) -> str:
    """Write scaled / 10**places in decimal notation."""
    sign, text = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(places + 1, "0")
    return sign + (f"{text[:-places]}.{text[-places:]}" if places else text)
