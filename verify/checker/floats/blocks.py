"""All admissible inputs in blocks: what every output must be, by definition, and its last sum, in whole float64."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice
from math import comb
from typing import final

import numpy as np

from verify.arrays import Bools, Longs
from verify.checker.budget import Budget
from verify.floats.network import FloatNetwork
from verify.floats.precision import Reals
from verify.floats.rounding import Rounded
from verify.statement.problem import Problem, level_truths

CELLS = 2**21
"""Numbers in the widest array of a block."""
WORK = 40
"""Bytes a number of a block takes at most, with all that is compared."""


@final
@dataclass(frozen=True, eq=False)
class Block:
    """Admissible inputs (inputs, k), what outputs must be and their sums, both (inputs, outputs).

    `looked_at` counts the inputs that are as sparse, admissible or not.
    """

    active: Longs
    truth: Bools
    sums: Reals
    looked_at: int


def blocks(
    problem: Problem, network: FloatNetwork, found: Rounded, budget: Budget, limits: Sequence[int] | None = None
) -> Iterator[Block]:
    """Inputs by number of active features, for one number in the order of `itertools.combinations`.

    Of those with k active features the first `limits`[k]. `found` is the network rounded for the problem's sparsity,
    so that all sums are exact: each is an integer below 2**53, as are all its partial sums.
    """
    size = block_size(problem, network)
    first = np.ascontiguousarray(found.layers[0].weights.T)
    for k in range(problem.sparsity + 1):
        most = comb(problem.inputs, k) if limits is None else limits[k]
        waiting = islice(combinations(range(problem.inputs), k), most)
        while block := list(islice(waiting, size)):
            budget.look()
            active = np.fromiter(chain.from_iterable(block), dtype=np.int64, count=k * len(block))
            active = active.reshape(len(block), k)
            active, truth = _truth(problem, active)
            yield Block(active, truth, _sums(found, first, active), len(block))


def block_size(problem: Problem, network: FloatNetwork) -> int:
    """Inputs of a block: so many that its widest array has about `CELLS` numbers."""
    return max(1, CELLS // max(*network.widths, *problem.widths))


def _truth(problem: Problem, sparse: Longs) -> tuple[Longs, Bools]:
    """The admissible inputs, for circuits those with at most v on all levels, and F, (inputs, outputs)."""
    features = np.zeros((len(sparse), problem.inputs), dtype=np.bool_)
    np.put_along_axis(features, sparse, True, axis=1)
    levels = level_truths(problem, features)
    if not problem.is_circuit:
        return sparse, levels[-1]
    admissible = np.ones(len(sparse), dtype=np.bool_)
    for level in levels:
        admissible &= level.sum(axis=1) <= problem.sparsity
    return sparse[admissible], levels[-1][admissible]


def _sums(found: Rounded, first: Reals, active: Longs) -> Reals:
    z = np.repeat(found.layers[0].bias[None, :], len(active), axis=0)
    for features in active.T:
        z += first[features]
    for before, layer in zip(found.layers, found.layers[1:], strict=False):
        x = np.where(before.rectified, np.maximum(z, 0), z)
        if before.drop:
            x = np.rint(np.ldexp(x, -before.drop))
        z = x @ layer.weights.T
        z += layer.bias
    return z
