"""The error of a network, output by output, as one exact piecewise linear function of the input."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import final

import numpy as np

from verify.floats.exact_values import Exact


@final
@dataclass(frozen=True)
class ErrorFunction:
    """E(y) = A y + c + C max(0, B y + b): what the network answers less what it should, for every real vector y.

    Units B and b are `weights` (u, m) and `bias` (u,), integers over 2**unit_exponent; C is `reading` (m', u), over
    2**reading_exponent; A is `straight` (m', m) and c `constant` (m',), over the product of both. Python integers all.
    """

    weights: Exact
    bias: Exact
    reading: Exact
    straight: Exact
    constant: Exact
    unit_exponent: int
    reading_exponent: int

    @property
    def exponent(self) -> int:
        """Errors of integer inputs are integers over 2 to this power."""
        return self.unit_exponent + self.reading_exponent

    @property
    def outputs(self) -> int:
        """m'."""
        return len(self.constant)

    @property
    def features(self) -> int:
        """m."""
        return int(self.weights.shape[1])

    def in_units(self, size: int) -> "ErrorFunction":
        """The same function of y / 2**size.

        >>> one = np.array([[1]], dtype=object)
        >>> function = ErrorFunction(one, one[0], one, one, one[0], 0, 0).in_units(-1)
        >>> function.at(0, {0: Fraction(4)})  # 2 + 1 + max(0, 2 + 1)
        Fraction(6, 1)
        """
        up, down = 2 ** max(0, size), 2 ** max(0, -size)
        return ErrorFunction(
            self.weights * up,
            self.bias * down,
            self.reading,
            self.straight * up,
            self.constant * down,
            self.unit_exponent + max(0, -size),
            self.reading_exponent,
        )

    def at(self, output: int, values: Mapping[int, Fraction]) -> Fraction:
        """E_output where the features have these values, and are 0 elsewhere: exact, O(units * values)."""
        features = list(values)
        whole = lcm(*(value.denominator for value in values.values()))
        point = np.array([value.numerator * (whole // value.denominator) for value in values.values()], dtype=object)
        before = self.weights[:, features] @ point + self.bias * whole
        total = self.straight[output, features] @ point + self.constant[output] * whole
        total += self.reading[output] @ np.maximum(before, 0)
        return Fraction(int(total), whole << self.exponent)
