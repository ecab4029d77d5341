"""An integer network as a network of floats that nobody's evaluation rounds."""

import numpy as np

from verify import FloatNetwork, IdentityCode, Network

EXACT = {"float32": 2**24, "float64": 2**53}
"""Integers up to these are floats, and their sums."""


def float_network_of(network: Network) -> FloatNetwork:
    """The same function of the features, with codes as linear layers (none for identities), in float32 or else float64.

    Guarantee: for all Boolean inputs, every order of every sum is exact, because a bound on all partial sums is a float
    of the type. Errors: OverflowError where that bound is above 2**53.

    >>> from verify import IdentityCode, Network
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> float_network_of(network).widths
    (2, 1)
    """
    most = max(*network.activation_bounds, abs(network.threshold))
    precision = next((name for name, exact in EXACT.items() if most <= exact), None)
    if precision is None:
        raise OverflowError(
            f"scores of up to {most.bit_length()} bits are no floats: float64 holds integers of 53 bits"
        )
    layers: list[tuple[object, object, object]] = []
    for code, inner in ((network.input_code, network.layers), (network.output_code, ())):
        if not isinstance(code, IdentityCode):
            matrix = code.block(0, code.columns)
            matrix = matrix if code is network.input_code and inner else matrix.T
            layers.append((matrix, np.zeros(len(matrix)), False))
        layers.extend((layer.weights, layer.bias, True) for layer in inner)
    return FloatNetwork(layers, network.threshold, precision, False, network.construction)
