"""The two layers in closed form: blocks decoded from the input code, and their channels re-encoded in a public code."""

from itertools import accumulate

import numpy as np

from constructions.gate_channels import decode
from constructions.regimes.block import Block
from constructions.structured_channels import public_channels
from constructions.word_counts import reed_solomon_rows
from verify import HadamardCode, IdentityCode, RandomSignCode, SparseCode
from verify.arrays import Integers, Longs, Numbers
from verify.codes import expand

InputCode = HadamardCode | IdentityCode | RandomSignCode
LARGEST = 127
"""The largest weight of a rounded layer: 8 bits."""
RIDGE = 0.3
"""Ridge of the least squares, in units of the mean load of a neuron; the best of those tried."""


def input_code(features: int, neurons: int, seed: int) -> InputCode:
    """One neuron a feature where they fit; else rows of the m x m Hadamard matrix, or random signs if there is none.

    Just above a power of two, rows of the next Hadamard matrix agree on half of the features, so they are not taken.

    >>> input_code(5, 5, 0).family, input_code(8, 5, 0).family, input_code(9, 5, 0).family
    ('identity', 'hadamard', 'random-signs')
    """
    if features <= neurons:
        return IdentityCode(features)
    hadamard = HadamardCode(neurons, features, seed)
    return hadamard if hadamard.order == features else RandomSignCode(neurons, features, seed)


def compute_layer(blocks: list[Block], code: InputCode, slack_percent: int) -> tuple[Integers, Integers, int]:
    """W_1, b_1, and what a neuron of a channel fires with when both inputs of its output are active.

    W_1 = C_0 A^+ with the blocks' weights C_0 and the least-squares decoder A^+ of the input code, each feature read
    at the same strength: exact for the identity and for Hadamard rows (where A^+ is a multiple of A^T), rounded to
    8 bits for random signs. Neurons fire from `rest` + slack on; without interference the slack is 0.
    Complexity: n N log2 N for a Hadamard code of order N, else n^2 m.

    >>> from constructions.regimes.techniques import output_block
    >>> from verify import TwoAnd
    >>> block = output_block(TwoAnd(2, 2, ((0, 1),)), np.arange(1), 1, 2, np.random.default_rng(0))
    >>> [x.tolist() for x in compute_layer([block], IdentityCode(2), 0)[:2]]
    [[[1, 1], [1, 1]], [-1, -1]]
    """
    slack = 0 if isinstance(code, IdentityCode) else slack_percent
    if isinstance(code, RandomSignCode):
        weights, unit = _least_squares(blocks, code)
    else:
        parts = [_decoded(block, code) for block in blocks]
        weights, unit = np.concatenate(parts), code.rows if isinstance(code, HadamardCode) else 1
    rest = np.concatenate([np.full(block.rows, 100 * block.rest + slack * block.unit) for block in blocks])
    return weights, -(rest * unit // 100), unit * (100 - slack) // 100


def _decoded(block: Block, code: HadamardCode | IdentityCode) -> Integers:
    order = np.argsort(block.neurons, kind="stable")
    if isinstance(code, HadamardCode):
        return decode(block.neurons[order], block.features[order], block.rows, code, block.weights[order])
    weights = np.zeros((block.rows, code.rows), dtype=np.int16)
    weights[block.neurons, block.features] = block.weights
    return weights


def _least_squares(blocks: list[Block], code: RandomSignCode) -> tuple[Integers, int]:
    words = expand(code).astype(np.float64)
    try:
        decoder = np.linalg.solve(words @ words.T, words)
    except np.linalg.LinAlgError:
        # Rows of a few random signs may be equal; the pseudo-inverse, which is slower, takes them as well.
        decoder = np.linalg.pinv(words).T
    decoder /= (decoder * words).sum(axis=0)
    parts = []
    for block in blocks:
        part = np.zeros((block.rows, code.rows))
        np.add.at(part, block.neurons, block.weights[:, None] * decoder.T[block.features])
        parts.append(part)
    weights = np.concatenate(parts)
    unit = int(LARGEST / np.abs(weights).max())
    return np.rint(weights * unit).astype(np.int16), unit


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
    decoder = least_squares(channels, words, (rows, public.rows), RIDGE).T
    weights = np.rint(decoder * (LARGEST / np.abs(decoder).max())).astype(np.int16)
    signal = sum(int(weights[words, column[:, None]].sum(dtype=np.int64)) for column in channels.T)
    return weights, signal / words.size


def least_squares(channels: Longs, wanted: Longs, shape: tuple[int, int], ridge: float) -> Numbers:
    """(B B^T + r)^-1 B Y, (n, c): B (n, M) has ones at the `channels` (M, k) of outputs, Y (M, c) at `wanted` (M, w).

    r is `ridge` in units of the mean load of a neuron. n^3 + M k (k + w) operations.

    >>> least_squares(np.array([[0, 1]]), np.array([[0]]), (2, 1), 1.0).round(3).tolist()
    [[0.333], [0.333]]
    """
    meetings, sums = np.zeros((shape[0], shape[0])), np.zeros(shape)
    for column in channels.T:
        np.add.at(meetings, (column[:, None], channels), 1.0)
        np.add.at(sums, (column[:, None], wanted), 1.0)
    meetings[np.diag_indices(shape[0])] += ridge * channels.size / shape[0]
    return np.linalg.solve(meetings, sums)
