"""The values of an and-inverter graph at rest, when all inputs are 0, and its gates as gates that are 0 then.

With both literals of an AND at rest 0 the gate stays an AND; with one of them 1 it becomes andnot, with both 1 it
becomes or (De Morgan). Source: ours.
"""

from typing import NamedTuple

from superproof.aiger.read import Aig


class Node(NamedTuple):
    """A gate over other nodes' numbers (an AIG variable's), its level, or an input when `kind` is empty."""

    kind: str
    inputs: tuple[int, ...]
    level: int


class Rest(NamedTuple):
    """The nodes, the node that each variable (XOR its value at rest) stands for, None where it is 0 always."""

    nodes: dict[int, Node]
    stands_for: dict[int, int | None]
    values: dict[int, int]

    def value(self, literal: int) -> int:
        """A literal when all inputs are 0."""
        return self.values[literal // 2] ^ (literal & 1)


def at_rest(graph: Aig) -> Rest:
    """The graph with v XOR r carried in place of every variable v, r its value at rest.

    >>> at_rest(Aig((1, 2), (), {3: (3, 5)})).nodes[3]
    Node(kind='or', inputs=(1, 2), level=1)
    """
    nodes = {variable: Node("", (), 0) for variable in graph.inputs}
    stands_for: dict[int, int | None] = {0: None, **{variable: variable for variable in graph.inputs}}
    rest = dict.fromkeys(stands_for, 0)
    for variable, (left, right) in graph.gates.items():
        (a, s), (b, t) = ((stands_for[x // 2], rest[x // 2] ^ (x & 1)) for x in (left, right))
        rest[variable] = s & t
        kind = "or" if s & t else "and" if s == t else "andnot"
        found = _simplified(kind, *((b, a) if s > t else (a, b)))
        if isinstance(found, tuple):
            level = 1 + max(nodes[j].level for j in found)
            nodes[variable] = Node(kind, found, level)
            stands_for[variable] = variable
        else:
            stands_for[variable] = found
    return Rest(nodes, stands_for, rest)


def _simplified(kind: str, a: int | None, b: int | None) -> tuple[int, int] | int | None:
    """The two different nodes of a gate, or the one node it equals, or None where it is always 0."""
    if a is not None and b is not None and a != b:
        return a, b
    if kind == "or":
        return b if a is None else a
    if kind == "and":
        return a if b is not None else None
    return a if b is None else None
