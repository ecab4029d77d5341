"""What scores say of an input: the smallest that must be 1 and the largest that must be 0."""

from typing import NamedTuple

import numpy as np

from verify.arrays import Integers, Longs
from verify.jit import compiled
from verify.scoring.kernels import combine, combine_ones
from verify.scoring.rows import RowMatrix
from verify.scoring.true_outputs import Ones

NO_SCORE = np.iinfo(np.int64).max


class Extremes(NamedTuple):
    """Per input: the smallest score that must be 1 (NO_SCORE without one), the largest that must be 0.

    `largest_false` is -NO_SCORE where every output must be 1.
    """

    smallest_true: Longs
    largest_false: Longs

    def part(self, inputs: slice) -> "Extremes":
        """Those of some inputs, in the same memory."""
        return Extremes(self.smallest_true[inputs], self.largest_false[inputs])

    def wrong(self, threshold: int) -> Longs:
        """The inputs on which some output is wrong, ascending."""
        return np.flatnonzero((self.smallest_true < threshold) | (self.largest_false >= threshold))


def no_extremes(inputs: int) -> Extremes:
    """Those of so many inputs before a score has been read.

    >>> no_extremes(2).wrong(threshold=1).tolist()
    []
    """
    return Extremes(np.full(inputs, NO_SCORE, dtype=np.int64), np.full(inputs, -NO_SCORE, dtype=np.int64))


@compiled
def read_extremes(readers: RowMatrix, x: Integers, ones: Ones, extremes: Extremes, lowest: int) -> None:
    """Read all scores of the states x (neurons, inputs) into `extremes`, which holds no score on entry.

    `readers` is the output code, a row an output; `lowest` is below every score, and stands where no output must be 0.
    """
    outputs, inputs = readers.pointers.shape[0] - 1, x.shape[1]
    first = np.full(outputs, -1, dtype=np.int64)
    following = np.empty(ones.inputs.shape[0], dtype=np.int64)
    for p in range(ones.inputs.shape[0]):
        following[p] = first[ones.outputs[p]]
        first[ones.outputs[p]] = p
    scores = np.empty(inputs, dtype=x.dtype)
    worst = np.full(inputs, lowest, dtype=x.dtype)
    for i in range(outputs):
        begin, end = readers.pointers[i], readers.pointers[i + 1]
        if readers.all_ones:
            combine_ones(readers.indices, begin, end, x, scores)
        else:
            scores[:] = 0
            combine(readers.indices, readers.values, begin, end, x, scores)
        place = first[i]
        while place >= 0:
            s = ones.inputs[place]
            extremes.smallest_true[s] = min(extremes.smallest_true[s], scores[s])
            scores[s] = lowest
            place = following[place]
        for s in range(inputs):
            worst[s] = max(worst[s], scores[s])
    for s in range(inputs):
        extremes.largest_false[s] = worst[s]
