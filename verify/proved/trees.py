"""The tree of a branch certificate, as the proved program reads it: one binary tree an output, in Polish notation.

Not trusted: a tree that is misread proves less, never something wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice
from math import comb

from verify.arrays import Integers
from verify.gate_facts import facts_of
from verify.statement.gates import Gate

WIDE = 4
"""ANDs and ORs of so many inputs or more are split by the first that settles them, other gates by all inputs."""
LEAF = -1
Children = Mapping[int, Sequence[tuple[int, int]]]


def trees(gates: Sequence[Gate], sparsity: int, arrays: Mapping[str, Integers]) -> Iterator[list[int]]:
    """For every output its tree: -1 for a leaf, else a feature, the tree where it is not active and where it is.

    `arrays` are `branching`, `counts` and `features`, all three or none. Nodes are numbered as in the certificate: the
    cases of all outputs, then the children of branching nodes, in their parents' order.

    >>> list(trees([Gate("and", (3, 5))], 2, {}))
    [[3, 5, -1, -1, 5, -1, -1]]
    """
    children = _children(arrays, sum(_count(gate, sparsity) for gate in gates))
    first = 0
    for gate in gates:
        yield _cases(gate, sparsity, first, children)
        first += _count(gate, sparsity)


def _children(arrays: Mapping[str, Integers], cases: int) -> Children:
    """Node -> its children, each with the feature that it adds."""
    found: dict[int, list[tuple[int, int]]] = {}
    features = iter(enumerate(arrays["features"].tolist() if "features" in arrays else (), start=cases))
    for node, count in zip(arrays.get("branching", ()), arrays.get("counts", ()), strict=True):
        found[int(node)] = list(islice(features, int(count)))
    return found


def _wide(gate: Gate) -> int | None:
    """How many active inputs a wide AND (all) or OR (one) needs to be 1; None for gates that are split otherwise."""
    size = len(gate.inputs)
    least = facts_of(gate.kind, size).least if size >= WIDE else None
    return least if least in (1, size) else None


def _count(gate: Gate, sparsity: int) -> int:
    size = len(gate.inputs)
    if _wide(gate) is None:
        return sum(comb(size, k) for k in range(min(size, sparsity) + 1))
    return size + 1 if _wide(gate) == 1 else min(size, sparsity + 1) + (size <= sparsity)


def _cases(gate: Gate, sparsity: int, first: int, children: Children) -> list[int]:
    wires, size = gate.inputs, len(gate.inputs)
    if _wide(gate) is None:
        sets = [places for k in range(min(size, sparsity) + 1) for places in combinations(range(size), k)]
        number = {places: first + k for k, places in enumerate(sets)}
        return _all_inputs(wires, number, (), 0, sparsity, children)
    found: list[int] = []
    if _wide(gate) == 1:
        on = [_node(first + k, children) for k in range(size)]
        found = [*wires, *_node(first + size, children)]
        for tree in reversed(on):
            found += tree
        return found
    for k in range(min(size, sparsity + 1)):
        found += [wires[k], *_node(first + k, children)]
    # More than `sparsity` inputs are never active together, so that nothing is asked of that last tree.
    return found + (_node(first + size, children) if size <= sparsity else [LEAF])


def _all_inputs(
    wires: Sequence[int], number: Mapping[tuple[int, ...], int], on: tuple[int, ...], k: int, left: int,
    children: Children,
) -> list[int]:  # fmt: skip
    """Splits on wires k, k + 1, ..., where those at the places `on` are active."""
    if k == len(wires):
        return _node(number[on], children)
    off = _all_inputs(wires, number, on, k + 1, left, children)
    active = _all_inputs(wires, number, (*on, k), k + 1, left - 1, children) if left else [LEAF]
    return [wires[k], *off, *active]


def _node(node: int, children: Children) -> list[int]:
    """Child k has its feature active, and those of the children before it not; the rest has none of them."""
    own = children.get(node, ())
    found = [feature for _, feature in own] + [LEAF]
    for child, _ in reversed(own):
        found += _node(child, children)
    return found
