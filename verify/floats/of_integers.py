"""An integer network as a float network that gives the same scores."""

import numpy as np

from verify.floats.network import FloatNetwork
from verify.statement.network import Network

WORDS = 1024
LARGEST = 2**53


def as_floats(network: Network) -> FloatNetwork:
    """The same function of the features, as float64: codes become weights, the reading a linear layer.

    Guarantee: for every Boolean input all scores and readings are equal. Errors: OverflowError where a number has 2**53
    or more.

    >>> from verify import IdentityCode
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> as_floats(network).scores({0, 1}), as_floats(network)({0, 1}).tolist()
    ([Fraction(1, 1)], [True])
    """
    first, code = network.layers[0], network.input_code
    if network.activation_bounds[1] >= 2**63 or abs(network.threshold) >= LARGEST:
        raise OverflowError(f"numbers of an integer network must stay below 2**53 to be floats: {network!r}")
    columns = [
        first.weights.astype(np.int64) @ code.block(start, min(start + WORDS, code.columns)).astype(np.int64)
        for start in range(0, code.columns, WORDS)
    ]
    reading = network.output_code
    words = [reading.block(at, min(at + WORDS, reading.columns)) for at in range(0, reading.columns, WORDS)]
    layers: list[tuple[object, object, object]] = [(np.concatenate(columns, axis=1), first.bias, True)]
    layers += [(layer.weights, layer.bias, True) for layer in network.layers[1:]]
    layers.append((np.concatenate(words, axis=1).T.astype(np.int64), np.zeros(network.outputs, dtype=np.int64), False))
    try:
        return FloatNetwork(layers, network.threshold, "float64", construction=network.construction)
    except ValueError as error:
        raise OverflowError(f"numbers of an integer network must stay below 2**53 to be floats: {error}") from error
