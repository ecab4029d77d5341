"""One layer between two public codes that never cuts off: linear on admissible inputs, exact integers."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import final

import numpy as np
import numpy.typing as npt

from constructions.channels import decode
from constructions.decorrelation import Floats, basis
from constructions.threshold import middle
from verify import HadamardCode, Network, Permutation, SparseCode
from verify.codes.base import expand
from verify.statement.linear_scores import linear_extremes

SCORED = 4096
"""Outputs scored, in equal steps, to place the threshold of a large network."""
IntMatrix = npt.NDArray[np.integer]
Longs = npt.NDArray[np.int64]


@final
@dataclass(frozen=True)
class Link:
    """A permutation between an input code A and a reading code B of zeros and ones.

    >>> from verify import IdentityCode
    >>> link = Link(Permutation((1, 0), 1), HadamardCode(rows=2, columns=2, seed=0), IdentityCode(2))
    >>> link.network(link.matched(), {})[0].layers[0].weights.tolist()
    [[1, -1], [1, 1]]
    """

    problem: Permutation
    input_code: HadamardCode
    output_code: SparseCode

    def matched(self) -> Longs:
        """W = sum_j B_pi(j) A_j^T."""
        words = self.output_code.supports(0, self.problem.outputs)
        neurons = words.ravel()
        features = np.repeat(np.array(self.problem.preimages, dtype=np.int64), words.shape[1])
        order = np.argsort(neurons, kind="stable")
        return decode(neurons[order], features[order], self.output_code.rows, self.input_code).astype(np.int64)

    def bases(self) -> tuple[Floats, Floats]:
        """Bases of the row spaces of B and of A, features in the order of the outputs that repeat them."""
        return basis(expand(self.output_code)), basis(expand(self.input_code))[np.array(self.problem.preimages)]

    def weights(self, made: Floats) -> npt.NDArray[np.float64]:
        """The W with B^T W A = `made`, whose columns are in the order of `bases`."""
        words = expand(self.input_code)[:, np.array(self.problem.preimages)].astype(np.float64)
        inverse = np.linalg.pinv(expand(self.output_code).T.astype(np.float64))
        return np.asarray(inverse @ made.astype(np.float64) @ np.linalg.pinv(words))

    def network(self, weights: Longs, note: Mapping[str, object]) -> tuple[Network, bool]:
        """The network that is linear on admissible inputs, its threshold in the middle; and whether scores lie apart.

        All outputs are scored up to `SCORED` of them, some beyond.
        """
        zeros = np.zeros(len(weights), dtype=np.int64)
        linear = Network([(weights, zeros)], self.input_code, self.output_code, threshold=0)
        kind = np.dtype(np.int32) if max(linear.bounds(self.problem.sparsity)) < 2**31 else np.dtype(np.int64)
        # Its module loads the kernels' compiler.
        from verify.provers.first_layer import received

        excitation = np.ascontiguousarray(received(linear, kind).T)
        bias = -min(self._least(part) for part in np.array_split(excitation, ceil(excitation.size / 2**22)))
        true, false = self._extremes(excitation)
        threshold = self.output_code.weight * bias + middle(true, false)
        network = Network([(weights, zeros + bias)], self.input_code, self.output_code, threshold, note)
        return network, true > false

    def _least(self, excitation: IntMatrix) -> int:
        """The smallest sum that any of these neurons receives on an admissible input."""
        least = np.partition(excitation, self.problem.sparsity - 1, axis=1)[:, : self.problem.sparsity]
        return int(np.minimum(least, 0).sum(axis=1, dtype=np.int64).min())

    def _extremes(self, excitation: IntMatrix) -> tuple[int, int]:
        """The smallest true and the largest false score, bias apart, given G = W A as (neurons, features)."""
        preimages = np.array(self.problem.preimages, dtype=np.int64)
        outputs = np.arange(0, len(preimages), ceil(len(preimages) / SCORED))
        words = self.output_code.supports(0, len(preimages))
        true, false = [], []
        for part in np.array_split(outputs, ceil(len(outputs) * excitation.shape[1] / 2**22)):
            scores = np.zeros((len(part), excitation.shape[1]), dtype=excitation.dtype)
            for row in words[part].T:
                scores += excitation[row]
            smallest, largest = linear_extremes(scores, preimages[part], self.problem.sparsity)
            true.append(int(smallest.min()))
            false.append(int(largest.max()))
        return min(true), max(false)
