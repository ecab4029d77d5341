"""Targets: piecewise linear functions of few features, as an affine map plus hinges."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import final

from verify.plain_integer import plain_integer
from verify.reals.dyadic import dyadic

Number = int | float | Fraction | str


@final
@dataclass(frozen=True)
class Target:
    """t(y) = constant + sum of coefficient * y_feature + sum of coefficient * max(0, inner(y)).

    `terms` are pairs (feature, coefficient), ascending, none of them 0; `hinges` are pairs (coefficient, inner), where
    inner is affine: a Target without hinges. All numbers are dyadic. Made with `feature`, `relu`, `absolute`,
    `maximum`, `minimum`, sums, differences and multiples; called with the values of features, 0 where none is given.

    >>> target = 2 * relu(feature(3) - 1) - feature(1) + 0.5
    >>> print(target)
    1/2 - y1 + 2*max(0, -1 + y3)
    >>> target({3: Fraction(2)})
    Fraction(5, 2)
    """

    constant: Fraction
    terms: tuple[tuple[int, Fraction], ...] = ()
    hinges: tuple[tuple[Fraction, "Target"], ...] = ()

    def __call__(self, values: Mapping[int, Fraction]) -> Fraction:
        """The value where the features have `values`, and are 0 where none is given."""
        straight = sum((c * values[i] for i, c in self.terms if i in values), self.constant)
        return sum((c * max(Fraction(0), inner(values)) for c, inner in self.hinges), straight)

    def __add__(self, other: "Target | Number") -> "Target":
        right = other if isinstance(other, Target) else Target(dyadic("a constant", other))
        sums = defaultdict[int, Fraction](Fraction)
        for i, c in (*self.terms, *right.terms):
            sums[i] += c
        terms = tuple((i, c) for i, c in sorted(sums.items()) if c)
        return Target(self.constant + right.constant, terms, self.hinges + right.hinges)

    __radd__ = __add__

    def __mul__(self, factor: Number) -> "Target":
        by = dyadic("a factor", factor)
        if not by:
            return Target(by)
        bent = tuple((c * by, inner) for c, inner in self.hinges)
        return Target(self.constant * by, tuple((i, c * by) for i, c in self.terms), bent)

    __rmul__ = __mul__

    def __neg__(self) -> "Target":
        return self * -1

    def __sub__(self, other: "Target | Number") -> "Target":
        return self + (-other if isinstance(other, Target) else -dyadic("a constant", other))

    def __rsub__(self, other: Number) -> "Target":
        return -self + other

    def __str__(self) -> str:
        parts = [(c, f"y{i}") for i, c in self.terms] + [(c, f"max(0, {inner})") for c, inner in self.hinges]
        words = [("- " if c < 0 else "+ ") + ("" if abs(c) == 1 else f"{abs(c)}*") + name for c, name in parts]
        if self.constant or not parts:
            return " ".join([str(self.constant), *words])
        first = words[0].removeprefix("+ ")
        return " ".join([first.replace("- ", "-", 1) if parts[0][0] < 0 else first, *words[1:]])

    @property
    def features(self) -> frozenset[int]:
        """The features that it depends on."""
        return frozenset(i for part in (self, *(inner for _, inner in self.hinges)) for i, _ in part.terms)

    @property
    def numbers(self) -> tuple[Fraction, ...]:
        """All numbers in it."""
        bent = (number for c, inner in self.hinges for number in (c, *inner.numbers))
        return (self.constant, *(c for _, c in self.terms), *bent)


def feature(number: int) -> Target:
    """y_number, a feature as a function. Errors: TypeError and ValueError for anything but an integer from 0.

    >>> print(feature(2) + feature(0))
    y0 + y2
    """
    index = plain_integer("a feature", number)
    if index < 0:
        raise ValueError(f"a feature must be at least 0, not {index}")
    return Target(Fraction(0), ((index, Fraction(1)),))


def relu(inner: Target) -> Target:
    """max(0, inner). Errors: ValueError where inner has hinges of its own.

    >>> print(relu(feature(0)) + feature(0))
    y0 + max(0, y0)
    """
    if inner.hinges:
        raise ValueError(f"inside a hinge must be an affine function, not {inner}")
    return Target(Fraction(0), (), ((Fraction(1), inner),))


def absolute(inner: Target) -> Target:
    """|inner|.

    >>> absolute(feature(0))({0: Fraction(-2)})
    Fraction(2, 1)
    """
    return relu(inner) + relu(-inner)


def maximum(first: Target, second: Target) -> Target:
    """max(first, second): on Boolean features their OR.

    >>> maximum(feature(0), feature(1))({0: Fraction(1), 1: Fraction(3)})
    Fraction(3, 1)
    """
    return first + relu(second - first)


def minimum(first: Target, second: Target) -> Target:
    """min(first, second): on Boolean features their AND.

    >>> minimum(feature(0), feature(1))({0: Fraction(1), 1: Fraction(3)})
    Fraction(1, 1)
    """
    return first - relu(first - second)
