"""A network as scripts see it: layers of rows of Python integers, and for every output a sum and a threshold."""

from collections.abc import Callable

import numpy as np

from verify.codes.base import Code, SparseCode
from verify.smtlib.layer_ranges import Reading, Row, layer_rows
from verify.statement.network import Network


def reading_of(network: object, sparsity: int, look: Callable[[], None]) -> Reading:
    """The network as scripts see it. Errors: TypeError for what is no network."""
    if not isinstance(network, Network):
        from verify.smtlib.float_reading import float_reading

        return float_reading(network, sparsity, look)
    layers = layer_rows(network, sparsity, look)
    return Reading(layers, lambda output: _word(network.output_code, output), lambda _: network.threshold)


def _word(code: Code, output: int) -> Row:
    """The entries of an output's word that are not 0, as (neuron, weight)."""
    if isinstance(code, SparseCode):
        return [(e, 1) for e in code.supports(output, output + 1)[0].tolist()]
    word = code.block(output, output + 1)[:, 0]
    return [(e, int(word[e])) for e in np.flatnonzero(word).tolist()]
