"""Compiled coordinate moves: weights on a grid step to a neighbour where that lowers the loss over a pool of sets."""

from typing import Any, NamedTuple

import numpy as np

from verify.arrays import Floats, Ints, Longs
from verify.jit import compiled

LEAST_GAIN = 1e-6
"""Smaller gains may be rounding errors."""


class Coarse(NamedTuple):
    """A layer of integers in floats, `weights` (n, n_0) and `bias` (n,), and `words`, the input code with a column of
    zeros for the empty slot: (n_0, m + 1)."""

    weights: Floats
    bias: Floats
    words: Floats


class Scored(NamedTuple):
    """Active sets (T, v) with what the neurons that read them hold, `totals` (T, w), before the rectifier.

    `excess` (T,) is by how much a score is beyond its target on the wrong side, `sides` 1 where the output must be 0
    and -1 where it must be 1. The loss is the sum of weight * max(0, excess)**2.
    """

    sets: Ints
    sides: Floats
    weights: Floats
    totals: Floats
    excess: Floats


class Readers(NamedTuple):
    """Neuron e is place `places[x]` of set `items[x]` for x = starts[e] .. starts[e + 1] - 1."""

    starts: Longs
    items: Longs
    places: Longs


@compiled
def _moved(total: Any, excess: Any, side: Any, delta: Any) -> Any:
    """The excess of a set once a neuron that reads it holds `delta` more."""
    zero = np.float32(0)
    return excess + side * (max(zero, total + delta) - max(zero, total))


@compiled
def _loss(excess: Any) -> Any:
    return excess * excess if excess > 0 else np.float32(0)


@compiled
def _gains(terms: Floats, own: Scored, step: Any, reach: Any) -> tuple[float, float]:
    """How much the loss grows when a coordinate with these `terms` in every set goes up by a step, and down.

    A set that is further than `reach` from costing anything costs nothing after one step either.
    """
    up = down = 0.0
    for x in range(terms.shape[0]):
        if own.excess[x] > -reach and terms[x] != 0:
            total, excess, side, delta = own.totals[x, 0], own.excess[x], own.sides[x], step * terms[x]
            now = _loss(excess)
            up += own.weights[x] * (_loss(_moved(total, excess, side, delta)) - now)
            down += own.weights[x] * (_loss(_moved(total, excess, side, -delta)) - now)
    return up, down


@compiled
def _take(terms: Floats, own: Scored, delta: Any) -> None:
    for x in range(terms.shape[0]):
        total = own.totals[x, 0]
        own.excess[x] = _moved(total, own.excess[x], own.sides[x], delta * terms[x])
        own.totals[x, 0] = total + delta * terms[x]


@compiled
def _terms(row: Floats, sets: Ints, excess: Floats, reach: Any, out: Floats) -> None:
    """What every set holds of one neuron of the input code, where it may matter."""
    for x in range(out.shape[0]):
        total = np.float32(0)
        if excess[x] > -reach:
            for r in range(sets.shape[1]):
                total += row[sets[x, r]]
        out[x] = total


@compiled
def move_neuron(e: int, order: Longs, layer: Coarse, top: int, step: int, scored: Scored, readers: Readers) -> int:
    """Take every step of the weights of neuron e, in this order, and of its bias that lowers the loss; how many.

    Order n_0 stands for the bias, which is not bounded and moves by 1. For all layers and pools: the loss after is at
    most the loss before. Cost: (n_0 + 1) * (the sets that read e) * v.
    """
    begin, end = readers.starts[e], readers.starts[e + 1]
    own = Scored(
        np.empty((end - begin, scored.sets.shape[1]), np.int32), np.empty(end - begin, np.float32),
        np.empty(end - begin, np.float32), np.empty((end - begin, 1), np.float32), np.empty(end - begin, np.float32),
    )  # fmt: skip
    for x in range(end - begin):
        t = readers.items[begin + x]
        own.sets[x], own.sides[x], own.weights[x] = scored.sets[t], scored.sides[t], scored.weights[t]
        own.totals[x, 0], own.excess[x] = scored.totals[t, readers.places[begin + x]], scored.excess[t]
    terms, one, moves = np.empty(end - begin, np.float32), np.ones(end - begin, np.float32), 0
    widest = np.float32(step * scored.sets.shape[1])
    for k in order:
        of_bias = k == layer.words.shape[0]
        now, size = (layer.bias[e], np.float32(1)) if of_bias else (layer.weights[e, k], np.float32(step))
        if not of_bias:
            _terms(layer.words[k], own.sets, own.excess, widest, terms)
        parts = one if of_bias else terms
        up, down = _gains(parts, own, size, max(widest, np.float32(1)))
        if not of_bias:
            up = up if now + size <= top else 0.0
            down = down if now - size >= -top else 0.0
        if min(up, down) < -LEAST_GAIN:
            delta = size if up < down else -size
            if of_bias:
                layer.bias[e] += delta
            else:
                layer.weights[e, k] += delta
                # Sets left out above because they could not matter move all the same.
                _terms(layer.words[k], own.sets, own.excess, np.float32(np.inf), terms)
            _take(parts, own, delta)
            moves += 1
    for x in range(end - begin):
        t = readers.items[begin + x]
        scored.totals[t, readers.places[begin + x]], scored.excess[t] = own.totals[x, 0], own.excess[x]
    return moves
