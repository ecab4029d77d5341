"""Exact scores of inputs that are known beforehand, for one layer whose G = W A is too large to be held."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, final

import numpy as np

from constructions.gate_channels import readers
from verify import HadamardCode, Network, Problem, SparseCode
from verify.arrays import Integers
from verify.statement import ActiveSets

if TYPE_CHECKING:
    from verify.scoring import ColumnMatrix, Extremes, Ones

BLOCK = 64
"""Neurons whose rows of G are looked at together."""


@final
@dataclass(frozen=True, eq=False)
class BlockScanner:
    """One ReLU layer between a Hadamard code and a code of zeros and ones, scored a block of neurons at a time.

    Cost: n_1 * N log2 N additions for the order N of the Hadamard matrix, once a call; then one for every output that
    reads a neuron that is not 0, input by input.

    >>> from verify import IdentityCode, TwoAnd
    >>> problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    >>> network = Network([([[1, 0]], [-1])], HadamardCode(rows=2, columns=2, seed=0), IdentityCode(1), threshold=1)
    >>> scanner = BlockScanner.of(problem, network)
    >>> [found.smallest_true.tolist() for found in scanner.extremes([np.array([[0, 1]])])]
    [[1]]
    """

    problem: Problem
    network: Network
    code: HadamardCode
    reading: SparseCode
    kind: np.dtype[np.signedinteger]

    @classmethod
    def of(cls, problem: Problem, network: Network) -> "BlockScanner | None":
        """The scanner, or None for a network of another kind."""
        code, reading = network.input_code, network.output_code
        if len(network.layers) != 1 or not isinstance(code, HadamardCode) or not isinstance(reading, SparseCode):
            return None
        small = max(network.bounds(problem.sparsity)) < 2**31 - 1
        return cls(problem, network, code, reading, np.dtype(np.int32) if small else np.dtype(np.int64))

    def smallest_true_score(self, inputs: ActiveSets) -> int:
        """The smallest score of output i on inputs[i], for all outputs. Memory: `BLOCK` * N integers."""
        outputs, begins = readers(self.reading.supports(0, self.reading.columns), self.reading.rows)
        scores = np.zeros(self.reading.columns, dtype=np.int64)
        for start in range(0, self.reading.rows, BLOCK):
            received, bias = self._block(start)
            for e in range(len(bias)):
                chosen = outputs[begins[start + e] : begins[start + e + 1]]
                scores[chosen] += np.maximum(received[inputs[chosen], e].sum(axis=1) + bias[e], 0)
        return int(scores.min())

    def extremes(self, drawn: Sequence[ActiveSets]) -> "list[Extremes]":
        """Exact extremes of the scores on every block of inputs, as `verify.scoring.scan.Scanner.extremes` gives them.

        Memory: the states of all inputs, inputs * n_1 integers.
        """
        # Their modules load the kernels' compiler.
        from verify.scoring import TrueOutputs, columns_of, rows_of_code

        states = [np.empty((len(active), self.reading.rows), dtype=self.kind) for active in drawn]

        def excite(start: int) -> None:
            received, bias = self._block(start)
            for x, active in zip(states, drawn, strict=True):
                here = x[:, start : start + len(bias)]
                here[:] = bias
                for features in active.T:
                    here += np.take(received, features, axis=0)
                np.maximum(here, 0, out=here)

        truth, readers = TrueOutputs(self.problem), columns_of(rows_of_code(self.reading, self.kind))
        ones = [truth.of(active) for active in drawn]
        # Blocks of neurons are columns of their own in the states: every core takes some, and then some of the states.
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for _ in pool.map(excite, range(0, self.reading.rows, BLOCK)):
                continue
            return list(pool.map(partial(_read, readers), states, ones))

    def _block(self, start: int) -> tuple[Integers, Integers]:
        """The rows of G of `BLOCK` neurons from `start` on, as (features, neurons), and their bias."""
        from verify.scoring import received_by_fast_transform

        layer, here = self.network.layers[0], slice(start, start + BLOCK)
        return received_by_fast_transform(self.code, layer.weights[here], self.kind), layer.bias[here].astype(self.kind)


def _read(readers: "ColumnMatrix", x: Integers, ones: "Ones") -> "Extremes":
    """The extremes of the scores that states x (inputs, neurons) give, outputs `ones` being 1."""
    from verify.scoring import NO_SCORE, no_extremes, read_each

    lowest, extremes = int(np.iinfo(x.dtype).min), no_extremes(len(x))
    read_each(readers, x, ones, extremes, lowest)
    extremes.largest_false[extremes.largest_false == lowest] = -NO_SCORE
    return extremes
