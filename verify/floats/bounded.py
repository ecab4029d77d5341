"""Which questions about float networks bounds are for, and the bounds."""

from collections.abc import Iterator
from itertools import combinations
from math import comb

from verify.floats.deeper import Deeper
from verify.floats.network import FloatNetwork
from verify.floats.one_hidden_layer import MOST_SLOTS, TwoLayers
from verify.statement.gates import Gate
from verify.statement.problem import Problem

TreeBounds = TwoLayers | Deeper
"""What the tree asks: terms of features, and which sets of features are not surely right."""
MOST_CASES = 2**12
"""Sets of active inputs of one gate."""


def bounds_of(problem: Problem, network: FloatNetwork) -> TreeBounds:
    """TreeBounds for all inputs of the problem. Errors: OverflowError where no scale suits them."""
    kind = TwoLayers if len(network.layers) == 2 else Deeper
    return kind(network, problem.sparsity)


def cases(problem: Problem, output: int) -> Iterator[tuple[tuple[int, ...], bool]]:
    """All sets of at most v active inputs of a gate, with its value: no other feature changes that.

    >>> from verify import TwoAnd
    >>> list(cases(TwoAnd(inputs=3, sparsity=1, pairs=((0, 1),)), 0))
    [((), False), ((0,), False), ((1,), False)]
    """
    gate = problem.gates[output]
    for k in range(min(problem.sparsity, len(gate.inputs)) + 1):
        for active in combinations(gate.inputs, k):
            yield active, gate.value(active)


def cannot_branch(problem: Problem) -> str | None:
    """Why there are no such bounds for this question, or None."""
    if problem.is_circuit:
        return "bounds are for problems of one level of gates, not for circuits"
    if problem.sparsity > MOST_SLOTS:
        return f"bounds are for at most {MOST_SLOTS} active features, not {problem.sparsity}"
    if any(_count(gate, problem.sparsity) > MOST_CASES for gate in problem.gates):
        return f"bounds are for gates with at most {MOST_CASES} sets of active inputs"
    return None


def _count(gate: Gate, sparsity: int) -> int:
    return sum(comb(len(gate.inputs), k) for k in range(min(sparsity, len(gate.inputs)) + 1))
