"""What a network reads on many inputs at once. Not trusted: verdicts rest on the plain forward pass."""

from typing import Any

import numpy as np

from verify.arrays import Bools, Longs, Numbers
from verify.statement.given import Input, is_batch, one_input, require_batch

WORDS = 1024
"""Words of a code that are expanded at once."""


def read(network: Any, given: Input) -> Bools:
    """What every output reads, shape (m',), or (B, m') for a batch: `network(given)`. Errors: as `verify.outputs`."""
    if is_batch(given):
        scores = batch_scores(network, np.asarray(given))
    else:
        x = _zeros(network, 1)
        for feature in one_input(network.inputs, given):
            x += network.input_code.block(feature, feature + 1).T
        scores = _read(network, x)[0]
    return np.asarray(scores >= network.threshold)


def batch_scores(network: Any, batch: Numbers) -> Longs:
    """(B, m') scores. Memory: 8 B (m + n_l + m') bytes and the blocks of the codes."""
    require_batch(network.inputs, batch)
    x = _zeros(network, len(batch))
    for start in range(0, network.inputs, WORDS):
        stop = min(start + WORDS, network.inputs)
        x += batch[:, start:stop].astype(x.dtype) @ network.input_code.block(start, stop).T.astype(x.dtype)
    return _read(network, x)


def _zeros(network: Any, inputs: int) -> Numbers:
    """States x_0, of float64 where every partial sum is below 2**53, and so exact; else of int64."""
    exact = max(network.activation_bounds) < 2**53
    return np.zeros((inputs, network.input_code.rows), dtype=np.float64 if exact else np.int64)


def _read(network: Any, x: Numbers) -> Longs:
    """The scores of states x_0, shape (B, m')."""
    kind = x.dtype
    for layer in network.layers:
        live = np.flatnonzero(x.any(axis=0))
        x = np.maximum(x[:, live] @ layer.weights[:, live].T.astype(kind) + layer.bias.astype(kind), 0)
    blocks = [
        x @ network.output_code.block(start, min(start + WORDS, network.outputs)).astype(kind)
        for start in range(0, network.outputs, WORDS)
    ]
    return np.concatenate(blocks, axis=1).astype(np.int64)
