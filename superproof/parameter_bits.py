"""The bits of every number of a network that may depend on the problem (design.md section 2)."""

from collections.abc import Iterator
from math import ceil, log2

import numpy as np

from verify import BareCode, Network
from verify.codes.base import IntMatrix

THRESHOLD_BITS = 64
DENSE = 2**24
"""Ranges of values that are counted in a table instead of sorted."""


def stored_bits(network: Network) -> int:
    """Weights, biases and bare codes at their stored width, and the threshold at 64 bits.

    >>> from verify import IdentityCode
    >>> stored_bits(Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1))
    88
    """
    return THRESHOLD_BITS + sum(8 * array.nbytes for array in _arrays(network))


def entropy_bits(network: Network) -> int:
    """As `stored_bits`, but each array at the empirical entropy of its values (the table of values is not counted).

    >>> from verify import IdentityCode
    >>> entropy_bits(Network([([[1, 0]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1))
    66
    """
    return THRESHOLD_BITS + sum(ceil(_entropy(array)) for array in _arrays(network))


def _arrays(network: Network) -> Iterator[IntMatrix]:
    for layer in network.layers:
        yield from (layer.weights, layer.bias)
    yield from (code.matrix for code in (network.input_code, network.output_code) if isinstance(code, BareCode))


def _entropy(array: IntMatrix) -> float:
    low, high = int(array.min()), int(array.max())
    if high - low < DENSE:
        counts = np.bincount((array.astype(np.int64) - low).ravel())
        counts = counts[counts > 0]
    else:
        counts = np.unique(array, return_counts=True)[1]
    return float(sum(count * log2(array.size / count) for count in counts.tolist()))
