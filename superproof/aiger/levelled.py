"""An and-inverter graph as a circuit of levels in which every gate is 0 at rest, which keeps them sparse."""

from superproof.aiger.read import Aig
from superproof.aiger.refused_outputs import adapted
from superproof.aiger.rest import Node, at_rest
from verify import Circuit, Problem
from verify.errors import DocumentError

MOST_GATES = 2**22


def circuit_of(graph: Aig, *, sparsity: int, name: object = "AIGER file") -> Problem:
    """The circuit that computes the graph's outputs, in order; `name` is only named in errors.

    Every gate is as early as it can be, and copied through the levels up to its last use: copies count as active.
    Errors: DocumentError for an output that is 1 at rest (it would be 1 on almost every sparse input) or constant, for
    no output or input, and for more than 2**22 gates with their copies; ValueError for a sparsity outside 1..inputs.

    >>> circuit_of(Aig((1, 2), (6, 9), {3: (2, 5), 4: (3, 5)}), sparsity=2).levels
    ((Gate(kind='andnot', inputs=(0, 1)), Gate(kind='or', inputs=(0, 1))),)
    """
    adapted(graph, name)
    nodes, stands_for, _ = at_rest(graph)
    wanted = [output for literal in graph.outputs if (output := stands_for[literal // 2]) is not None]
    depth = max(1, *(nodes[output].level for output in wanted))
    last_use = dict.fromkeys(wanted, depth)
    for variable in reversed(nodes):  # A gate comes after those it uses.
        node = nodes[variable]
        if variable in last_use:
            for j in node.inputs:
                last_use[j] = max(last_use.get(j, 0), node.level)
    # Behind a level its own gates are needed, and copies of earlier ones.
    behind_of = {v: range(max(1, nodes[v].level), last) for v, last in last_use.items()}
    total = sum(map(len, behind_of.values())) + len(wanted)
    if total > MOST_GATES:
        raise DocumentError(
            name,
            f"a circuit must have at most {MOST_GATES:,} gates and copies, but this one has {total:,} on {depth:,} "
            "levels: every gate is copied up to its last use",
        )
    held: list[list[int]] = [list(graph.inputs), *([] for _ in range(1, depth)), wanted]
    for variable in sorted(behind_of):
        for level in behind_of[variable]:
            held[level].append(variable)
    levels = []
    for level in range(1, depth + 1):
        place = {variable: i for i, variable in enumerate(held[level - 1])}
        levels.append([_gate(nodes[v], v, level, place) for v in held[level]])
    return Circuit.of(len(graph.inputs), sparsity, levels)


def _gate(node: Node, variable: int, level: int, place: dict[int, int]) -> tuple[object, ...]:
    if node.kind and node.level == level:
        return (node.kind, *(place[j] for j in node.inputs))
    return "copy", place[variable]
