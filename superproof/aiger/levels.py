"""An and-inverter graph as a circuit of levels in which every gate is 0 at rest.

At rest, when all inputs are 0, every variable has a value r. The circuit carries v XOR r instead of v, so that whatever
is handed from level to level is sparse if it can be. With both literals of an AND at rest 0 the gate stays an AND; with
one of them 1 it becomes andnot, with both 1 it becomes or (De Morgan). Source: ours.
"""

from dataclasses import dataclass
from typing import final

from superproof.aiger.read import Aig
from verify import Circuit, Problem
from verify.errors import DocumentError

MOST_GATES = 2**22


@final
@dataclass(frozen=True)
class _Node:
    """A gate over other nodes' numbers (an AIG variable's), its level, or an input when `kind` is empty."""

    kind: str
    inputs: tuple[int, ...]
    level: int


def circuit_of(graph: Aig, *, sparsity: int, name: object = "AIGER file") -> Problem:
    """The circuit that computes the graph's outputs, in order; `name` is only named in errors.

    Every gate is as early as it can be, and copied through the levels up to its last use: copies count as active.
    Errors: DocumentError for an output that is 1 at rest (it would be 1 on almost every sparse input) or constant, for
    no output or input, and for more than 2**22 gates with their copies; ValueError for a sparsity outside 1..inputs.

    >>> circuit_of(Aig((1, 2), (6, 9), {3: (2, 5), 4: (3, 5)}), sparsity=2).levels
    ((Gate(kind='andnot', inputs=(0, 1)), Gate(kind='or', inputs=(0, 1))),)
    """
    if not graph.inputs or not graph.outputs:
        raise DocumentError(name, "must have at least one input and one output")
    nodes, stands_for, rest = _at_rest(graph)
    wanted = []
    for number, literal in enumerate(graph.outputs):
        node = stands_for[literal // 2]
        if node is None:
            always = rest[literal // 2] ^ (literal & 1)
            raise DocumentError(
                name,
                f"output {number} must depend on the inputs, but is always {always}: leave it out, it needs no network",
            )
        if rest[literal // 2] ^ (literal & 1):
            raise DocumentError(
                name,
                f"output {number} must be 0 when all inputs are 0, but is 1 there, so that it would be 1 on almost "
                "every sparse input: negate it",
            )
        wanted.append(node)
    return _levelled(graph, nodes, wanted, sparsity, name)


def _at_rest(graph: Aig) -> tuple[dict[int, _Node], dict[int, int | None], dict[int, int]]:
    """The nodes, the node that each variable (XOR its rest) stands for (None: always 0), and the values at rest."""
    nodes = {variable: _Node("", (), 0) for variable in graph.inputs}
    stands_for: dict[int, int | None] = {0: None, **{variable: variable for variable in graph.inputs}}
    rest = dict.fromkeys(stands_for, 0)
    for variable, (left, right) in graph.gates.items():
        (a, s), (b, t) = ((stands_for[x // 2], rest[x // 2] ^ (x & 1)) for x in (left, right))
        rest[variable] = s & t
        kind = "or" if s & t else "and" if s == t else "andnot"
        found = _simplified(kind, *((b, a) if s > t else (a, b)))
        if isinstance(found, tuple):
            level = 1 + max(nodes[j].level for j in found)
            nodes[variable] = _Node(kind, found, level)
            stands_for[variable] = variable
        else:
            stands_for[variable] = found
    return nodes, stands_for, rest


def _simplified(kind: str, a: int | None, b: int | None) -> tuple[int, int] | int | None:
    """The two different nodes of a gate, or the one node it equals, or None where it is always 0."""
    if a is not None and b is not None and a != b:
        return a, b
    if kind == "or":
        return b if a is None else a
    if kind == "and":
        return a if b is not None else None
    return a if b is None else None


def _levelled(graph: Aig, nodes: dict[int, _Node], wanted: list[int], sparsity: int, name: object) -> Problem:
    """Gates and copies level by level; the last level holds the outputs in their order."""
    depth = max(1, *(nodes[node].level for node in wanted))
    last_use = dict.fromkeys(wanted, depth)
    for variable in reversed(nodes):  # A gate comes after those it uses.
        node = nodes[variable]
        if variable in last_use:
            for j in node.inputs:
                last_use[j] = max(last_use.get(j, 0), node.level)
    # Behind a level its own gates are needed, and copies of earlier ones.
    behind = [sorted(v for v in last_use if nodes[v].level <= level < last_use[v]) for level in range(1, depth)]
    held = [list(graph.inputs), *behind, wanted]
    if sum(map(len, held[1:])) > MOST_GATES:
        total = sum(map(len, held[1:]))
        raise DocumentError(name, f"a circuit must have at most {MOST_GATES} gates and copies, not {total}")
    levels = []
    for level in range(1, depth + 1):
        place = {variable: i for i, variable in enumerate(held[level - 1])}
        levels.append([_gate(nodes[v], v, level, place) for v in held[level]])
    return Circuit.of(len(graph.inputs), sparsity, levels)


def _gate(node: _Node, variable: int, level: int, place: dict[int, int]) -> tuple[object, ...]:
    if node.kind and node.level == level:
        return (node.kind, *(place[j] for j in node.inputs))
    return "copy", place[variable]
