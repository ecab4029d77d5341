"""A network as scripts see it: layers of rows of Python integers, and for every output a sum and a threshold."""

from collections.abc import Callable
from typing import Protocol, final

import numpy as np

from verify.codes.base import SparseCode
from verify.floats.exact import ExactNetwork
from verify.floats.network import FloatNetwork
from verify.smtlib.ranges import LayerRows, Row, later_layer, layer_rows, rows_of
from verify.statement.network import Network


class Reading(Protocol):
    """Output i reads 1 iff the sum of its `word` over the last layer is >= `threshold`(i), or > where `strict`."""

    layers: tuple[LayerRows, ...]
    strict: bool

    def word(self, output: int) -> Row:
        """The reading weights that are not 0, as (neuron, weight)."""

    def threshold(self, output: int) -> int:
        """What the sum is compared with."""


@final
class IntegerReading:
    """An integer network, read through its output code."""

    strict = False

    def __init__(self, network: Network, sparsity: int, look: Callable[[], None]) -> None:
        self.layers = layer_rows(network, sparsity, look)
        self._network = network

    def word(self, output: int) -> Row:
        """The word of the output code."""
        code = self._network.output_code
        if isinstance(code, SparseCode):
            return [(e, 1) for e in code.supports(output, output + 1)[0].tolist()]
        word = code.block(output, output + 1)[:, 0]
        return [(e, int(word[e])) for e in np.flatnonzero(word).tolist()]

    def threshold(self, output: int) -> int:
        """The one threshold."""
        return self._network.threshold


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


def reading_of(network: object, sparsity: int, look: Callable[[], None]) -> Reading:
    """The network as scripts see it. Errors: TypeError for what is no network."""
    if isinstance(network, FloatNetwork):
        return FloatReading(network, sparsity, look)
    if isinstance(network, Network):
        return IntegerReading(network, sparsity, look)
    raise TypeError(f"scripts are about networks, not about {network!r}")
