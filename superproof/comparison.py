"""A problem, and a network for it, beside the counting lower bound (after AS, Theorem 3.1)."""

from dataclasses import dataclass
from typing import final

from bounds import class_of, lower_bound
from bounds.errors import SparsityTooSmallError
from superproof.parameter_bits import entropy_bits, stored_bits
from verify import Network, Problem

DEFAULT_WIDTH = 8
"""Bits of a parameter where no network says otherwise."""
CAVEAT = (
    "The bound counts functions: with 64 parameter bits less, fewer than one in 2^63 of all problems of these sizes "
    "could be computed, whatever the network (after AS, Theorem 3.1)."
)


@final
@dataclass(frozen=True)
class Comparison:
    """Bits and neurons that most functions of the problem's class need, and what the network spends.

    `width` is b, the bits of one parameter in `bound_parameters` and `bound_neurons`; `bound_neurons` is for `layers`
    layers of n x n weights and n biases. The bounds are None, with `obstacle`, where inputs are so sparse that
    different functions of the class agree on all of them. The network's figures are None without a network.
    """

    width: int
    layers: int
    bound_bits: int | None
    bound_parameters: int | None
    bound_neurons: int | None
    obstacle: str | None
    parameter_bits: int | None
    entropy_bits: int | None


def compare(problem: Problem, network: Network | None, width: int | None = None) -> Comparison:
    """The comparison at `width` bits a parameter: by default the stored width of the network's weights, or 8."""
    width = width or (DEFAULT_WIDTH if network is None else stored_width(network))
    layers = 1 if network is None else len(network.layers)
    bits = parameters = neurons = obstacle = None
    try:
        bound = lower_bound(class_of(problem))
        bits, parameters = bound.bits, bound.parameters(width)
        neurons = bound.neurons(width, layers=layers, biases=True)
    except SparsityTooSmallError as error:
        obstacle = str(error)
    return Comparison(
        width=width,
        layers=layers,
        bound_bits=bits,
        bound_parameters=parameters,
        bound_neurons=neurons,
        obstacle=obstacle,
        parameter_bits=None if network is None else stored_bits(network),
        entropy_bits=None if network is None else entropy_bits(network),
    )


def stored_width(network: Network) -> int:
    """Bits of the widest type in which a weight of this network is stored."""
    return max(8 * layer.weights.dtype.itemsize for layer in network.layers)
