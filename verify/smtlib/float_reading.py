"""A float network as scripts see it. A module of its own: scripts about integer networks rest on nothing of it."""

from collections.abc import Callable
from typing import final

import numpy as np

from verify.floats.exact import ExactNetwork
from verify.floats.network import FloatNetwork
from verify.smtlib.ranges import LayerRows, Row, later_layer, rows_of


@final
class FloatReading:
    """A float network in integers of any size at a common power of two: its last layer are the scores."""

    def __init__(self, network: FloatNetwork, sparsity: int, look: Callable[[], None]) -> None:
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
        self.layers, self.strict = tuple(layers), network.strict
        self._thresholds = exact.thresholds.tolist()

    def word(self, output: int) -> Row:
        """The score itself."""
        return [(output, 1)]

    def threshold(self, output: int) -> int:
        """The threshold of this output, in the unit of the scores."""
        return int(self._thresholds[output])


def _ends(weights: list[int], sparsity: int) -> tuple[int, int]:
    """The smallest and the largest sum of at most so many of the weights."""
    ordered = sorted(weights)
    return sum(min(0, w) for w in ordered[:sparsity]), sum(max(0, w) for w in ordered[-sparsity:])
