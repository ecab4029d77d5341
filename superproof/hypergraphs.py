"""Hypergraph files as gates: features are nodes, and every hyperedge is the AND of its nodes, or the copy of one."""

from dataclasses import replace

from superproof.formats.content import read_content
from superproof.formats.hyperedges import Hypergraph, read_hyperedges
from superproof.graphs import clean_name, unique_labels
from superproof.words import count
from verify import Problem, gate_problem


def read_hypergraph(path: str, comments_asked: bool | None = None) -> Hypergraph:
    """The hypergraph in a file of one hyperedge a line; its names are made different, its notes begin with the path.

    Errors: DocumentError, as `read_hyperedges`.
    """
    found = read_hyperedges(read_content(path), comments_asked)
    names = unique_labels([clean_name(name) for name in found.names], range(len(found.names)))
    first = ", ".join("--".join(names[j] for j in edge) for edge in found.edges[:3])
    read = f"read as a hypergraph: {count(len(names), 'node')}, {count(len(found.edges), 'hyperedge')}: {first}"
    return replace(found, names=names, notes=tuple(f"{path}: {note}" for note in (read, *found.notes)))


def hypergraph_problem(found: Hypergraph, sparsity: int) -> Problem:
    """One gate a hyperedge, in order.

    >>> hypergraph_problem(Hypergraph(("a", "b", "c"), ((0, 1, 2), (2,)), 2, ()), 2).gates
    (Gate(kind='and', inputs=(0, 1, 2)), Gate(kind='copy', inputs=(2,)))
    """
    gates = [("and" if len(edge) > 1 else "copy", *edge) for edge in found.edges]
    return gate_problem(len(found.names), sparsity, gates)
