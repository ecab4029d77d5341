"""Networks made small, pruned and quantised. None of it escapes the count of bits."""

from bounds.arithmetic import Count, Enclosure, least_where
from bounds.errors import QuantityError, require_at_least
from bounds.lower import Bits, LowerBound, require_bits
from bounds.statement import Bound, Source


def sparse_network_bits(positions: int, nonzeros: int, bits_per_parameter: Bits) -> Enclosure:
    """Enclose the bits that `nonzeros` weights at free positions carry: N b + lg C(positions, N).

    Guarantee: for all choices of at most N nonzero weights of b bits among the positions, this many bits name
    the network; never more than N (b + lg(e positions/N)). Source: ours. Errors: QuantityError where there are more
    nonzeros than positions, or a number is out of range.

    >>> sparse_network_bits(10**6, 1000, 1).digits(1)
    '12401.4...'
    """
    bits = require_bits(bits_per_parameter)
    require_at_least("nonzeros", nonzeros, 0)
    require_at_least("positions", positions, 1)
    if nonzeros > positions:
        raise QuantityError(f"nonzeros must be at most the number of positions {positions}, not {nonzeros}")
    return Count.binomial(positions, nonzeros).lg() + nonzeros * bits


def least_nonzeros(bound: LowerBound, positions: int, bits_per_parameter: Bits) -> int:
    """Give the least number of nonzero weights with which the class fits, their positions being free.

    Guarantee: for all smaller N, the networks with at most N nonzero weights of b bits among the positions
    are fewer than the functions of the class. Exact search on the rising part of N b + lg C(positions, N);
    the least such number for whole b, never above it for fractions. Errors: QuantityError where not even the dense
    network holds lg|F| bits.

    >>> from bounds.classes import Permutations
    >>> from bounds.lower import lower_bound
    >>> least_nonzeros(lower_bound(Permutations(1024)), 1024**2, 1)
    673
    """
    bits = require_bits(bits_per_parameter)
    require_at_least("positions", positions, 1)
    needed = bound.function_class.fewest()
    if bound.parameters(bits) > positions:
        raise QuantityError(
            f"{positions} weights of {bits} bits hold fewer than the {bound.bits_interval} bits of "
            f"{bound.function_class.name}, however they are chosen"
        )

    def enough(nonzeros: int) -> bool:
        return (sparse_network_bits(positions, nonzeros, bits) - needed.lg()).high >= 0

    # N b + lg C(P, N) rises while (P - N) 2**b >= N + 1. For whole b its peak is above the dense network, so
    # it is enough; a fraction of b is dropped here, which can only make the answer too small.
    scale = 1 << int(bits)
    peak = (scale * positions - 1) // (scale + 1)
    return least_where(enough, 0, peak + 1)


def pruned_network(bound: LowerBound, dense_neurons: int, bits_per_parameter: Bits) -> tuple[Bound, Bound]:
    """Bound the surviving weights of a lottery ticket in a dense n0 x n0 layer, mask public and mask free.

    With a mask that is the same for all functions the survivors must hold all bits themselves. With a mask
    that depends on the function its positions carry up to lg(e n0^2/N) bits a weight: a permutation matrix
    has only m' nonzeros, so the first form would be false for it. AS state the first form.

    >>> from bounds.classes import Permutations
    >>> from bounds.lower import lower_bound
    >>> [bound.value for bound in pruned_network(lower_bound(Permutations(1024)), 1024, 1)]
    [8770, 673]
    """
    require_at_least("dense_neurons", dense_neurons, 1)
    bits, what = require_bits(bits_per_parameter), "surviving weights"
    public = "the mask is the same for all functions"
    free = f"the mask may depend on the function, n = {dense_neurons} neurons"
    fewest, at = least_nonzeros(bound, dense_neurons**2, bits), f"b = {bits}"
    return (
        bound.consequence(what, "lg(F)/b", bound.parameters(bits), public, at),
        bound.consequence(what, "lg(F)/(b + lg(E*n**2/N))", fewest, free, at, source=Source.COUNTING),
    )
