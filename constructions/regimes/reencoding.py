"""The second layer: from channels that depend on the problem to one public code that does not."""

from itertools import accumulate

import numpy as np

from constructions.regimes.block import Block
from constructions.structured_channels import public_channels
from constructions.word_counts import reed_solomon_rows
from verify import IdentityCode, SparseCode
from verify.arrays import Integers

LARGEST = 127
"""The largest weight of a rounded layer: 8 bits."""
RIDGE = 0.3
"""Ridge of the least squares, in units of the mean load of a neuron; the best of those tried."""


def least_public(outputs: int, weight: int) -> int:
    """The fewest neurons of a public code of so many words: those of Reed-Solomon words, or a neuron an output."""
    return min(outputs, reed_solomon_rows(outputs, weight))


def public_code(outputs: int, neurons: int, weight: int) -> SparseCode:
    """Reed-Solomon words of the given weight with at most so many neurons: the same for all problems of the size.

    A neuron an output where these do not fit, but that does.

    >>> public_code(1024, 500, 12).rows, public_code(10, 12, 12)
    (492, IdentityCode(size=10))
    """
    if outputs <= neurons < reed_solomon_rows(outputs, weight):
        return IdentityCode(outputs)
    return public_channels("the public output code", outputs, neurons, weight)


def reencoding_layer(blocks: list[Block], public: SparseCode) -> tuple[Integers, float]:
    """W_2 = C' D (n_2, n_1) in 8 bits, and what one output that is 1 gives to its public neurons on average.

    C' holds the public words, D the decoder of the compute layer: with S (m', n_1) the channels, D = S (S^T S + r)^-1,
    the least squares with a ridge r, in which the channels of other outputs cancel better than in S alone.
    In floats, rounded: nothing here decides anything. n_1^3 + m' (n_1 k + n_2 w) operations.

    >>> from constructions.regimes.techniques import output_block
    >>> from verify import TwoAnd
    >>> problem = TwoAnd(4, 2, ((0, 1), (2, 3)))
    >>> block = output_block(problem, np.arange(2), 2, 2, np.random.default_rng(0))
    >>> weights, signal = reencoding_layer([block], public_code(2, 4, 2))
    >>> weights.shape, round(signal)
    ((4, 4), 254)
    """
    words = public.supports(0, public.columns)[np.concatenate([block.outputs for block in blocks])]
    *starts, rows = accumulate((block.rows for block in blocks), initial=0)
    channels = np.concatenate([block.channels + start for block, start in zip(blocks, starts, strict=True)])
    meetings, crossings = np.zeros((rows, rows)), np.zeros((rows, public.rows))
    for column in channels.T:
        np.add.at(meetings, (column[:, None], channels), 1.0)
        np.add.at(crossings, (column[:, None], words), 1.0)
    meetings[np.diag_indices(rows)] += RIDGE * channels.size / rows
    decoder = np.linalg.solve(meetings, crossings).T
    weights = np.rint(decoder * (LARGEST / np.abs(decoder).max())).astype(np.int16)
    signal = sum(int(weights[words, column[:, None]].sum(dtype=np.int64)) for column in channels.T)
    return weights, signal / words.size
