"""The bits of every number of a network that may depend on the problem."""

from dataclasses import dataclass
from math import ceil, log2
from typing import final

import numpy as np

from bounds.audit.parameter_stream import code_numbers, decode_parameters, encode_parameters, layer_arrays
from bounds.audit.range_coder import histogram
from bounds.errors import CodingError
from bounds.sparse import sparse_network_bits
from verify import FloatNetwork, Network
from verify.arrays import Integers, Reals
from verify.floats import precision_named

THRESHOLD_BITS = 64
QUICKLY_ENCODED = 2_000_000
"""Numbers up to which a network is encoded and decoded unless told otherwise: about a second."""


@final
@dataclass(frozen=True, slots=True)
class ParameterBits:
    """What a network spends, in bits, counted in four ways.

    Attributes:
        stored: weights, biases and bare codes at their stored width, the threshold at 64 bits, and the seeds; of a
            float network its `parameter_bits`, where zeros may be left out.
        entropy: the same with each array at the empirical entropy of its values; no code, as the table of values is
            not counted, but what its coders approach.
        encoded: 8 times the bytes of an actual encoding, tables, shapes and seeds included, that was decoded again;
            None where that was left out.
        sparse: as stored, but each array as its nonzeros at their stored width and lg C(size, nonzeros) for where
            they are.
        seeds: the part of each figure that names the seeds of public codes. All bits of a seed are counted: it
            may carry those of a search.
    """

    stored: int
    entropy: int
    encoded: int | None
    sparse: int
    seeds: int

    @property
    def least(self) -> int:
        """The fewest bits from which the network can be read back: of `stored`, `encoded` and `sparse`."""
        return min(self.stored, self.sparse, self.stored if self.encoded is None else self.encoded)


def parameter_bits(network: Network | FloatNetwork, *, encode: bool | None = None) -> ParameterBits:
    """Count every bit of a network that may depend on its problem (public recipes do not, but for their seeds).

    Guarantee: for all networks, threshold, layers, bare codes and seeds were read back from `encoded` bits, each
    number equal. Time: O(numbers), about half a second a million for encoding and decoding, 0.02 for the rest; by
    default (`encode` None) networks of more than `QUICKLY_ENCODED` numbers are not encoded, and networks of floats,
    whose values hardly repeat, never are. Source: ours. Errors: CodingError where decoding gives another network: a bug
    of ours.

    >>> from verify import IdentityCode
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> parameter_bits(network)
    ParameterBits(stored=88, entropy=64, encoded=144, sparse=91, seeds=0)
    """
    if isinstance(network, FloatNetwork):
        return _of_floats(network)
    arrays = _arrays(network)
    if encode is None:
        encode = sum(array.size for array in arrays) <= QUICKLY_ENCODED
    seeds = sum(own.bit_length() for own in code_numbers(network) if isinstance(own, int))
    fixed = THRESHOLD_BITS + seeds
    return ParameterBits(
        stored=fixed + sum(8 * array.nbytes for array in arrays),
        entropy=fixed + sum(ceil(_entropy(histogram(array)[1], array.size)) for array in arrays),
        encoded=_encoded(network) if encode else None,
        sparse=fixed + sum(_sparse(array, 8 * array.dtype.itemsize) for array in arrays),
        seeds=seeds,
    )


def parameters(network: Network | FloatNetwork) -> int:
    """How many numbers of a network may depend on its problem, zeros included: weights, biases, thresholds, bare codes.

    Of a float network what the note on its construction says (a tied matrix is stored once), or else those that are not
    0, since absent biases are zeros that nobody stores.

    >>> from verify import IdentityCode
    >>> parameters(Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1))
    4
    """
    if isinstance(network, FloatNetwork):
        noted = network.construction.get("parameters")
        return noted if type(noted) is int and noted > 0 else network.parameters
    return 1 + sum(array.size for array in _arrays(network))


def _of_floats(network: FloatNetwork) -> ParameterBits:
    """The same of a network of floats; a layer of rectified and linear neurons takes a bit a neuron that says which."""
    width = precision_named(network.precision).bits
    arrays = [array for layer in network.layers for array in (layer.weights, layer.bias)] + [network.thresholds]
    kinds = sum(len(layer.bias) for layer in network.layers if len(set(layer.rectified.tolist())) > 1)
    return ParameterBits(
        stored=network.parameter_bits,
        entropy=kinds + sum(ceil(_entropy(np.unique(array, return_counts=True)[1], array.size)) for array in arrays),
        encoded=None,
        sparse=kinds + sum(_sparse(array, width) for array in arrays),
        seeds=0,
    )


def _encoded(network: Network) -> int:
    stream = encode_parameters(network)
    if not decode_parameters(stream).belong_to(network):
        raise CodingError(f"the parameters of {network!r} must be what their {len(stream)} bytes decode to")
    return 8 * len(stream)


def stored_width(network: Network | FloatNetwork) -> int:
    """Bits of the widest type in which a weight of this network is stored."""
    if isinstance(network, FloatNetwork):
        return precision_named(network.precision).bits
    return max(8 * layer.weights.dtype.itemsize for layer in network.layers)


def _arrays(network: Network) -> list[Integers]:
    return [*layer_arrays(network), *(own for own in code_numbers(network) if not isinstance(own, int))]


def _entropy(counts: Integers, size: int) -> float:
    """Bits of `size` values of which so many are alike."""
    return float(sum(count * log2(size / count) for count in counts.tolist()))


def _sparse(array: Integers | Reals, width: int) -> int:
    nonzeros = int((array != 0).sum())
    # The number of nonzeros itself is one of size + 1.
    number = array.size.bit_length()
    return number + ceil(sparse_network_bits(array.size, nonzeros, width).high)
