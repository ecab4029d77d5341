"""The tree of bounds on a float network: what no bound closes is looked at, one input at a time.

For every output and every set of its active inputs, all sets of s other features are gone through. A node holds the
features that are active, and those of which s more may be. Its candidates are put in the order of their terms, the
largest first; the child of a candidate has it active, and the candidates after it left. No child is made where even the
largest terms that are left do not exceed the limit, and of a child's candidates those are left out with which it cannot
be exceeded. With two slots left or fewer the sums themselves are looked at.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np

from verify.arrays import Longs, Reals
from verify.floats.deeper import Deeper
from verify.floats.first_sums import MOST_SLOTS, Side, Slopes, TwoLayers
from verify.floats.network import FloatNetwork
from verify.statement.problem import Problem

TreeBounds = TwoLayers | Deeper
"""What the tree asks: terms of features, and which sets of features are not surely right."""
MOST_CASES = 2**12
"""Sets of active inputs of one gate."""


class Node(NamedTuple):
    """`active` features with z = `state`, of the `free` ones `slots` more; `row` is what its parent took for slopes."""

    side: Side
    active: tuple[int, ...]
    state: Reals
    free: Longs
    slots: int
    row: int = -1


CELLS = 2**16
"""Hidden neurons of all inputs that are looked at together."""
PAIRS = 2**18
"""Pairs of features that are listed together, or those of one feature."""
Choose = Callable[[Node], tuple[int, Slopes]]
"""The slopes for a node with two slots or more, and a number for them."""
Doubt = Callable[[Side, list[tuple[int, ...]]], None]
"""Told the inputs, active features in ascending order, on which a side is not surely right; often told none."""


def walk(problem: Problem, bounds: TreeBounds, sides: tuple[Side, Side], choose: Choose, doubt: Doubt) -> None:
    """Go through one output: every admissible input on which it is not surely right is handed to `doubt`.

    `sides` are those of the output where it must be 0 and 1. Whatever slopes are chosen, no such input is left out.
    """
    output, filling = sides[0].output, np.arange(problem.inputs, problem.inputs + problem.sparsity)
    others = np.setdiff1d(np.arange(problem.inputs), problem.gates[output].inputs)
    for active, value in cases(problem, output):
        first, slots = bounds.first, problem.sparsity - len(active)
        state = first.bias + first.words[list(active)].sum(axis=0)
        free = np.concatenate([others, filling[:slots]]) if slots else filling[:1]
        _visit(bounds, Node(sides[value], active, state, free, max(1, slots)), choose, doubt)


def _visit(bounds: TreeBounds, node: Node, choose: Choose, doubt: Doubt) -> None:
    first, slots = bounds.first, node.slots
    if slots == 1:
        _look(bounds, node, node.free[:, None], doubt)
        return
    row, slopes = choose(node)
    terms, goal = bounds.terms(node.side, node.active, node.state, node.free, slopes)
    order = np.argsort(-terms, kind="stable")
    free, found = node.free[order], ends(terms[order], slots, float(goal))
    if slots == 2:
        for pairs in _pairs(found):
            _look(bounds, node, free[pairs], doubt)
        return
    for place, end in enumerate(found.tolist()):
        feature = int(free[place])
        state = node.state + first.words[feature]
        child = Node(node.side, (*node.active, feature), state, free[place + 1 : end], slots - 1, row)
        _visit(bounds, child, choose, doubt)


def _pairs(last: Longs) -> Iterator[Longs]:
    """All pairs of places (p, q) with p < q < last[p], (pairs, 2), some at a time."""
    counts = last - np.arange(1, len(last) + 1)
    done = np.concatenate([[0], np.cumsum(counts)])
    start = 0
    while start < len(last):
        stop = max(start + 1, int(np.searchsorted(done, done[start] + PAIRS, side="right")) - 1)
        first = np.repeat(np.arange(start, stop), counts[start:stop])
        yield np.stack([first, np.arange(done[start], done[stop]) - done[first] + first + 1], axis=1)
        start = stop


def _look(bounds: TreeBounds, node: Node, sets: Longs, doubt: Doubt) -> None:
    """Hand over which of these sets of features, added to those of the node, are not surely right."""
    features = len(bounds.first.words) - bounds.first.filling
    for start in range(0, len(sets), step := max(1, CELLS // bounds.widest)):
        found = np.flatnonzero(bounds.sums(node.side, node.state, sets[start : start + step]) > node.side.limit)
        active = [(*node.active, *sets[start + place].tolist()) for place in found.tolist()]
        doubt(node.side, [tuple(sorted(j for j in one if j < features)) for one in active])


def ends(terms: Reals, slots: int, goal: float) -> Longs:
    """For every place from which on the next `slots` terms exceed the goal: where its last candidate ends.

    `terms` descend. A set of `slots` terms whose first is at such a place, and whose last is before the end, may exceed
    the goal; no other set does.

    >>> ends(np.array([5.0, 3.0, 1.0, 0.0]), 2, goal=5.0)
    array([3])
    """
    last = len(terms) - slots + 1
    windows = sum((terms[k : last + k] for k in range(1, slots)), start=terms[:last])
    count = int(np.count_nonzero(windows > goal))
    without_last = windows[:count] - terms[slots - 1 : slots - 1 + count]
    return np.searchsorted(-terms, without_last - goal, side="left")


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
    counts = (sum(comb(len(gate.inputs), k) for k in range(problem.sparsity + 1)) for gate in problem.gates)
    if any(count > MOST_CASES for count in counts):
        return f"bounds are for gates with at most {MOST_CASES} sets of active inputs"
    return None
