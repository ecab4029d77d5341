"""No superposition: every output has one neuron of its own, for regimes too small for any technique to pay."""

import numpy as np

from constructions.regimes.block import Block
from verify import Problem
from verify.arrays import Longs


def single_block(problem: Problem, regime: str, outputs: Longs, k: int) -> Block:
    """One neuron an output, which counts as all k of its channel: both inputs excite it with k, and it fires from k on.

    Guarantee: without input interference, for all sets of active inputs a neuron fires, with k, exactly if its output
    is 1. Rows: as many as outputs. Bits: two weights k an output, zeros elsewhere. Errors: none of its own.
    Source: ours (the definition of AND).

    >>> from verify import TwoAnd
    >>> block = single_block(TwoAnd(3, 2, ((0, 1), (1, 2))), "HH", np.arange(2), 4)
    >>> block.rows, block.rest, block.unit
    (2, 4, 4)
    """
    count = len(outputs)
    neurons = np.arange(count)
    return Block(
        regime,
        count,
        k,
        np.repeat(neurons, 2),
        np.array(problem.pairs, dtype=np.int64)[outputs].ravel(),
        np.full(2 * count, k),
        outputs,
        np.repeat(neurons[:, None], k, axis=1),
        alone=True,
    )
