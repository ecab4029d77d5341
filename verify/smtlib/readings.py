"""A network as scripts see it: layers of rows of Python integers, and for every output a sum and a threshold.

Every pre-activation has an elementary range over all admissible inputs.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from verify.arrays import Integers

Row = list[tuple[int, int]]


class LayerRows(NamedTuple):
    """One layer as rows of (source, weight) pairs, with the range [low, high] of every pre-activation.

    Sources are features for the first layer (weights are G = W_1 A) and neurons of the layer before for the others.
    Neurons in `linear` are equal to their pre-activations, whatever the sign.
    """

    rows: list[Row]
    bias: list[int]
    low: list[int]
    high: list[int]
    linear: frozenset[int] = frozenset()

    def is_off(self, e: int) -> bool:
        """Whether the neuron is always 0."""
        return self.high[e] <= 0 and e not in self.linear

    def is_plain(self, e: int) -> bool:
        """Whether the neuron is always equal to its pre-activation."""
        return self.low[e] >= 0 or e in self.linear

    def values(self, side: list[int]) -> list[int]:
        """What becomes of one end of the ranges behind the neurons."""
        return [value if e in self.linear else max(0, value) for e, value in enumerate(side)]


class Reading(NamedTuple):
    """Output i reads 1 iff the sum of its `word` over the last layer is >= `threshold`(i), or > where `strict`.

    `dense` says how weights usually are; scripts differ by it, and what they ask does not.
    """

    layers: tuple[LayerRows, ...]
    word: Callable[[int], Row]
    threshold: Callable[[int], int]
    strict: bool = False
    dense: bool = False


def rows_of(matrix: Integers, look: Callable[[], None]) -> list[Row]:
    """The entries of a matrix of integers that are not 0."""
    found = []
    for row in matrix:
        look()
        sources = np.flatnonzero(row)
        found.append(list(zip(sources.tolist(), row[sources].tolist(), strict=True)))
    return found


def first_layer(rows: list[Row], bias: list[int], sparsity: int, linear: frozenset[int] = frozenset()) -> LayerRows:
    """A layer on features with its ranges: at most v of the terms g_j y_j are not 0.

    So the sum is at least that of the v smallest among min(0, g_j) and at most that of the v largest among max(0, g_j).
    """
    ordered = [sorted(g for _, g in row) for row in rows]
    low = [b + sum(min(0, g) for g in some[:sparsity]) for some, b in zip(ordered, bias, strict=True)]
    high = [b + sum(max(0, g) for g in some[-sparsity:]) for some, b in zip(ordered, bias, strict=True)]
    return LayerRows(rows, bias, low, high, linear)


def later_layer(rows: list[Row], bias: list[int], before: LayerRows, linear: frozenset[int] = frozenset()) -> LayerRows:
    """A layer with its ranges, by interval arithmetic on max(0, low)..max(0, high) of what is before it."""
    least, most = before.values(before.low), before.values(before.high)
    low = [b + sum(g * (least if g > 0 else most)[k] for k, g in row) for row, b in zip(rows, bias, strict=True)]
    high = [b + sum(g * (most if g > 0 else least)[k] for k, g in row) for row, b in zip(rows, bias, strict=True)]
    return LayerRows(rows, bias, low, high, linear)
