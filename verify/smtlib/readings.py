"""A network as scripts see it: layers of rows of Python integers, and for every output a sum and a threshold."""

from collections.abc import Callable
from typing import Protocol, final

import numpy as np

from verify.codes.base import SparseCode
from verify.smtlib.ranges import LayerRows, Row, layer_rows
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


def reading_of(network: object, sparsity: int, look: Callable[[], None]) -> Reading:
    """The network as scripts see it. Errors: TypeError for what is no network."""
    if isinstance(network, Network):
        return IntegerReading(network, sparsity, look)
    from verify.floats.network import FloatNetwork
    from verify.smtlib.float_reading import FloatReading

    if isinstance(network, FloatNetwork):
        return FloatReading(network, sparsity, look)
    raise TypeError(f"scripts are about networks, not about {network!r}")
