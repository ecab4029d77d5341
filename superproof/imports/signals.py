"""A network that is being read: vectors, affine in what is known so far, and the chain that they make.

A traced network is a graph of affine maps and ReLUs; a `FloatNetwork` is a chain of layers. Here every vector of the
graph is kept as affine in *neurons*: those of x_0, the features, and those that were made on the way. No two stored
numbers are ever added or multiplied: two maps become one only where every entry stays a stored number up to its sign,
and where not, the inner one becomes linear neurons of its own. So exact values are kept, and so are the sums that
a machine forms, up to their order.
"""

from typing import TYPE_CHECKING, NamedTuple, final

import numpy as np
from scipy import sparse

from verify.arrays import Bools, Places, Reals

if TYPE_CHECKING:
    Matrix = sparse.csr_array[np.float64]
Layers = list[tuple[Reals, Reals, Bools]]


class Signal(NamedTuple):
    """`matrix` (n, neurons so far) times the neurons, plus `bias` (n,)."""

    matrix: "Matrix"
    bias: Reals

    def select(self, entries: Places) -> "Signal":
        """The entries with these numbers, in this order; one may occur more than once."""
        return Signal(self.matrix[entries], self.bias[entries])

    @property
    def is_single(self) -> bool:
        """Whether every entry is a neuron, its negative, or 0."""
        alone = bool((np.diff(self.matrix.indptr) <= 1).all())
        return alone and bool((np.abs(self.matrix.data) == 1).all()) and not self.bias.any()

    @property
    def is_distinct(self) -> bool:
        """Whether it is single, and no neuron occurs twice."""
        return self.is_single and len(np.unique(self.matrix.indices)) == len(self.matrix.indices)


class _Piece(NamedTuple):
    """Neurons start, start + 1, ... made together: `made` of neurons of smaller depth, all rectified or all linear."""

    start: int
    made: Signal
    rectified: bool
    depth: int

    @property
    def neurons(self) -> Places:
        return np.arange(self.start, self.start + len(self.made.bias))


