"""What all nodes of a proof stand on: the neurons and weights of every output, G = W A, and that no number wraps."""

from typing import NamedTuple, final

import numpy as np

from verify.arrays import Integers, Longs
from verify.checker.budget import Budget, RefusedError
from verify.codes.base import Code, SparseCode
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.received import received

WORDS = 1024


@final
class Ground(NamedTuple):
    """`rows` and `weights` (outputs, widest): every output's neurons; unused places have weight 0. `entries`: G."""

    rows: Longs
    weights: Longs
    bias: Longs
    entries: Integers


def ground_of(problem: Problem, network: Network, budget: Budget) -> Ground:
    """The ground of one ReLU layer. Errors: RefusedError for more, negative reading weights, or numbers too large."""
    (rows, weights), layer = readers_of(problem, network, budget), network.layers[0]
    return Ground(rows, weights, layer.bias.astype(np.int64), received(layer.weights, network.input_code, budget.look))


def readers_of(problem: Problem, network: Network, budget: Budget) -> tuple[Longs, Longs]:
    """`rows` and `weights`. Errors: those of `ground_of`."""
    if len(network.layers) != 1:
        raise RefusedError(f"a branch certificate is about one ReLU layer, not {len(network.layers)}")
    (rows, weights), layer, v = _channels(network.output_code, budget), network.layers[0], problem.sparsity
    # Every term, sum of terms and scaled limit, in Python integers.
    entry = max(sum(map(abs, row.tolist())) for row in layer.weights) * network.input_code.largest_entry
    term = max(2 * v * entry + max(map(abs, layer.bias.tolist())), 1)
    worst = v * max(max(1, *(sum(row) for row in weights.tolist())) * term, abs(network.threshold) + 1)
    if worst >= 2**62:
        raise RefusedError(f"a branch certificate is about scaled scores below 2**62, but these may reach {worst}")
    return rows, weights


def _channels(code: Code, budget: Budget) -> tuple[Longs, Longs]:
    if isinstance(code, SparseCode):
        rows = code.supports(0, code.columns)
        return rows, np.ones_like(rows)
    found: list[tuple[Longs, Longs]] = []
    for start in range(0, code.columns, WORDS):
        budget.look()
        words = code.block(start, min(start + WORDS, code.columns)).astype(np.int64)
        if words.min() < 0:
            raise RefusedError("a branch certificate is about reading codes without negative entries")
        found += [(np.flatnonzero(word), word[word > 0]) for word in words.T]
    rows, weights = np.zeros((2, len(found), max(len(rows) for rows, _ in found)), dtype=np.int64)
    for i, (some, weight) in enumerate(found):
        rows[i, : len(some)], weights[i, : len(some)] = some, weight
    return rows, weights
