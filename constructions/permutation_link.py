"""One layer between two public codes that never cuts off: linear on admissible inputs, exact integers."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import final

import numpy as np

from constructions.decorrelation import basis
from constructions.gate_channels import decode, readers
from constructions.linear_scores import worst_scores
from constructions.threshold import middle
from verify import HadamardCode, Network, Problem, SparseCode
from verify.arrays import Floats, Integers, Longs, Reals
from verify.codes import expand

SCORED = 4096
"""Outputs scored, in equal steps, to place the threshold of a large network."""
ENTRIES = 2**22
"""Entries of G, or of the scores, that are looked at together."""


@final
@dataclass(frozen=True)
class Link:
    """A permutation between an input code A and a reading code B of zeros and ones.

    >>> from verify import IdentityCode, Permutation
    >>> link = Link(Permutation((1, 0), 1), HadamardCode(rows=2, columns=2, seed=0), IdentityCode(2))
    >>> link.network(link.matched(), {})[0].layers[0].weights.tolist()
    [[1, -1], [1, 1]]
    """

    problem: Problem
    input_code: HadamardCode
    output_code: SparseCode

    def matched(self) -> Longs:
        """W = sum_j B_pi(j) A_j^T."""
        rows = self.output_code.rows
        outputs, begins = readers(self.output_code.supports(0, self.problem.outputs), rows)
        neurons = np.repeat(np.arange(rows), np.diff(begins))
        features = np.array(self.problem.preimages, dtype=np.int64)[outputs]
        return decode(neurons, features, rows, self.input_code).astype(np.int64)

    def bases(self) -> tuple[Floats, Floats]:
        """Bases of the row spaces of B and of A, features in the order of the outputs that repeat them."""
        return basis(expand(self.output_code)), basis(expand(self.input_code))[np.array(self.problem.preimages)]

    def weights(self, made: Floats) -> Reals:
        """The W with B^T W A = `made`, whose columns are in the order of `bases`."""
        words = expand(self.input_code)[:, np.array(self.problem.preimages)].astype(np.float64)
        inverse = np.linalg.pinv(expand(self.output_code).T.astype(np.float64))
        return np.asarray(inverse @ made.astype(np.float64) @ np.linalg.pinv(words))

    def network(self, weights: Longs, note: Mapping[str, object]) -> tuple[Network, bool]:
        """The network that is linear on admissible inputs, its threshold in the middle; and whether scores lie apart.

        All outputs are scored up to `SCORED` of them, some beyond. Memory: the scores, min(m, `SCORED`) * m integers at
        most; G = W A, n * m integers, is made a few rows at a time and never held whole.
        """
        m = self.problem.outputs
        zeros = np.zeros(len(weights), dtype=np.int64)
        linear = Network([(weights, zeros)], self.input_code, self.output_code, threshold=0)
        outputs = np.arange(0, m, ceil(m / SCORED))
        bias, scores = self._bias_and_scores(linear, outputs)
        own = np.array(self.problem.preimages, dtype=np.int64)[outputs]
        step = max(1, ENTRIES // m)
        parts = (slice(start, start + step) for start in range(0, len(outputs), step))
        true, false = worst_scores(((scores[part], own[part]) for part in parts), self.problem.sparsity)
        threshold = self.output_code.weight * bias + middle(true, false)
        network = Network([(weights, zeros + bias)], self.input_code, self.output_code, threshold, note)
        return network, true > false

    def _bias_and_scores(self, linear: Network, outputs: Longs) -> tuple[int, Integers]:
        """The least bias with which no neuron is ever cut off, and the scores (outputs, features) without it."""
        # Its module loads the kernels' compiler.
        from verify.scoring import received_by_fast_transform

        weights, features, v = linear.layers[0].weights, self.problem.inputs, self.problem.sparsity
        kind = np.dtype(np.int32) if max(linear.bounds(v)) < 2**31 else np.dtype(np.int64)
        chosen, begins = readers(self.output_code.supports(0, self.problem.outputs)[outputs], len(weights))
        scores, bias = np.zeros((len(outputs), features), dtype=kind), 0
        step = max(1, ENTRIES // features)
        for start in range(0, len(weights), step):
            rows = received_by_fast_transform(self.input_code, weights[start : start + step], kind).T
            excitation = np.ascontiguousarray(rows)
            lowest = np.partition(excitation, v - 1, axis=1)[:, :v]
            bias = max(bias, -int(np.minimum(lowest, 0).sum(axis=1, dtype=np.int64).min()))
            for e, received in enumerate(excitation, start=start):
                scores[chosen[begins[e] : begins[e + 1]]] += received
        return bias, scores
