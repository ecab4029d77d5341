"""Exact scores of one output on chosen inputs, without any of G."""

import numpy as np

from verify.provers.branch.channels import Channels
from verify.statement.network import Network


def growing_scores(
    network: Network, channels: Channels, output: int, members: tuple[int, ...], added: list[int]
) -> list[int]:
    """Exact scores of an output on `members`, and with the first 1, 2, ... of `added`: O(w * n_0) each."""
    layer = network.layers[0]
    rows = channels.rows[channels.start[output] : channels.start[output + 1]]
    weights = channels.weights[channels.start[output] : channels.start[output + 1]]
    words = [network.input_code.block(j, j + 1)[:, 0].astype(np.int64) for j in (*members, *added)]
    received = (
        layer.weights[rows].astype(np.int64) @ np.array(words, dtype=np.int64).reshape(-1, layer.weights.shape[1]).T
    )
    base = layer.bias[rows].astype(np.int64) + received[:, : len(members)].sum(axis=1)
    sums = base[:, None] + np.cumsum(np.column_stack([0 * base, received[:, len(members) :]]), axis=1)
    return [int(score) for score in weights @ np.maximum(sums, 0)]
