"""Representing features without computing with them: logarithmically many neurons are enough, and needed.

Set beside the counting bound this is the exponential gap between representation and computation that AS state. A code
is superimposed (also called v-disjunct, or a v-cover-free family) where no feature's 0/1 code is covered by those of v
others: a network then reads every feature of a v-sparse input from an OR of codes, of length n for m code words.
"""

from fractions import Fraction
from itertools import count
from math import comb, floor, isqrt

from bounds.arithmetic import Count, least_where, lg, ln2
from bounds.errors import require_at_least
from bounds.lower import Bits, require_bits
from bounds.statement import Bound, Direction, Formula, Source, Tag


def random_sign_codes(features: int, sparsity: int) -> Bound:
    """Bound from above the neurons that represent m features, v at a time, read linearly with a threshold.

    n = floor(2 (2v-1)**2 ln(m(m-1))) + 1 coordinates of +-1 are enough. Guarantee: there are codes of that
    length such that for all sets of at most v active features, <A_i, x>/n exceeds every score of an inactive
    feature whenever i is active, x being the sum of the active codes. (Hoeffding: two random codes have
    |<A_i, A_j>|/n >= 1/(2v-1) with probability at most 2 exp(-n/(2 (2v-1)**2)); a sum over pairs below 1
    leaves a code in which no pair does; then 1 - (v-1) mu > v mu.) Source: the argument of Johnson and Lindenstrauss
    with Hoeffding's inequality; the constant is ours. Errors: QuantityError where there are fewer than 2 features, or
    the sparsity is below 1.

    >>> random_sign_codes(1024, 2).value
    250
    """
    _check(features, sparsity)
    exact = lg(features * (features - 1)) * ln2() * (2 * (2 * sparsity - 1) ** 2)
    return Bound(
        "neurons to represent",
        Direction.UPPER,
        Formula("2*(2*v - 1)**2*ln(m*(m - 1)) + 1"),
        floor(exact.high) + 1,
        (f"m = {features}, v = {sparsity}, linear reading with one threshold, nothing is computed",),
        Source.HOEFFDING,
        Tag.OURS,
    )


def distinguishing_bits(features: int, sparsity: int, bits_per_neuron: Bits) -> Bound:
    """Bound from below the neurons of b bits in which all sets of at most v features look different.

    n b >= lg sum_{i<=v} C(m, i), whatever decodes them. Source: ours (counting).

    >>> distinguishing_bits(1024, 2, 8).value
    3
    """
    _check(features, sparsity)
    bits = require_bits(bits_per_neuron)
    sets = sum(comb(features, size) for size in range(min(features, sparsity) + 1))
    return Bound(
        "neurons to represent",
        Direction.LOWER,
        Formula("lg(Sum(binomial(m, i), (i, 0, v)))/b"),
        Count.power(sets, 1).least_multiple(bits),
        (f"m = {features}, v = {sparsity}, a neuron's value takes one of 2**b values, b = {bits}, any decoder",),
        Source.COUNTING,
        Tag.OURS,
    )


def _check(features: int, sparsity: int) -> None:
    require_at_least("features", features, 2)
    require_at_least("sparsity", sparsity, 1)


def superimposed_length_at_least(features: int, sparsity: int) -> Bound:
    """Bound the length n of a v-disjunct code with m words from below, exactly.

    v = 1: m <= C(n, floor(n/2)) (Sperner). v >= 2: m <= v + C(n, t), t = ceil((n - v)/C(v+1, 2)) (Füredi).

    Guarantee: every 0/1 matrix with m columns in which no column is covered by v others has at least `value` rows.
    Time: O(value) binomial coefficients. Source: Sperner (1928); Füredi (1996). Details: docs/methods.md. Errors:
    QuantityError where a size is out of range.

    >>> [superimposed_length_at_least(1024, v).value for v in (1, 2, 3)]
    [13, 15, 20]
    """
    require_at_least("features", features, 1)
    require_at_least("sparsity", sparsity, 1)
    length = next(length for length in count(1) if _most_words(length, sparsity) >= features)
    text = "C(n, floor(n/2)) >= m" if sparsity == 1 else "v + C(n, ceil((n-v)/C(v+1,2))) >= m"
    return Bound(
        "neurons of a superimposed code",
        Direction.LOWER,
        Formula("v**2/lg(v + 1)*lg(m)"),
        length,
        (
            f"m = {features} words, none covered by v = {sparsity} others",
            f"the value is the least n with {text}; the formula is its order of growth",
        ),
        Source.SPERNER if sparsity == 1 else Source.FUREDI,
        Tag.OTHER,
    )


def _most_words(length: int, sparsity: int) -> int:
    if sparsity == 1:
        return comb(length, length // 2)
    if length <= sparsity + 1:
        return max(length, 1)  # too short for the proof's antichain; v words of one element each, or one word
    return sparsity + comb(length, -(-(length - sparsity) // comb(sparsity + 1, 2)))


def random_superimposed_length(features: int, sparsity: int) -> Bound:
    """Bound the length of a v-disjunct code from above by random words, with an exact constant.

    Each entry is 1 with probability 1/(v+1). A word is covered by v given others with probability
    (1 - v**v/(v+1)**(v+1))**n; there are m C(m-1, v) such events, and where they sum to less than 1 a code
    exists. Source: folklore; this rounding is ours.

    >>> random_superimposed_length(1024, 2).value
    126
    """
    require_at_least("sparsity", sparsity, 1)
    require_at_least("features", features, sparsity + 1)
    events = features * comb(features - 1, sparsity)
    uncovered = 1 - Fraction(sparsity**sparsity, (sparsity + 1) ** (sparsity + 1))
    exact = lg(events) / (lg(1 / uncovered))
    return Bound(
        "neurons of a superimposed code",
        Direction.UPPER,
        Formula("lg(m*binomial(m - 1, v))/lg(1/(1 - v**v/(v + 1)**(v + 1)))"),
        floor(exact.high) + 1,
        (f"m = {features} words, none covered by v = {sparsity} others; random words, existence only",),
        Source.COUNTING,
        Tag.OURS,
    )


def kautz_singleton_length(features: int, sparsity: int) -> Bound:
    """Bound the length of a v-disjunct code from above by Reed-Solomon words, explicitly.

    Polynomials of degree below d over a prime field of q elements give q**d words; w = v (d-1) + 1 <= q
    blocks of q neurons are enough, since two words share at most d - 1 neurons. The value is the least q w
    over all d. Source: Kautz and Singleton (1964), over prime fields.

    >>> kautz_singleton_length(1024, 2).value
    49
    """
    require_at_least("features", features, 1)
    require_at_least("sparsity", sparsity, 1)
    best = features  # one neuron per feature is always disjunct
    for degree in range(1, (features - 1).bit_length() + 1):
        blocks = sparsity * (degree - 1) + 1
        best = min(best, blocks * _field(features, degree, blocks))
    return Bound(
        "neurons of a superimposed code",
        Direction.UPPER,
        Formula("Min(q*(v*(d - 1) + 1))"),
        best,
        (f"m = {features} words, none covered by v = {sparsity} others; least over d with prime q**d >= m",),
        Source.KAUTZ_SINGLETON,
        Tag.OTHER,
    )


def _field(features: int, degree: int, blocks: int) -> int:
    """Give the least prime q >= `blocks` with q**degree >= `features`."""
    least = least_where(lambda q: q**degree >= features, blocks, features)
    return next(q for q in count(max(2, least)) if all(q % divisor for divisor in range(2, isqrt(q) + 1)))
