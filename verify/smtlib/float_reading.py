"""A float network as scripts see it. A module of its own: scripts about integer networks rest on nothing of it."""

from collections.abc import Callable

import numpy as np

from verify.floats.exact_values import ExactNetwork
from verify.floats.network import FloatNetwork
from verify.smtlib.layer_ranges import LayerRows, Reading, later_layer, rows_of


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
        if layers:
            layers.append(later_layer(rows, bias, layers[-1], linear))
        else:
            ends = [_ends([weight for _, weight in row], sparsity) for row in rows]
            low, high = ([b + end[side] for b, end in zip(bias, ends, strict=True)] for side in (0, 1))
            layers.append(LayerRows(rows, bias, low, high, linear))
    thresholds = [int(threshold) for threshold in exact.thresholds]
    return Reading(tuple(layers), lambda output: [(output, 1)], thresholds.__getitem__, network.strict, True)


def _ends(weights: list[int], sparsity: int) -> tuple[int, int]:
    """The smallest and the largest sum of at most so many of the weights."""
    ordered = sorted(weights)
    return sum(min(0, w) for w in ordered[:sparsity]), sum(max(0, w) for w in ordered[-sparsity:])
