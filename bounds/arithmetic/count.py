"""Positive integers far too long to write out, held as products of powers of falling factorials."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, perm
from typing import final

from bounds.arithmetic.enclosure import Enclosure
from bounds.arithmetic.factorial import lg_factorial
from bounds.arithmetic.logarithm import lg
from bounds.errors import QuantityError, TooLargeError, require_at_least

_WRITTEN_OUT_BITS = 1 << 15
"""Factors up to this many bits are multiplied out before the logarithm is taken."""
_LONGEST_INTEGER_BITS = 1 << 27
"""The longest integer `exact` will build: 16 MiB."""
_FINEST_PRECISION = 1 << 12


@final
@dataclass(frozen=True, slots=True)
class Count:
    """A positive integer, the product of (N)_k**e over `fallings`, each (N, k, e).

    (N)_k = N (N-1) ... (N-k+1) is the number of ways to give k labels to distinct ones of N things; (N)_1 = N. All
    questions are answered from the factors, so the size of the integer does not matter. Source: ours.

    >>> Count.binomial(10, 3).exact()
    120
    >>> (Count.falling(10**24, 10**12) * Count.power(3, 7)).lg().digits(3)
    '79726274277307.069...'
    """

    fallings: tuple[tuple[int, int, int], ...] = ()

    @classmethod
    def falling(cls, things: int, labels: int) -> "Count":
        """Count the ways to give each of `labels` labels a thing of its own out of `things`.

        Errors: QuantityError where there are more labels than things, or fewer than none.
        """
        require_at_least("labels", labels, 0)
        require_at_least("things", things, 0)
        if labels > things:
            raise QuantityError(f"labels must be at most the number of things {things}, not {labels}")
        return cls(((things, labels, 1),))

    @classmethod
    def factorial(cls, n: int) -> "Count":
        """Count the permutations of n things."""
        return cls.falling(n, n)

    @classmethod
    def binomial(cls, things: int, chosen: int) -> "Count":
        """Count the subsets with `chosen` elements."""
        return cls.falling(things, chosen) / cls.factorial(chosen)

    @classmethod
    def power(cls, base: int, exponent: int) -> "Count":
        """Count the words of `exponent` letters over an alphabet of `base`."""
        require_at_least("base", base, 1)
        require_at_least("exponent", exponent, 0)
        return cls(((base, 1, exponent),))

    def __mul__(self, other: "Count") -> "Count":
        return Count(self.fallings + other.fallings)

    def __truediv__(self, other: "Count") -> "Count":
        return self * other._to(-1)

    def __pow__(self, exponent: int) -> "Count":
        require_at_least("exponent", exponent, 0)
        return self._to(exponent)

    def _to(self, exponent: int) -> "Count":
        return Count(tuple((n, k, e * exponent) for n, k, e in self.fallings))

    def lg(self, precision: int = 64) -> Enclosure:
        """Enclose the logarithm to base 2, to at least `precision` binary digits after the point.

        Exact (width 0) where the integer is a power of two and no factor is longer than 32768 bits, or where
        every factor is a power of two. Time: O(precision) operations a factor, whatever the sizes.
        """
        require_at_least("precision", precision, 0)
        if self._longest_factor_bits() <= _WRITTEN_OUT_BITS:
            return lg(self._written_out(), precision + 2)
        total = Enclosure.exactly(0)
        for things, labels, exponent in self.fallings:
            guard = precision + 2 + abs(exponent).bit_length() + 8
            total = total + _lg_falling(things, labels, guard) * exponent
        return total

    def _longest_factor_bits(self) -> int:
        return max((labels * things.bit_length() * abs(e) for things, labels, e in self.fallings), default=0)

    def _written_out(self) -> int:
        above = below = 1
        for things, labels, exponent in self.fallings:
            factor = perm(things, labels) ** abs(exponent)
            above, below = (above * factor, below) if exponent > 0 else (above, below * factor)
        quotient, rest = divmod(above, below)
        if rest:
            raise QuantityError(f"a count must be an integer, not {Fraction(above, below)}")
        return quotient

    def exact(self) -> int:
        """Write the integer out.

        Errors: TooLargeError where a factor has more than 2**27 bits; `lg` still answers.
        """
        bits = self._longest_factor_bits()
        if bits > _LONGEST_INTEGER_BITS:
            raise TooLargeError(
                f"the exact integer may have at most {_LONGEST_INTEGER_BITS} bits, not about {bits}; ask for lg"
            )
        return self._written_out()

    def floor_lg(self) -> int:
        """Give floor(lg count), proved: the largest B with 2**B <= count."""
        return self._decide(floor)

    def least_multiple(self, unit: Fraction | Enclosure | int = 1) -> int:
        """Give the least integer N with N * unit >= lg count, proved (unit > 0, in bits).

        An enclosed unit must be narrow; its high end is used, so N is never too large.
        """
        size = unit.high if isinstance(unit, Enclosure) else Fraction(unit)
        if size <= 0:
            raise QuantityError(f"a unit of bits must be positive, not {size}")
        return self._decide(lambda bits: ceil(bits / size))

    def _decide(self, rounded: Callable[[Fraction], int]) -> int:
        """Round lg count, with as many digits as it takes for both ends to round alike."""
        precision = 16
        while precision <= _FINEST_PRECISION:
            enclosed = self.lg(precision)
            low, high = rounded(enclosed.low), rounded(enclosed.high)
            if low == high:
                return low
            precision *= 4
        raise TooLargeError(f"{_FINEST_PRECISION} binary digits of lg did not settle which integer it rounds to")


def _lg_falling(things: int, labels: int, precision: int) -> Enclosure:
    if labels == 1 or labels * things.bit_length() <= _WRITTEN_OUT_BITS:
        return lg(perm(things, labels), precision)
    return lg_factorial(things, precision + 1) - lg_factorial(things - labels, precision + 1)
