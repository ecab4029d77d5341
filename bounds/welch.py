"""Interference that no code avoids: the Welch bound, for equal and for different codes at the two ends."""

from collections.abc import Callable
from fractions import Fraction

from bounds.arithmetic import least_where
from bounds.errors import QuantityError, require_at_least
from bounds.statement import Bound, Direction, Formula, Source, Tag


def welch_squared_coherence(features: int, neurons: int) -> Fraction:
    """Give the least possible square of the largest interference among m unit codes in n neurons, exactly.

    mu**2 >= (m - n)/(n (m - 1)), 0 where m <= n. Guarantee: for all real A, B in R^(n x m) with
    <B_i, A_i> = 1 for every i, some i != j has <B_i, A_j>**2 at least this large. (B^T A has trace m and rank
    at most n, so m**2 <= n |B^T A|_F**2 <= n (m + m (m-1) mu**2); unit codes with A = B are Welch's case.) Source:
    Welch (1974), k = 1; for two different codes after Alon (2003). Errors: QuantityError where either size is below 1.

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

    n >= m/(1 + (m-1) mu**2), rounded up exactly. Errors: QuantityError where mu is not in [0, 1].

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


def least_worst_error(features: int, neurons: int) -> Fraction:
    """Bound from below the worst error of giving back m features in [0, 1], two at most not 0, through n neurons.

    Guarantee: for all real B, A in R^(n x m) and b: if every |max(0, <B_i, A y> + b_i) - y_i| is at most e for all y in
    [0, 1]^m with at most two entries that are not 0, then e is at least this; the best such bound below 1/2, rounded
    down to a multiple of 2**-20. Errors: QuantityError where either size is below 1. Source: ours, by the Welch bound;
    the proof is in docs/methods.md.

    >>> [round(float(least_worst_error(m, n)), 4) for m, n in ((5, 2), (4, 3), (3, 3))]
    [0.1687, 0.114, 0.0]
    """
    squared = welch_squared_coherence(features, neurons)

    def possible(error: Fraction) -> bool:
        return (2 * error) ** 2 >= squared * ((1 - error) * (1 - 2 * error)) ** 2

    return _just_impossible(possible)


def least_read_out_error(features: int, neurons: int) -> Fraction:
    """Bound from below the worst error of m values, each 1 on an input of its own and 0 on the others', read from n.

    Guarantee: for all functions h to R^n, real B (m x n) and b: if B h(y_j) + b is off by at most e from unit vector
    e_j on some m inputs y_j, and from 0 on another, then e is at least this, rounded down to a multiple of 2**-20. So
    max(0, y_i) and y_i + max(0, y_i) beside a stream that carries y cost at least so much, at every sparsity. Errors:
    QuantityError where either size is below 1. Source: ours, from the Welch bound.

    >>> [round(float(least_read_out_error(m, n)), 4) for m, n in ((100, 50), (6, 4), (5, 5))]
    [0.0897, 0.1667, 0.0]
    """

    # For e < 1/2 the matrix of B h(y_j) + b has rank at most n + 1, entries of at least 1 - e on its diagonal and of at
    # most e beside it, and less its column on the last input rank n, 1 - 2 e and 2 e. Divided by the diagonal,
    # e/(1 - e) is at least the Welch bound for n + 1, and 2 e/(1 - 2 e) that for n.
    def least(rank: int, share: int) -> Fraction:
        squared = welch_squared_coherence(features, rank)
        return _just_impossible(lambda e: share * e >= 1 or (share * e) ** 2 >= squared * (1 - share * e) ** 2)

    return max(least(neurons + 1, 1), least(neurons, 2))


def _just_impossible(possible: Callable[[Fraction], bool]) -> Fraction:
    """The largest multiple of 2**-20 below 1/2 that is no possible error yet."""
    return Fraction(least_where(lambda units: possible(Fraction(units, 2**20)), 1, 2**19) - 1, 2**20)
