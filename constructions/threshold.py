"""The threshold between the scores that must read 1 and those that must read 0."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar, final

import numpy as np

from constructions.gate_channels import readers
from verify import HadamardCode, Network, Problem, SparseCode
from verify.arrays import Integers, Longs
from verify.gate_facts import all_ands
from verify.statement import ActiveSets

if TYPE_CHECKING:
    from verify.scoring import ColumnMatrix, Extremes, Ones

Scores = TypeVar("Scores", int, Longs)
SAMPLES = 4096
LARGE = 2**28
"""Entries of G from which it is not held whole."""
BLOCK = 64
"""Neurons whose rows of G are looked at together then."""


def with_separating_threshold(problem: Problem, network: Network, seed: int) -> Network:
    """The network with its threshold between the hardest scores met on random hard inputs.

    The inputs are `SAMPLES` a stratum of `verify.scoring.strata`, every one scored exactly; what unseen inputs do is
    for the prover to find. Where all inputs that make an output 1 are few enough to be scored, the threshold is the
    smallest true score itself: it separates whenever any does. Otherwise it is in the middle. Deterministic in `seed`.
    Memory: m * n_1 integers, or, from `LARGE` of them on, at most 5 `SAMPLES` * n_1 (`BlockScanner`, where the codes
    allow it), or (outputs) n_0 small ones (`word_scores`, where the inputs that make the outputs 1 decide).
    """
    # The scanner's compiler is heavy: it is loaded when there is something to score.
    from verify.scoring import NO_SCORE, Scanner, strata_of

    decisive, reading = _inputs_that_make_ones(problem), network.output_code
    large = len(network.layers) == 1 and problem.inputs * network.widths[1] >= LARGE
    blocks = BlockScanner.of(problem, network) if large else None
    if decisive is not None and blocks is not None:
        return network.with_threshold(blocks.smallest_true_score(decisive))
    if decisive is not None and large and isinstance(reading, SparseCode):
        # Its module loads the kernels' compiler.
        from constructions.word_scores import smallest_true_score

        return network.with_threshold(smallest_true_score(network, reading, decisive))
    rng = np.random.default_rng(seed)
    drawn = [stratum.draw(rng, SAMPLES) for stratum in strata_of(problem, network)]
    extremes = blocks.extremes if blocks is not None else partial(map, Scanner(problem, network).extremes)
    met = list(extremes(drawn))
    true = min(int(one.smallest_true.min()) for one in met)
    false = max(int(one.largest_false.max()) for one in met)
    if true == NO_SCORE:
        return network.with_threshold(false + 1)
    if decisive is not None:
        (one,) = extremes([decisive])
        true = int(one.smallest_true.min())
    if false == -NO_SCORE or (decisive is not None and true > false):
        return network.with_threshold(true)
    return network.with_threshold(middle(true, false))


def _inputs_that_make_ones(problem: Problem) -> ActiveSets | None:
    """The inputs that make the outputs 1, one for each, where every gate is an AND as wide as the sparsity."""
    groups = problem.gate_groups()
    if not all_ands(groups) or any(group.inputs.shape[1] != problem.sparsity for group in groups):
        return None
    inputs = np.empty((problem.outputs, problem.sparsity), dtype=np.int64)
    for group in groups:
        inputs[group.outputs] = np.sort(group.inputs, axis=1)
    return inputs


def middle(true: Scores, false: Scores) -> Scores:
    """Halfway between the smallest true and the largest false score or sum; above the latter in any case.

    >>> middle(true=10, false=3), middle(true=4, false=3), middle(true=3, false=10)
    (7, 4, 7)
    """
    return false + 1 + (true - false - 1) // 2


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
