"""All admissible inputs in blocks: what every output must be, by definition, and its last sum, in whole float64."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise
from math import comb
from typing import NamedTuple, final

import numpy as np

from verify.arrays import Bools, Longs, Reals
from verify.checker.budget import Budget
from verify.checker.needs import HOPELESS, Need, gates_bytes
from verify.floats.network import FloatNetwork
from verify.floats.order import in_order
from verify.floats.to_integers import Rounded
from verify.statement.inputs import sparse_up_to
from verify.statement.on_inputs import admissible_truth
from verify.statement.problem import Problem

CELLS = 2**20
"""Numbers in the widest array of a block."""
WORK = 64
"""Bytes a number of a block takes at most, with all that is compared."""
EXACT_BYTES = 400
"""Bytes that a weight takes at most as a float, as an integer of any size, and in the copies of one row."""


@final
class Block(NamedTuple):
    """Admissible inputs (inputs, k); output `outputs`[p] must be 1 on input `rows`[p], and has the sum `ones`[p] there.

    `zeros` (inputs, outputs) are the sums of outputs that must be 0, -inf for all others, and `largest` (outputs,) the
    largest of them. `looked_at` counts the inputs that are as sparse, admissible or not.
    """

    active: Longs
    rows: Longs
    outputs: Longs
    ones: Reals
    zeros: Reals
    largest: Reals
    looked_at: int


class Cells(NamedTuple):
    """Outputs on inputs of a block, what they must be, and their sums."""

    rows: Longs
    outputs: Longs
    truth: Bools
    sums: Reals


def open_cells(block: Block, above: Reals, below: Reals) -> Cells:
    """All cells but those whose sum is at least `above` of its output where it must be 1, at most `below` where 0."""
    low = block.ones < above[block.outputs]
    columns = np.flatnonzero(block.largest > below)
    some = block.zeros[:, columns]
    rows, places = np.nonzero(some > below[columns])
    truth = np.repeat((True, False), (int(low.sum()), len(rows)))
    return Cells(
        np.concatenate([block.rows[low], rows]),
        np.concatenate([block.outputs[low], columns[places]]),
        truth,
        np.concatenate([block.ones[low], some[rows, places]]),
    )


@final
class Extremes:
    """The smallest sum of every output where it must be 1, and its largest where 0; infinite where there is none."""

    def __init__(self, outputs: int) -> None:
        self.smallest, self.largest = np.full(outputs, np.inf), np.full(outputs, -np.inf)

    def add(self, block: Block) -> None:
        """Take a block in."""
        np.minimum.at(self.smallest, block.outputs, block.ones)
        np.maximum(self.largest, block.largest, out=self.largest)


def blocks(
    problem: Problem,
    network: FloatNetwork,
    found: Rounded,
    budget: Budget,
    ranges: Sequence[tuple[int, int]] | None = None,
) -> Iterator[Block]:
    """Inputs by number of active features, for one number in the order of `itertools.combinations`.

    Of those with k active features number begin..end-1 in `ranges`[k], or all. `found` is the network rounded for the
    problem's sparsity, so that all sums are exact: each is an integer below 2**53, as are all its partial sums.
    """
    size = block_size(problem, network)
    first = np.ascontiguousarray(found.layers[0].weights.T)
    for k in range(problem.sparsity + 1):
        begin, end = (0, comb(problem.inputs, k)) if ranges is None else ranges[k]
        waiting = islice(in_order(problem.inputs, k, begin) if begin < end else (), end - begin)
        while block := list(islice(waiting, size)):
            budget.look()
            active = np.fromiter(chain.from_iterable(block), dtype=np.int64, count=k * len(block))
            active, truth = admissible_truth(problem, active.reshape(len(block), k))
            rows, outputs = np.divmod(np.flatnonzero(truth), problem.outputs)
            zeros = _sums(found, first, active)
            ones = zeros[rows, outputs]
            zeros[rows, outputs] = -np.inf
            yield Block(active, rows, outputs, ones, zeros, zeros.max(axis=0, initial=-np.inf), len(block))


def block_size(problem: Problem, network: FloatNetwork) -> int:
    """Inputs of a block: so many that its widest array has about `CELLS` numbers."""
    return max(1, CELLS // max(*network.widths, *problem.widths))


def float_need(problem: Problem, network: FloatNetwork) -> Need:
    """What a check takes, from sizes alone."""
    weights = sum(a * b for a, b in pairwise(network.widths))
    widest = max(*network.widths, *problem.widths)
    block = WORK * block_size(problem, network) * widest
    block += 8 * 8 * (problem.inputs + problem.sparsity) * network.widths[1]
    work = (problem.sparsity * network.widths[1] + weights) * sparse_up_to(problem, HOPELESS)
    return Need(EXACT_BYTES * weights + gates_bytes(problem) + block, min(work, HOPELESS))


def _sums(found: Rounded, first: Reals, active: Longs) -> Reals:
    z = np.repeat(found.layers[0].bias[None, :], len(active), axis=0)
    for features in active.T:
        z += first[features]
    for before, layer in zip(found.layers, found.layers[1:], strict=False):
        np.maximum(z, np.where(before.rectified, 0.0, -np.inf), out=z)
        if before.drop:
            np.ldexp(z, -before.drop, out=z)
            np.rint(z, out=z)
        z = z @ layer.weights.T
        z += layer.bias
    return z
