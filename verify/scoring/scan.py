"""Exact scores of many sparse inputs at once: the engine under enumeration and sampling.

Guarantee: for every input handed to `Scanner.extremes`, the smallest score among outputs that must be 1 and the
largest among outputs that must be 0 are exact integers. Complexity per input with k active features: k * n_1
additions for the first layer, and then, whichever a trial finds cheaper, the weights W_2, ..., W_L and entries of the
output code that leave active neurons, or all their nonzeros, which vector instructions add some eight times as fast.
"""

from typing import final

import numpy as np

from verify.scoring.extremes import NO_SCORE, Extremes, no_extremes, read_extremes
from verify.scoring.first_layer import received
from verify.scoring.kernels import excite, rectify
from verify.scoring.rows import rows_of_code, rows_of_matrix
from verify.scoring.sparse_states import SparseStates
from verify.scoring.true_outputs import Ones, TrueOutputs
from verify.statement.inputs import ActiveSets
from verify.statement.network import Network
from verify.statement.problem import Problem

CACHE_BYTES = 400_000
FASTER_DENSE = 8
TRIALS = 64


@final
class Scanner:
    """A network prepared for scanning. Memory: `memory(problem, network)` bytes, most of it G = W_1 A."""

    def __init__(self, problem: Problem, network: Network) -> None:
        self._truth = TrueOutputs(problem)
        self._type = _integer_type(network, problem.sparsity)
        self._received = received(network, self._type)
        self._bias = [layer.bias.astype(self._type) for layer in network.layers]
        self._hidden = [rows_of_matrix(layer.weights, self._type) for layer in network.layers[1:]]
        self._reading = rows_of_code(network.output_code, self._type)
        width = max(network.widths)
        # Never fewer than 96: shorter rows do not repay their loop, and rows of 128 fall on the same cache sets.
        self.block = min(512, max(96, CACHE_BYTES // (self._type.itemsize * width) // 16 * 16))
        trial = SparseStates(self._received, self._bias, network, self._reading)
        followed = trial.operations(_typical_inputs(problem))
        every = sum(matrix.nonzeros for matrix in (*self._hidden, self._reading))
        sparse = FASTER_DENSE * followed < every
        self._sparse: SparseStates | None = trial if sparse else None
        self._behind = followed if sparse else every

    def operations(self, active_features: int) -> int:
        """Additions for one input with so many active features, those of the trial where it decides."""
        return active_features * len(self._bias[0]) + self._behind

    def extremes(self, active: ActiveSets) -> Extremes:
        """Exact extremes of the scores on a block of inputs (inputs, k), in pieces that fit the cache.

        An input that is not admissible, because a level of a circuit is too active on it, has no scores here.
        """
        extremes = no_extremes(active.shape[0])
        ones, admissible = self._truth.judged(active)
        lowest = int(np.iinfo(self._type).min)
        for start in range(0, active.shape[0], self.block):
            piece = slice(start, start + self.block)
            low, high = np.searchsorted(ones.inputs, [start, start + self.block])
            here, found = Ones(ones.inputs[low:high] - start, ones.outputs[low:high]), extremes.part(piece)
            read = self._read_all if self._sparse is None else self._sparse.read
            read(active[piece], here, found, lowest)
            found.largest_false[found.largest_false == lowest] = -NO_SCORE
        extremes.smallest_true[~admissible], extremes.largest_false[~admissible] = NO_SCORE, -NO_SCORE
        return extremes

    def _read_all(self, active: ActiveSets, ones: Ones, extremes: Extremes, lowest: int) -> None:
        x = np.empty((self._received.shape[1], active.shape[0]), dtype=self._type)
        excite(self._received, self._bias[0], active, x)
        for layer, bias in zip(self._hidden, self._bias[1:], strict=True):
            x = layer.apply(x, bias)
            rectify(x)
        read_extremes(self._reading, x, ones, extremes, lowest)


def _typical_inputs(problem: Problem) -> ActiveSets:
    """A few inputs with as many active features as may be, the same every time; they decide on speed only."""
    rng = np.random.default_rng(0)
    sets = [rng.choice(problem.inputs, size=problem.sparsity, replace=False) for _ in range(TRIALS)]
    return np.sort(np.array(sets, dtype=np.int64), axis=1)


def memory(problem: Problem, network: Network) -> int:
    """Bytes that building and holding a Scanner takes at most, but for a few megabytes.

    Most of it is G, m * n_1 entries. A weight costs its row and column number for a moment, an entry of the output
    code its place by rows and by columns, a feature its place in the tables of gates and of inputs.
    """
    entry = _integer_type(network, problem.sparsity).itemsize
    nonzeros = network.output_code.columns * getattr(network.output_code, "weight", network.output_code.rows)
    weights = sum(layer.weights.size for layer in network.layers)
    tables = 64 * network.inputs
    return (
        entry * network.inputs * network.widths[1] + (2 * entry + 20) * weights + (3 * entry + 24) * nonzeros + tables
    )


def _integer_type(network: Network, sparsity: int) -> np.dtype[np.signedinteger]:
    """int32 when the bounds on all activations and scores of sparse inputs allow it, else int64."""
    largest = max(network.bounds(sparsity))
    return np.dtype(np.int32) if largest < 2**31 - 1 else np.dtype(np.int64)