@final
class Chain:
    """The neurons that are known, beginning with the features, and the layers that they make in the end."""

    def __init__(self, features: int) -> None:
        self.features = features
        self._pieces: list[_Piece] = []
        self._depths = np.zeros(features, dtype=np.intp)
        self._rectified = np.zeros(features, dtype=np.bool_)
        self._made: dict[int, tuple[Signal, Signal]] = {}

    @property
    def input(self) -> Signal:
        """The features."""
        return self._of(np.arange(self.features))

    def linear(self, weights: "Matrix", signal: Signal) -> Signal:
        """weights times the signal, weights (n, length of the signal)."""
        inner = self._known(signal)
        inner = inner if inner.is_distinct else self._neurons(signal)
        return Signal(_clean(weights @ inner.matrix), np.zeros(weights.shape[0]))

    def scaled(self, factors: Reals, signal: Signal) -> Signal:
        """factors times the signal, entry by entry."""
        inner = self._known(signal)
        if not (inner.is_single or np.isin(factors, (-1.0, 0.0, 1.0)).all()):
            inner = self._neurons(signal)
        return Signal(_clean(sparse.diags_array(factors).tocsr() @ inner.matrix), factors * inner.bias + 0.0)

    def shifted(self, signal: Signal, bias: Reals) -> Signal:
        """The signal plus a constant vector."""
        inner = self._known(signal)
        if (inner.bias.astype(bool) & bias.astype(bool)).any():
            inner = self._neurons(signal)
        return Signal(inner.matrix, inner.bias + bias)

    def added(self, first: Signal, second: Signal) -> Signal:
        """The sum of two signals of one length."""
        one, other = self._known(first), self._known(second)
        if _overlap(one, other) and not other.is_single:
            other = self._neurons(second)
        if _overlap(one, other):
            one = self._make(one, rectified=False) if one.is_single else self._neurons(first)
        return Signal(_clean(self._wide(one.matrix) + self._wide(other.matrix)), one.bias + other.bias)

    def joined(self, signals: list[Signal]) -> Signal:
        """The signals, one after the other."""
        parts = [self._known(signal) for signal in signals]
        rows = sparse.vstack([self._wide(part.matrix) for part in parts], format="csr")
        return Signal(rows, np.concatenate([part.bias for part in parts]))

    def rectified(self, signal: Signal) -> Signal:
        """max(signal, 0), entry by entry: neurons of their own, where they are not rectified already."""
        inner = self._known(signal)
        if inner.is_single and (inner.matrix.data > 0).all() and self._rectified[inner.matrix.indices].all():
            return inner
        return self._make(inner, rectified=True)

    def layers(self, output: Signal) -> Layers:
        """(weights, bias, rectified) of every layer; the last one's neurons are the entries of `output`.

        What is needed further on goes from layer to layer through linear neurons that repeat it.
        """
        last = self._last(self._known(output))
        needed = self._needed(last)
        state, layers = np.arange(self.features), Layers()
        for depth in range(1, last.depth + 1):
            new = [piece for piece in needed if piece.depth == depth]
            later = [piece.made.matrix.indices for piece in needed if piece.depth > depth]
            wanted = np.unique(np.concatenate([*later, np.zeros(0, dtype=np.intp)])).astype(np.intp)
            carried = self._of(wanted[self._depths[wanted] < depth])
            parts = [*(piece.made for piece in new), carried]
            weights = sparse.vstack([self._wide(part.matrix) for part in parts], format="csr")[:, state].toarray()
            mask = np.repeat([piece.rectified for piece in new] + [False], [len(part.bias) for part in parts])
            layers.append((weights, np.concatenate([part.bias for part in parts]), mask))
            state = np.concatenate([*(piece.neurons for piece in new), carried.matrix.indices])
        return layers

    def _last(self, output: Signal) -> _Piece:
        """The neurons that are the output, made where there are none."""
        for piece in self._pieces:
            whole = len(output.bias) == len(piece.neurons) and output.is_single and (output.matrix.data == 1).all()
            if whole and np.array_equal(output.matrix.indices, piece.neurons):
                return piece
        self._make(output, rectified=False)
        return self._pieces[-1]

    def _needed(self, last: _Piece) -> list[_Piece]:
        """The pieces on which `last` stands, and itself, in the order in which they were made."""
        found, wanted = [last], set(last.made.matrix.indices.tolist())
        for piece in reversed(self._pieces):
            if piece is not last and not wanted.isdisjoint(piece.neurons.tolist()):
                found.append(piece)
                wanted.update(piece.made.matrix.indices.tolist())
        return found[::-1]

    def _known(self, signal: Signal) -> Signal:
        """The signal by the neurons that were made of it, if any were, over all neurons of now."""
        known = self._made[id(signal)][1] if id(signal) in self._made else signal
        return known._replace(matrix=self._wide(known.matrix))

    def _neurons(self, signal: Signal) -> Signal:
        """Linear neurons for the entries of a signal, made once."""
        if id(signal) not in self._made:
            self._made[id(signal)] = signal, self._make(signal, rectified=False)
        return self._known(signal)

    def _make(self, signal: Signal, rectified: bool) -> Signal:
        start, depth = len(self._depths), 1 + int(self._depths[signal.matrix.indices].max(initial=0))
        piece = _Piece(start, signal, rectified, depth)
        self._pieces.append(piece)
        self._depths = np.concatenate([self._depths, np.full(len(signal.bias), depth)])
        self._rectified = np.concatenate([self._rectified, np.full(len(signal.bias), rectified)])
        return self._of(piece.neurons)

    def _of(self, neurons: Places) -> Signal:
        count = len(neurons)
        entries = (np.ones(count), (np.arange(count), neurons))
        return Signal(sparse.csr_array(entries, shape=(count, len(self._depths))), np.zeros(count))

    def _wide(self, matrix: "Matrix") -> "Matrix":
        shape = matrix.shape[0], len(self._depths)
        return (
            matrix if matrix.shape == shape else sparse.csr_array((matrix.data, matrix.indices, matrix.indptr), shape)
        )


def _clean(matrix: "Matrix") -> "Matrix":
    found = sparse.csr_array(matrix)
    found.eliminate_zeros()
    found.sort_indices()
    return found


def _overlap(first: Signal, second: Signal) -> bool:
    """Whether some entry of the sum would have two constants, or twice the same neuron, to add."""
    width = max(first.matrix.shape[1], second.matrix.shape[1])
    one, other = (
        sparse.csr_array((np.ones(len(m.data), dtype=np.int8), m.indices, m.indptr), (m.shape[0], width))
        for m in (first.matrix, second.matrix)
    )
    return bool((first.bias.astype(bool) & second.bias.astype(bool)).any()) or one.multiply(other).nnz > 0
