"""How many features so many bits can compute: the counting bound read backwards."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Final, final

from bounds.arithmetic import least_where
from bounds.classes import FunctionClass, LabelledTwoAnd, Permutations
from bounds.errors import QuantityError, require_at_least
from bounds.lower import Bits, require_bits
from bounds.statement import Bound, Direction, Formula, Source, Tag


@final
@dataclass(frozen=True, slots=True)
class Family:
    """One class for every number m' of features, growing with it.

    `inverse` is m' as a formula in the bits B: from the expansion of lg|F| with its constant term, solved by
    Lambert's W, with an error that vanishes as B grows.
    """

    name: str
    least: int
    of_size: Callable[[int], FunctionClass]
    inverse: Formula


PERMUTATION: Final = Family(
    "permutation",
    1,
    Permutations,
    Formula("(B*ln(2) - ln(2*pi)/2)/LambertW((B*ln(2) - ln(2*pi)/2)/E) - 1/2"),
)
"""lg m'! = y lg y - y lg e + lg(2 pi)/2 - O(1/m') at y = m' + 1/2, so y (ln y - 1) = B ln 2 - ln(2 pi)/2. It
also is 2-AND on all pairs (m' = C(m,2)), the class of pairwise features with the fewest bits per feature."""

TWO_AND: Final = Family(
    "2-and",
    3,
    lambda size: LabelledTwoAnd(size, size),
    Formula("(B*ln(2)/2 + 1)/LambertW((B*ln(2)/2 + 1)/sqrt(2))"),
)
"""2-AND with as many outputs as inputs: lg|F| = m'(2 lg m' - 1) - 2 lg e + O(1/m')."""

FAMILIES: Final = {family.name: family for family in (PERMUTATION, TWO_AND)}

CAPACITY_THEOREMS: Final = (
    "parameters_of_fixed_length",
    *Permutations(PERMUTATION.least).theorems,
    *LabelledTwoAnd(TWO_AND.least, TWO_AND.least).theorems,
    "capacity_of_parameters",
)
"""Theorems in Coq: N b >= lg|F|, the counts |F| of both families, and the same solved for the number of outputs."""


def capacity(family: Family, bits: Bits) -> int:
    """Give the most features m' that `bits` bits can compute: the largest m' with lg|F| <= bits.

    Exact search: lg|F| grows with m', and every comparison is decided with certain digits. 0 where not even
    the least member of the family fits.

    Guarantee: for all m' above the answer, some function (all but a 2**(1-c) part, up to c bits) of the
    family's class at m' cannot be computed by any method with so many parameter bits. Errors: QuantityError where the
    bits are not a positive integer or fraction.

    >>> capacity(PERMUTATION, 10**6), capacity(TWO_AND, 10**6)
    (68403, 34324)
    """
    budget = require_bits(bits)

    def fits(size: int) -> bool:
        return family.of_size(size).most().least_multiple(budget) <= 1

    if not fits(family.least):
        return 0
    low = _guess(family, budget)
    step = 1
    while not fits(low):
        low, step = max(family.least, low - step), 2 * step
    high = low + 1
    while fits(high):
        low, high = high, 2 * high - low + 1
    return least_where(lambda size: not fits(size), low + 1, high) - 1


def _guess(family: Family, budget: Fraction) -> int:
    """Give a size near the answer, which makes the search short: lg|F| is m' times a slow function."""
    size = max(family.least, floor(budget))
    for _ in range(12):
        needed = family.of_size(size).most().lg(0).low
        step = floor((budget - needed) / (needed / size + 2))
        size = max(family.least, size + step)
        if abs(step) <= 1:
            break
    return size


def capacity_by_lambert(family: Family, bits: Bits) -> int:
    """Give floor(m') of the family's closed form with Lambert's W, evaluated to 60 digits.

    Agrees with `capacity` up to 1 for all budgets of 16 bits or more (the tests walk a grid to 10**18); the
    exact search is the answer, this is its formula. Imports sympy. Errors: QuantityError where the bits are below 16,
    where the expansion is not yet close.

    >>> capacity_by_lambert(PERMUTATION, 10**6), capacity_by_lambert(TWO_AND, 10**6)
    (68403, 34324)
    """
    budget = require_bits(bits)
    if budget < 16:
        raise QuantityError(f"the closed form of the capacity needs at least 16 bits, not {bits}")
    return int(family.inverse.at({"B": budget}).evalf(60) // 1)


def network_capacity(family: Family, neurons: int, layers: int, bits_per_parameter: Bits) -> Bound:
    """Bound the features that L layers of n x n parameters of b bits can compute.

    The value is exact. To first order it is b L n^2/(2 lg n) for permutations and b L n^2/(4 lg n) for 2-AND
    with m = m'; the true limit lies above these by a factor that tends to 1 slowly (about 1 + lg lg n/(2 lg
    n)), so they are no upper bounds themselves.

    >>> print(network_capacity(PERMUTATION, 1000, 1, 1).value)
    68403
    """
    if neurons < 1 or layers < 1:
        raise QuantityError(f"neurons and layers must be at least 1, not {neurons} and {layers}")
    bits = require_bits(bits_per_parameter)
    return _features(
        family,
        "b*L*n**2",
        bits * layers * neurons**2,
        f"n = {neurons}, L = {layers} layers of n x n weights of b = {bits} bits, all else public",
        "the same architecture and public objects serve all functions of the class",
    )


def distilled_features(family: Family, parameters: int, bits_per_parameter: Bits) -> Bound:
    """Bound the features that any student of P parameters of b bits can compute, whatever its teacher.

    >>> distilled_features(TWO_AND, 10**6, 1).value
    34324
    """
    require_at_least("parameters", parameters, 1)
    bits = require_bits(bits_per_parameter)
    return _features(
        family,
        "b*P",
        bits * parameters,
        f"P = {parameters} parameters of b = {bits} bits, all else the same for every function",
        "all functions of the class are to be computed, or all but a small part of them",
    )


def _features(family: Family, budget: str, bits: Fraction, *hypotheses: str) -> Bound:
    """The capacity at so many bits, which the formula `budget` gives."""
    return Bound(
        f"features ({family.name})",
        Direction.UPPER,
        Formula(family.inverse.text.replace("B", f"({budget})")),
        capacity(family, bits),
        hypotheses,
        Source.ADLER_SHAVIT,
        Tag.OURS,
    )
