"""Light and light: every output owns a channel, and both its inputs excite it (output channels)."""

import numpy as np

from constructions.regimes.block import Block, distinct_entries
from constructions.regimes.sub_blocks import words
from verify import Problem
from verify.arrays import Longs


def output_block(problem: Problem, outputs: Longs, points: int, k: int, rng: np.random.Generator) -> Block:
    """Channels of one neuron in each of k sub-blocks of `points` neurons; column j: the union of channels that use j.

    Guarantee: without input interference, for all sets of active inputs every neuron of the channel of each output that
    is 1 fires, and every other neuron only if two active inputs meet there by chance. Two inputs of influences d_a, d_b
    do so in about d_a d_b k / points neurons: few while d_a d_b <= points.
    Rows: at most k * points. Bits: 0/1 weights, at most 2 k ones an output. Errors: none of its own.
    Source: after AS, Fig. 5; words of a Reed-Solomon code and this analysis are ours (chance meetings: sketch).

    >>> from verify import TwoAnd
    >>> block = output_block(TwoAnd(3, 2, ((0, 1), (1, 2))), np.arange(2), 2, 2, np.random.default_rng(0))
    >>> block.rows, block.channels.shape
    (4, (2, 2))
    """
    channels = words(len(outputs), points, k, rng) + points * np.arange(k)
    pairs = np.array(problem.pairs, dtype=np.int64)[outputs]
    neurons, features = distinct_entries(np.tile(channels, (1, 2)), np.repeat(pairs, k, axis=1), problem.inputs)
    weights = np.ones_like(neurons)
    return Block("LL", k * points, 1, neurons, features, weights, outputs, channels).pruned()
