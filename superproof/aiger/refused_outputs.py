"""Outputs of an and-inverter graph that no sparse network computes: refused, or adapted where that is asked for."""

from collections.abc import Sequence
from typing import NamedTuple

from superproof.aiger.read import Aig
from superproof.aiger.rest import at_rest
from superproof.words import count
from verify.errors import DocumentError, shown


class Adapted(NamedTuple):
    """A graph all of whose outputs depend on the inputs and are 0 at rest, and what was done to make them so."""

    graph: Aig
    negated: tuple[int, ...]
    dropped: tuple[int, ...]
    notes: tuple[str, ...]


def adapted(graph: Aig, name: object, *, negate: bool = False, drop_constant: bool = False) -> Adapted:
    """The graph with outputs that are 1 at rest negated, and constant ones left out; each only where it is asked for.

    A negated output is called "not" and its name. Errors: DocumentError for such outputs where it is not, and for no
    input or no output.

    >>> adapted(Aig((1,), (3, 0), {}), "f", negate=True, drop_constant=True).graph
    Aig(inputs=(1,), outputs=(2,), gates={}, names={'o0': 'not o0'})
    """
    if not graph.inputs or not graph.outputs:
        sizes = f"{count(len(graph.inputs), 'input')} and {count(len(graph.outputs), 'output')}"
        raise DocumentError(name, f"must have at least one input and one output, but has {sizes}")
    rest = at_rest(graph)
    constant = [i for i, literal in enumerate(graph.outputs) if rest.stands_for[literal // 2] is None]
    ones = [i for i, x in enumerate(graph.outputs) if rest.value(x) and rest.stands_for[x // 2] is not None]
    if constant and not drop_constant:
        always = rest.value(graph.outputs[constant[0]])
        raise DocumentError(
            name,
            f"{_called(graph, constant[0])} must depend on the inputs, but is always {always}{_others(constant)}: no "
            "network is needed for it (--drop-constant-outputs leaves it out)",
        )
    if ones and not negate:
        raise DocumentError(
            name,
            f"{_called(graph, ones[0])} must be 0 when all inputs are 0, but is 1 there{_others(ones)}, so that it "
            "would be 1 on almost every sparse input (--negate-outputs reads its negation)",
        )
    if len(constant) == len(graph.outputs):
        raise DocumentError(name, f"must have an output that depends on the inputs, but all {len(constant)} do not")
    done = (ones, "read negated, being 1 when all inputs are 0"), (constant, "left out, being constant")
    notes = tuple(f"{count(len(some), 'output')} {what}: {_some(graph, some)}" for some, what in done if some)
    if not notes:
        return Adapted(graph, (), (), ())
    return Adapted(_changed(graph, ones, constant), tuple(ones), tuple(constant), notes)


def _called(graph: Aig, output: int) -> str:
    name = graph.names.get(f"o{output}")
    return f"output {output}" if name is None else f"output {output} ({shown(name)})"


def _others(outputs: Sequence[int]) -> str:
    rest = len(outputs) - 1
    return "" if not rest else f", as {'is 1 more' if rest == 1 else f'are {rest} more'}"


def _some(graph: Aig, outputs: Sequence[int]) -> str:
    return ", ".join(graph.names.get(f"o{i}", f"o{i}") for i in outputs[:3]) + (", ..." if len(outputs) > 3 else "")


def _changed(graph: Aig, negated: Sequence[int], dropped: Sequence[int]) -> Aig:
    """The graph with other outputs, each under the name that it had."""
    turned, gone = set(negated), set(dropped)
    kept = [i for i in range(len(graph.outputs)) if i not in gone]
    names = {key: name for key, name in graph.names.items() if key[0] == "i"}
    for place, i in enumerate(kept):
        name = graph.names.get(f"o{i}", f"o{i}")
        names[f"o{place}"] = f"not {name}" if i in turned else name
    outputs = tuple(graph.outputs[i] ^ (i in turned) for i in kept)
    return Aig(graph.inputs, outputs, graph.gates, names)
