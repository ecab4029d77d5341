"""A float network as scripts see it. A module of its own: scripts about integer networks rest on nothing of it."""

from collections.abc import Callable

import numpy as np

from verify.floats.exact_values import ExactNetwork
from verify.floats.network import FloatNetwork
from verify.smtlib.readings import LayerRows, Reading, first_layer, later_layer, rows_of


def float_reading(network: object, sparsity: int, look: Callable[[], None]) -> Reading:
    """The network in integers of any size at a common power of two: its last layer are the scores.

    Errors: TypeError for what is no float network.
    """
    if not isinstance(network, FloatNetwork):
        raise TypeError(f"scripts are about networks, not about {network!r}")
    exact, layers = ExactNetwork(network), list[LayerRows]()
    for layer in exact.layers:
        up = layer.exponent - exact.exponent if layer is exact.layers[-1] else 0
        rows, bias = rows_of(layer.weights << up, look), (layer.bias << up).tolist()
        linear = frozenset(np.flatnonzero(~layer.rectified).tolist())
        first = not layers
        layers.append(
            first_layer(rows, bias, sparsity, linear) if first else later_layer(rows, bias, layers[-1], linear)
        )
    thresholds = [int(threshold) for threshold in exact.thresholds]
    return Reading(tuple(layers), lambda output: [(output, 1)], thresholds.__getitem__, network.strict, True)
