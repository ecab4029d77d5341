"""Compiled integer kernels for states that are mostly at rest: only neurons that differ from their rest are followed.

The rest of a layer is its state on the empty input. A neuron at rest changes nothing in any neuron behind it, so an
input costs the outgoing weights of its other neurons instead of all weights. Scores are added up from neurons that are
not 0. States are kept as (inputs, neurons) arrays, one input a row. The callers choose the integer type: every value
must fit it, which they show by bounds in Python integers; sums may wrap around on the way and still end where they
belong.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, final

import numpy as np

from verify.arrays import Integers, Ints, Longs
from verify.jit import compiled
from verify.scoring.extremes import Extremes
from verify.scoring.rows import RowMatrix
from verify.scoring.true_outputs import Ones
from verify.statement.forward import activations
from verify.statement.inputs import ActiveSets
from verify.statement.network import Network


class ColumnMatrix(NamedTuple):
    """An integer matrix as columns of (row, value) pairs: column e is `indices[pointers[e]:pointers[e+1]]`."""

    rows: int
    pointers: Longs
    indices: Ints
    values: Integers
    all_ones: bool


def columns_of(matrix: RowMatrix) -> ColumnMatrix:
    """The same matrix by columns: O(nonzeros log nonzeros).

    >>> from verify.scoring.rows import rows_of_matrix
    >>> columns_of(rows_of_matrix(np.array([[0, 2], [1, 0]]), np.int32)).indices.tolist()
    [1, 0]
    """
    order = np.argsort(matrix.indices, kind="stable")
    row = np.repeat(np.arange(matrix.rows, dtype=np.int32), np.diff(matrix.pointers))
    pointers = np.searchsorted(matrix.indices[order], np.arange(matrix.columns + 1)).astype(np.int64)
    return ColumnMatrix(matrix.rows, pointers, row[order], matrix.values[order], matrix.all_ones)


@compiled
def excite_each(features_first: Integers, bias: Integers, active: Longs, x: Integers) -> None:
    """x[s, :] = max(0, bias + the sum of features_first[j, :] over the active features j of input s)."""
    for s in range(active.shape[0]):
        state = x[s]
        state[:] = bias
        for k in range(active.shape[1]):
            feature = np.uint64(active[s, k])
            for e in range(state.shape[0]):
                state[e] += features_first[feature, e]
        for e in range(state.shape[0]):
            state[e] = max(state[e], 0)


@compiled
def changed_places(x: Integers, rest: Integers, places: Longs) -> int:
    """Write the places where x differs from rest to the front of `places`; how many there are."""
    count = 0
    for e in range(x.shape[0]):
        places[count] = e
        count += int(x[e] != rest[e])
    return count


@compiled
def propagate_each(outgoing: Integers, at_rest: Integers, rest: Integers, x: Integers, y: Integers) -> None:
    """y[s, :] = max(0, at_rest + the sum of (x[s, e] - rest[e]) * outgoing[e, :] over the neurons e not at rest).

    `at_rest` is what the neurons behind receive, biases included, when x is `rest`.
    """
    places = np.empty(x.shape[1] + 1, dtype=np.int64)
    for s in range(x.shape[0]):
        state = y[s]
        state[:] = at_rest
        for k in range(changed_places(x[s], rest, places)):
            e = places[k]
            value = x[s, e] - rest[e]
            for f in range(state.shape[0]):
                state[f] += value * outgoing[e, f]
        for f in range(state.shape[0]):
            state[f] = max(state[f], 0)


@compiled
def read_each(readers: ColumnMatrix, x: Integers, ones: Ones, extremes: Extremes, lowest: int) -> None:
    """Read all scores of the states x (inputs, neurons) into `extremes`, as `read_extremes` does.

    `readers` is the output code, a row an output, by columns: those that read one neuron.
    """
    scores = np.empty(readers.rows, dtype=x.dtype)
    silent = np.zeros(x.shape[1], dtype=x.dtype)
    places = np.empty(x.shape[1] + 1, dtype=np.int64)
    place = 0
    for s in range(x.shape[0]):
        scores[:] = 0
        for p in range(changed_places(x[s], silent, places)):
            e = places[p]
            value = x[s, e]
            if readers.all_ones:
                for k in range(readers.pointers[e], readers.pointers[e + 1]):
                    scores[np.uint64(readers.indices[k])] += value
            else:
                for k in range(readers.pointers[e], readers.pointers[e + 1]):
                    scores[np.uint64(readers.indices[k])] += value * readers.values[k]
        while place < ones.inputs.shape[0] and ones.inputs[place] == s:
            i = ones.outputs[place]
            extremes.smallest_true[s] = min(extremes.smallest_true[s], scores[i])
            scores[i] = lowest
            place += 1
        worst = scores[0]
        for i in range(readers.rows):
            worst = max(worst, scores[i])
        extremes.largest_false[s] = worst


@final
class SparseStates:
    """A network prepared for following active neurons. Memory: W_2, ..., W_L as stored, the output code by columns."""

    def __init__(self, received: Integers, bias: Sequence[Integers], network: Network, reading: RowMatrix) -> None:
        self._received, self._bias = received, bias
        self._outgoing = [np.ascontiguousarray(layer.weights.T) for layer in network.layers[1:]]
        self._rest, self._at_rest = self._resting(network)
        self._reading = columns_of(reading)

    def operations(self, active: ActiveSets) -> int:
        """Additions behind the first layer for one input, the mean over a block of inputs, rounded up."""
        total = 0
        for layer, x in enumerate(self._states(active)):
            last = layer == len(self._outgoing)
            often = np.count_nonzero(x if last else x - self._rest[layer], axis=0)
            leaving = np.diff(self._reading.pointers) if last else self._outgoing[layer].shape[1]
            total += int((often * leaving).sum())
        return -(-total // len(active))

    def read(self, active: ActiveSets, ones: Ones, extremes: Extremes, lowest: int) -> None:
        """The extremes of a block of inputs, as `read_each` gives them."""
        *_, x = self._states(active)
        read_each(self._reading, x, ones, extremes, lowest)

    def _states(self, active: ActiveSets) -> Iterator[Integers]:
        """x_1, ..., x_L on a block of inputs, each (inputs, neurons).

        x_2, ..., x_{L-1} are without the inputs on which an earlier layer is at rest: all later ones are as well.
        """
        x = np.empty((len(active), self._received.shape[1]), dtype=self._received.dtype)
        excite_each(self._received, self._bias[0], active, x)
        yield x
        alive = np.arange(len(active))
        for layer, (outgoing, at_rest) in enumerate(zip(self._outgoing, self._at_rest, strict=True)):
            moved = (x != self._rest[layer]).any(axis=1)
            alive, x = alive[moved], x[moved]
            y = np.empty((len(alive), outgoing.shape[1]), dtype=x.dtype)
            propagate_each(outgoing, at_rest, self._rest[layer], x, y)
            if layer == len(self._outgoing) - 1:
                x, y = y, np.empty((len(active), outgoing.shape[1]), dtype=x.dtype)
                y[:] = np.maximum(at_rest, 0)
                y[alive] = x
            yield y
            x = y

    def _resting(self, network: Network) -> tuple[list[Integers], list[Integers]]:
        """x_1, ..., x_{L-1} on the empty input, and what layers 2, ..., L receive of them, biases included."""
        kind = self._received.dtype
        states = [x.astype(kind) for x in activations(network, ())[1:-1]]
        received = []
        for layer, x in zip(network.layers[1:], states, strict=True):
            live = np.flatnonzero(x)
            total = layer.bias.astype(np.int64) + layer.weights[:, live].astype(np.int64) @ x[live].astype(np.int64)
            received.append(total.astype(kind))
        return states, received
