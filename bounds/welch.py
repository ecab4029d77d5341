"""Interference that no code avoids: the Welch bound, for equal and for different codes at the two ends."""

from fractions import Fraction

from bounds.arithmetic import Enclosure
from bounds.errors import QuantityError, require_at_least
from bounds.statement import Bound, Direction, Formula, Source, Tag


def welch_squared_coherence(features: int, neurons: int) -> Fraction:
    """Give the least possible square of the largest interference among m unit codes in n neurons, exactly.

    mu**2 >= (m - n)/(n (m - 1)), 0 where m <= n. Guarantee: for all real A, B in R^(n x m) with
    <B_i, A_i> = 1 for every i, some i != j has <B_i, A_j>**2 at least this large. (B^T A has trace m and rank
    at most n, so m**2 <= n |B^T A|_F**2 <= n (m + m (m-1) mu**2); unit codes with A = B are Welch's case.)

    Source: Welch (1974), k = 1; for two different codes after Alon (2003).

    Raises:
        QuantityError: where either size is below 1.

    >>> welch_squared_coherence(1024, 448)
    Fraction(3, 2387)
    """
    require_at_least("features", features, 1)
    require_at_least("neurons", neurons, 1)
    if features <= neurons:
        return Fraction(0)
    return Fraction(features - neurons, neurons * (features - 1))


def neurons_for_coherence(features: int, coherence: Fraction) -> Bound:
    """Bound the neurons from below where no two codes may interfere by more than `coherence` = mu.

    n >= m/(1 + (m-1) mu**2), rounded up exactly.

    Raises:
        QuantityError: where mu is not in [0, 1].

    >>> neurons_for_coherence(1024, Fraction(1, 20)).value
    288
    """
    require_at_least("features", features, 1)
    if not isinstance(coherence, int | Fraction) or not 0 <= coherence <= 1:
        raise QuantityError(f"coherence must be a Fraction between 0 and 1, not {coherence!r}")
    exact = Fraction(features) / (1 + (features - 1) * Fraction(coherence) ** 2)
    return Bound(
        "neurons",
        Direction.LOWER,
        Formula("m/(1 + (m - 1)*mu**2)"),
        -(-exact.numerator // exact.denominator),
        (f"every feature is read linearly as 1, every other one interferes by at most mu = {coherence}",),
        Source.WELCH,
        Tag.OTHER,
    )


def interference_bound(features: int, neurons: int) -> Bound:
    """Bound the square of the largest interference from below, as a `Bound`.

    >>> print(interference_bound(4, 2).value)
    0.333...
    """
    return Bound(
        "squared interference",
        Direction.LOWER,
        Formula("Max(m - n, 0)/(n*(m - 1))"),
        Enclosure.exactly(welch_squared_coherence(features, neurons)),
        (f"m = {features} features on n = {neurons} neurons, each read linearly as 1",),
        Source.WELCH,
        Tag.OTHER,
    )
