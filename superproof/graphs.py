"""Graph files as 2-AND problems: features are nodes, outputs are edges; names are kept for reports."""

import io
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from superproof.edge_lists import adjacency_list, edge_list, edge_table
from verify.documents.reader import read_bytes
from verify.errors import DocumentError, shown

if TYPE_CHECKING:
    import networkx as nx

MAX_BYTES = 2**28
"""Largest graph file; networkx needs about a hundred times as much memory as a file has bytes."""
MAX_LABEL = 60


@final
@dataclass(frozen=True, eq=False)
class GraphFile:
    """A graph in which no node is its own neighbour, the nodes' names in order, and how the file was read."""

    graph: "nx.Graph[object]"
    labels: tuple[str, ...]
    notes: tuple[str, ...]


def read_graph(path: str) -> GraphFile:
    """The graph in a file whose suffix says how to read it.

    Errors: DocumentError for a file that cannot be read, an unknown suffix, anything but a graph, a self-loop, or
    a graph without edges; each names the file, the place in it, the rule and the value.
    """
    return from_networkx(path, parse_graph(path, READERS))


def parse_graph(path: str, suffixes: Collection[str]) -> "nx.Graph[object]":
    """What networkx reads from a file that ends in one of `suffixes`. Errors: DocumentError, as `read_graph`."""
    suffix = Path(path).suffix.casefold()
    if suffix not in suffixes:
        known = " ".join(sorted(suffixes))
        raise DocumentError(path, f"a graph file must end in one of {known}, not {shown(suffix)}")
    return _parse(path, READERS[suffix], read_bytes(path, MAX_BYTES))


def from_networkx(name: object, graph: "nx.Graph[object]") -> GraphFile:
    """A networkx graph with names and notes; `name` is what errors call it.

    >>> import networkx as nx
    >>> from_networkx("two", nx.MultiDiGraph([("a", "b"), ("b", "a"), ("a", "b")])).notes
    ('two: directed edges are read as undirected, because AND is symmetric', 'two: 3 edges join 1 pair of nodes, and \
each pair is one output')
    """
    labels = _labels(graph)
    number = {node: j for j, node in enumerate(graph)}
    pairs = set()
    for u, v in graph.edges():
        if u == v:
            raise DocumentError(
                name, f"a 2-AND graph must have no self-loop, but node {shown(labels[number[u]])} has one"
            )
        pairs.add(frozenset((number[u], number[v])))
    if not pairs:
        raise DocumentError(name, f"a 2-AND graph must have at least one edge, but has 0 on {len(number)} nodes")
    notes = []
    if graph.is_directed():
        notes.append(f"{name}: directed edges are read as undirected, because AND is symmetric")
    if graph.number_of_edges() > len(pairs):
        joined = "1 pair of nodes" if len(pairs) == 1 else f"{len(pairs)} pairs of nodes"
        notes.append(f"{name}: {graph.number_of_edges()} edges join {joined}, and each pair is one output")
    return GraphFile(graph, labels, tuple(notes))


def _labels(graph: "nx.Graph[object]") -> tuple[str, ...]:
    """The nodes' names: their attribute `label` or `name` where all have one, else the nodes themselves."""
    nodes: list[tuple[object, dict[str, Any]]] = [(node, graph.nodes[node]) for node in graph]
    for key in ("label", "name"):
        if all(str(data.get(key, "")).strip() for _, data in nodes):
            return tuple(clean_name(data[key]) for _, data in nodes)
    return tuple(clean_name(node) for node, _ in nodes)


def clean_name(label: object) -> str:
    """`label` as one short printable line, for reports and file names.

    >>> clean_name("Jean\\nValjean")
    'Jean Valjean'
    """
    text = " ".join(str(label).split())
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= MAX_LABEL else f"{text[: MAX_LABEL - 1]}\N{HORIZONTAL ELLIPSIS}"


def _parse(path: str, reader: "Reader", data: bytes) -> "nx.Graph[object]":
    import networkx as nx

    # What networkx's readers raise on files that are none of theirs, found by feeding them such files.
    unreadable = (nx.NetworkXException, SyntaxError, ValueError, LookupError, TypeError, AttributeError, NameError)
    try:
        return reader(path, data)
    except RecursionError:
        raise DocumentError(path, "is nested too deeply to be a graph") from None
    except unreadable as error:
        reason = str(error).split("\n")[0][:120] or type(error).__name__
        raise DocumentError(path, f"is not a {Path(path).suffix} graph: {reason}") from error


Reader = Callable[[str, bytes], "nx.Graph[object]"]


def _text(path: str, data: bytes) -> str:
    if b"\0" in data:
        raise DocumentError(path, f"must be text, but byte {data.index(0)} is 0")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise DocumentError(path, f"must be UTF-8 text, but byte {error.start} is {data[error.start]}") from None


def _plain(parse: Callable[[object, str], "nx.Graph[object]"]) -> Reader:
    return lambda path, data: parse(path, _text(path, data))


def _gml(path: str, data: bytes) -> "nx.Graph[object]":
    import networkx as nx

    text = _text(path, data)
    # Read as a multigraph unless the file decides: then a repeated edge is merged and counted, not refused.
    if not re.search(r"\bmultigraph\b", text):
        text = re.sub(r"\bgraph\s*\[", "graph [\n multigraph 1\n", text, count=1)
    graph: nx.Graph[object] = nx.parse_gml(text.split("\n"), label="id")
    return graph


def _graphml(path: str, data: bytes) -> "nx.Graph[object]":
    import networkx as nx

    graph: nx.Graph[object] = nx.read_graphml(io.BytesIO(data))
    return graph


def _gexf(path: str, data: bytes) -> "nx.Graph[object]":
    import networkx as nx

    graph: nx.Graph[object] = nx.read_gexf(io.BytesIO(data))
    return graph


def _pajek(path: str, data: bytes) -> "nx.Graph[object]":
    import networkx as nx

    return nx.parse_pajek(_text(path, data))


READERS: Mapping[str, Reader] = {
    ".gml": _gml,
    ".graphml": _graphml,
    ".gexf": _gexf,
    ".net": _pajek,
    ".pajek": _pajek,
    ".edgelist": _plain(edge_list),
    ".edges": _plain(edge_list),
    ".txt": _plain(edge_list),
    ".csv": _plain(edge_table),
    ".adjlist": _plain(adjacency_list),
}
