"""The plain forward pass: the definition of what an encoded network computes, in exact integers.

Nothing here is clever. Every partial sum is bounded below 2**63 by `Network.activation_bounds`, so int64 is exact.
"""

from collections.abc import Iterable

import numpy as np

from verify.arrays import Longs
from verify.codes.base import Code
from verify.statement.network import Network


def activations(network: Network, active: Iterable[int]) -> list[Longs]:
    """x_0, x_1, ..., x_L on the input whose active features are `active`."""
    x = np.zeros(network.input_code.rows, dtype=np.int64)
    for feature in sorted(set(active)):
        x = x + network.input_code.block(feature, feature + 1)[:, 0].astype(np.int64)
    states = [x]
    for layer in network.layers:
        # The product with nonzero entries only: x is sparse in most constructions, and int64 products are slow.
        live = np.flatnonzero(x)
        x = np.maximum(layer.weights[:, live].astype(np.int64) @ x[live] + layer.bias.astype(np.int64), 0)
        states.append(x)
    return states


def scores(network: Network, active: Iterable[int]) -> Longs:
    """<B_i, x_L> for every output i: shape (outputs,)."""
    return read_scores(network.output_code, activations(network, active)[-1])


def score(network: Network, active: Iterable[int], output: int) -> int:
    """<B_i, x_L> for one output i."""
    word = network.output_code.block(output, output + 1)[:, 0].astype(np.int64)
    return int(word @ activations(network, active)[-1])


def read_scores(code: Code, state: Longs, block: int = 4096) -> Longs:
    """<B_i, state> for all outputs, expanding `block` words of the code at a time."""
    parts = []
    for start in range(0, code.columns, block):
        words = code.block(start, min(start + block, code.columns))
        parts.append(state @ words.astype(np.int64))
    return np.concatenate(parts)


def outputs(network: Network, active: Iterable[int]) -> tuple[int, ...]:
    """The outputs that read 1.

    >>> from verify import IdentityCode
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> outputs(network, {0, 1})
    (0,)
    """
    return tuple(np.flatnonzero(scores(network, active) >= network.threshold).tolist())
