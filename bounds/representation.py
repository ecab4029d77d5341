"""Representing features without computing with them: logarithmically many neurons are enough, and needed.

Set beside the counting bound this is the exponential gap between representation and computation that AS
state.
"""

from math import comb, floor

from bounds.arithmetic import Count, lg, ln2
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
