"""The first layer: all blocks side by side, decoded from the input code."""

import numpy as np

from constructions.channels import decode
from constructions.regimes.block import Block
from constructions.regimes.reencoding import LARGEST
from verify import HadamardCode, IdentityCode, RandomSignCode
from verify.arrays import Integers
from verify.codes import expand

InputCode = HadamardCode | IdentityCode | RandomSignCode


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
