"""Sums of all outputs on blocks of inputs by matrix products, and the few cells that are not clearly right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from math import comb
from typing import final

import numpy as np

from verify.arrays import Bools, Longs, Reals
from verify.errors import SuperproofError
from verify.floats.machine import worst_losses
from verify.floats.network import FloatNetwork
from verify.floats.order import in_order
from verify.floats.to_integers import cutoffs, rounded
from verify.progress import Deadline
from verify.scoring.true_outputs import TrueOutputs
from verify.statement.fit import require_fit
from verify.statement.inputs import more_sparse_than
from verify.statement.on_inputs import evaluate
from verify.statement.problem import Problem
from verify.statement.unknown import Unknown

CELLS = 2**22
"""Numbers in the widest array of a block."""
AT_ONCE = 256
"""Cells of one output that are decided together."""
MOST_INPUTS = 2**62


class OverdueError(SuperproofError):
    """The deadline passed inside a block, which then does not count."""


@final
@dataclass(frozen=True, eq=False)
class Scanned:
    """A block: its admissible inputs (inputs, k), of `looked_at` as sparse ones, and the cells that are not clear.

    Cell p is output `outputs`[p] on input `rows`[p] and must be `truth`[p]. In exact arithmetic it is `right`, or
    `wrong`, or neither is known yet.
    """

    active: Longs
    looked_at: int
    rows: Longs
    outputs: Longs
    truth: Bools
    right: Bools
    wrong: Bools

    def by_output(self, cells: Longs, deadline: Deadline) -> Iterator[tuple[int, Longs]]:
        """Some cells, output by output, at most `AT_ONCE` of them together. Errors: OverdueError."""
        for output in np.unique(self.outputs[cells]).tolist():
            mine = cells[self.outputs[cells] == output]
            for start in range(0, len(mine), AT_ONCE):
                if deadline.passed():
                    raise OverdueError(deadline.reason("scoring"))
                yield output, mine[start : start + AT_ONCE]

    def inputs(self, cells: Longs) -> list[tuple[int, ...]]:
        """The inputs of some cells."""
        return [tuple(active) for active in self.active[self.rows[cells]].tolist()]


@final
class Scanner:
    """All inputs of a problem through a float network, in whole float64 that nothing rounds.

    A cell is clear where its sum is so far on the right side of the threshold that neither the rounding of the network
    nor what machines may lose can change it: if that is bounded, and else `doubt` says why not. `smallest` and
    `largest` are the smallest sums of outputs that are 1 and the largest of those that are 0, so far. Cost: v n_1 +
    n_1 n_2 + ... multiply-adds an input, by the machine's matrix products, and one look at every sum. Errors: those of
    `rounded`.
    """

    def __init__(self, problem: Problem, network: FloatNetwork) -> None:
        self.problem, self.network = problem, network
        self.rounded = rounded(network, problem.sparsity)
        self.doubt: str | None = None
        errors = self.rounded.errors
        try:
            errors = errors + worst_losses(network, problem.sparsity)
        except OverflowError as error:
            self.doubt = str(error)
        self._above, self._below = cutoffs(network, self.rounded.scales, errors)
        self._one_from, self._zero_to = cutoffs(network, self.rounded.scales, self.rounded.errors)
        self._truths = TrueOutputs(problem)
        self._columns = np.ascontiguousarray(self.rounded.layers[0].weights.T)
        self._later = [np.ascontiguousarray(layer.weights.T) for layer in self.rounded.layers[1:]]
        self.smallest, self.largest = np.full(problem.outputs, np.inf), np.full(problem.outputs, -np.inf)
        self._size = max(1, CELLS // max(*network.widths, *problem.widths))

    def blocks(self, ranges: Sequence[tuple[int, int]] | None = None) -> Iterator[Scanned]:
        """Inputs by number of active features, for one number as `itertools.combinations` lists them.

        Of those with k active features number begin..end-1 in `ranges`[k], or all.
        """
        outputs = self.problem.outputs
        self.smallest, self.largest = np.full(outputs, np.inf), np.full(outputs, -np.inf)
        for k in range(self.problem.sparsity + 1):
            begin, end = (0, comb(self.problem.inputs, k)) if ranges is None else ranges[k]
            waiting = islice(in_order(self.problem.inputs, k, begin) if begin < end else (), end - begin)
            for _ in range(begin, end, self._size):
                sets = list(islice(waiting, self._size))
                active = np.fromiter(chain.from_iterable(sets), dtype=np.int64, count=k * len(sets))
                yield self._scanned(active.reshape(len(sets), k))

    def _scanned(self, active: Longs) -> Scanned:
        looked_at = len(active)
        (rows, outputs), admissible = self._truths.judged(active)
        if not admissible.all():
            active, rows = active[admissible], (np.cumsum(admissible) - 1)[rows]
        sums = self._sums(active)
        ones = sums[rows, outputs]
        np.minimum.at(self.smallest, outputs, ones)
        unclear = ones < self._above[outputs]
        found = [(rows[unclear], outputs[unclear], ones[unclear])]
        # What must be 1 is out of the way of the others.
        sums[rows, outputs] = -np.inf
        largest = sums.max(axis=0, initial=-np.inf)
        np.maximum(self.largest, largest, out=self.largest)
        columns = np.flatnonzero(largest > self._below)
        if len(columns):
            few = sums[:, columns] if len(columns) < len(largest) else sums
            where, place = np.nonzero(few > self._below[columns])
            found.append((where, columns[place], few[where, place]))
        rows, outputs, values = (np.concatenate(part) for part in zip(*found, strict=True))
        truth = np.arange(len(rows)) < len(found[0][0])
        one, zero = values >= self._one_from[outputs], values <= self._zero_to[outputs]
        right, wrong = np.where(truth, one, zero), np.where(truth, zero, one)
        return Scanned(active, looked_at, rows, outputs, truth, right, wrong)

    def _sums(self, active: Longs) -> Reals:
        """The last sums, (inputs, outputs)."""
        layers = self.rounded.layers
        z = self._columns[active[:, 0]] if active.shape[1] else np.zeros((len(active), len(layers[0].bias)))
        for features in active.T[1:]:
            z += self._columns[features]
        z += layers[0].bias
        for before, layer, weights in zip(layers, layers[1:], self._later, strict=False):
            if before.rectified.all():
                np.maximum(z, 0, out=z)
            elif before.rectified.any():
                z[:, before.rectified] = np.maximum(z[:, before.rectified], 0)
            if before.drop:
                z *= 2.0**-before.drop
                np.rint(z, out=z)
            z = z @ weights
            z += layer.bias
        return z


def scanner_of(problem: Problem, network: FloatNetwork) -> Scanner | Unknown:
    """What scores the inputs of this problem, or why nothing does. Errors: ValueError where the two do not fit."""
    require_fit(problem, network)
    if more_sparse_than(problem, MOST_INPUTS) or evaluate(problem, ()):
        return Unknown(f"scoring takes at most {MOST_INPUTS} inputs, and gates that are 0 on the empty input")
    try:
        return Scanner(problem, network)
    except OverflowError as error:
        return Unknown(str(error))
