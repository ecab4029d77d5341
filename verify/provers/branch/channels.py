"""The channels of a public reading code: for every output the neurons it is read from, with their weights."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Ints, Longs
from verify.codes.base import Code, SparseCode
from verify.statement.network import Network


@final
@dataclass(frozen=True, eq=False)
class Channels:
    """Output i is read from the neurons rows[start[i] : start[i + 1]] with weights[start[i] : start[i + 1]].

    Weights are positive; neurons whose weight is 0 are left out. `ones`: every weight is 1. Rows are int32, because
    they are read again for every tile of G.
    """

    start: Longs
    rows: Ints
    weights: Longs
    ones: bool

    @property
    def mean(self) -> int:
        """Neurons of an output, more than on the average."""
        return len(self.rows) // (len(self.start) - 1) + 1

    @property
    def heaviest(self) -> int:
        """The largest sum of weights of an output, in Python integers."""
        if self.ones:
            return int(np.diff(self.start).max(initial=0))
        bounds = zip(self.start[:-1].tolist(), self.start[1:].tolist(), strict=True)
        weights = self.weights.tolist()
        return max((sum(weights[a:b]) for a, b in bounds), default=0)


def channels_of(code: Code, block: int = 1024) -> Channels | None:
    """The channels of a code, or None when an entry is negative.

    >>> from verify import IdentityCode
    >>> channels_of(IdentityCode(3)).rows.tolist()
    [0, 1, 2]
    """
    if isinstance(code, SparseCode):
        supports = code.supports(0, code.columns)
        start = np.arange(code.columns + 1, dtype=np.int64) * code.weight
        return Channels(start, supports.ravel().astype(np.int32), np.ones(supports.size, dtype=np.int64), ones=True)
    rows, weights, counts = [], [], []
    for first in range(0, code.columns, block):
        words = np.ascontiguousarray(code.block(first, min(first + block, code.columns)).T)
        if words.min() < 0:
            return None
        word, row = np.nonzero(words)
        rows.append(row.astype(np.int64))
        weights.append(words[word, row].astype(np.int64))
        counts.append(np.bincount(word, minlength=len(words)))
    start = np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int64)
    flat = np.concatenate(weights)
    return Channels(start, np.concatenate(rows).astype(np.int32), flat, ones=bool((flat == 1).all()))


def growing_scores(
    network: Network, channels: Channels, output: int, members: tuple[int, ...], added: list[int]
) -> list[int]:
    """Exact scores of an output on `members`, and with the first 1, 2, ... of `added`: O(w * n_0) each, without G."""
    layer, channel = network.layers[0], slice(channels.start[output], channels.start[output + 1])
    rows = channels.rows[channel]
    words = [network.input_code.block(j, j + 1)[:, 0].astype(np.int64) for j in (*members, *added)]
    received = layer.weights[rows].astype(np.int64) @ np.array(words, dtype=np.int64).reshape(-1, network.widths[0]).T
    base = layer.bias[rows].astype(np.int64) + received[:, : len(members)].sum(axis=1)
    sums = base[:, None] + np.cumsum(np.column_stack([0 * base, received[:, len(members) :]]), axis=1)
    return [int(score) for score in channels.weights[channel] @ np.maximum(sums, 0)]
