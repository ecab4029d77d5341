"""Graph files as 2-AND problems: features are nodes, outputs are edges, and what was read is noted."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, final

import numpy as np

from superproof.formats.attributed import labels_of
from superproof.formats.content import uncollected
from superproof.formats.graph_file import read_file
from superproof.formats.options import ReadOptions
from superproof.formats.raw import Raw, edge_array
from superproof.words import count
from verify.arrays import Longs
from verify.errors import DocumentError, shown
from verify.naming import brief, quoted

if TYPE_CHECKING:
    import networkx as nx

SHOWN_EDGES = 3
UNSEEN = " \N{REPLACEMENT CHARACTER}"
"""What `clean_name` leaves of signs that cannot be seen."""


@final
@dataclass(frozen=True)
class GraphRead:
    """What a file held, for the JSON object: `edges` as in the file, `pairs` once merged, each an output."""

    file: str
    format: str
    nodes: int
    edges: int
    pairs: int
    directed: bool
    self_loops_dropped: int
    merged: int
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    first_edges: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        """What was read, in one line."""
        first = ", ".join("--".join(quoted(brief(name)) for name in pair) for pair in self.first_edges)
        more = ", ..." if self.pairs > len(self.first_edges) else ""
        sizes = f"{count(self.nodes, 'node')}, {count(self.edges, 'edge')}"
        return f"{self.file}: read as {self.format}: {sizes}: {first}{more}"


@final
@dataclass(frozen=True, eq=False)
class GraphFile:
    """A graph without loops: `names` as in the file, labels that differ, pairs in order, notes on what was read."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]
    notes: tuple[str, ...]
    read: GraphRead

    @property
    def outputs(self) -> tuple[str, ...]:
        """The names of the edges, "A--B", all different."""
        return unique_labels([f"{self.labels[a]}--{self.labels[b]}" for a, b in self.pairs], range(len(self.pairs)))


def read_graph(path: str, options: ReadOptions | None = None) -> GraphFile:
    """The graph in a file, by its content, its suffix, or the format asked for.

    Errors: DocumentError for a file that cannot be read, that two readers would read in different ways, a self-loop
    unless it is to be dropped, or a graph without edges; each names the file, the place in it, the rule and the value.
    """
    options = options or ReadOptions()
    found = read_file(path, options)
    return graph_of(path, found.format, found.raw, drop_self_loops=options.drop_self_loops)


def from_networkx(name: str, graph: "nx.Graph[object]") -> GraphFile:
    """A networkx graph with names and notes; `name` is what errors call it.

    >>> import networkx as nx
    >>> from_networkx("two", nx.MultiDiGraph([("a", "b"), ("b", "a"), ("a", "b")])).notes
    ('two: directed edges are read as undirected, because AND is symmetric', 'two: 3 edges join 1 pair of nodes, and \
each pair is one output')
    """
    number = {node: j for j, node in enumerate(graph)}
    edges = edge_array((number[u], number[v]) for u, v in graph.edges())
    labels = labels_of([dict(graph.nodes[node]) for node in graph])
    raw = Raw([str(node) for node in graph], edges, graph.is_directed(), labels)
    return graph_of(name, "a graph of networkx", raw, drop_self_loops=False)


@uncollected()
def graph_of(path: str, format_: str, raw: Raw, *, drop_self_loops: bool) -> GraphFile:
    """The graph of what a reader found: loops refused or dropped, repeated edges merged, every step noted."""
    file, (labels, label_notes) = clean_name(path), _node_labels(path, raw)
    edges, loops = raw.edges, raw.edges[:, 0] == raw.edges[:, 1]
    dropped = int(loops.sum())
    looped = shown(labels[int(edges[loops][0, 0])]) if dropped else ""
    edges = edges[~loops]
    refused = ""
    if dropped and not drop_self_loops:
        more = f", and so have {dropped - 1} more" * (dropped > 1)
        refused = f"no self-loop, but node {looped} has one{more}: drop them with --drop-self-loops"
    elif raw.hyperedges:
        command = "superproof problem gates --hypergraph"
        refused = f"no hyperedge, but has {len(raw.hyperedges)}: write one hyperedge a line, for {command}"
    elif not len(edges):
        refused = f"at least one edge, but has 0 on {count(len(labels), 'node')}"
    if refused:
        raise DocumentError(path, f"a 2-AND graph must have {refused}")
    pairs = ordered_pairs(edges, len(labels), directed=raw.directed)
    notes = [*raw.notes, *label_notes]
    if raw.directed:
        notes.append("directed edges are read as undirected, because AND is symmetric")
    if len(edges) > len(pairs):
        joined = "1 pair of nodes" if len(pairs) == 1 else f"{len(pairs)} pairs of nodes"
        notes.append(f"{len(edges)} edges join {joined}, and each pair is one output")
    if dropped:
        notes.append(f"{count(dropped, 'self-loop')} dropped, the first at {looped}")
    if raw.left_out:
        notes.append(f"left out: {', '.join(raw.left_out)}")
    first = tuple((labels[a], labels[b]) for a, b in pairs[:SHOWN_EDGES])
    read = GraphRead(
        file, format_, len(labels), len(raw.edges), len(pairs), raw.directed, dropped, len(edges) - len(pairs),
        tuple(raw.left_out), tuple(notes), first,
    )  # fmt: skip
    return GraphFile(tuple(raw.names), labels, pairs, tuple(f"{file}: {note}" for note in notes), read)


def ordered_pairs(edges: Longs, nodes: int, *, directed: bool) -> tuple[tuple[int, int], ...]:
    """Every pair of joined nodes once, smaller first: by the smaller node (a directed edge by its source), then by the
    place of its first edge, which is the order in which networkx lists the edges of a graph.

    >>> ordered_pairs(np.array([[1, 2], [2, 0], [0, 1], [1, 2]]), 3, directed=False)
    ((0, 2), (0, 1), (1, 2))
    """
    low, high = edges.min(axis=1), edges.max(axis=1)
    leader = edges[:, 0] if directed else low
    order = np.argsort(leader, kind="stable")
    _, first = np.unique((low * nodes + high)[order], return_index=True)
    kept = order[np.sort(first)]
    return tuple(zip(low[kept].tolist(), high[kept].tolist(), strict=True))


def _node_labels(path: str, raw: Raw) -> tuple[tuple[str, ...], list[str]]:
    """Different names for the nodes, and what was done to make them so. Errors: DocumentError for an unseen name."""
    given = raw.labels or [None] * len(raw.names)
    plain = [
        clean_name(name if label is None or not label.strip() else label)
        for name, label in zip(raw.names, given, strict=True)
    ]
    unseen = next((name for name, label in zip(raw.names, plain, strict=True) if not label.strip(UNSEEN)), None)
    if unseen is not None:
        raise DocumentError(path, f"must name its nodes by what can be seen, not {shown(unseen)}")
    labels = unique_labels(plain, raw.names)
    notes = []
    if len(set(plain)) < len(plain):
        label, times = Counter(plain).most_common(1)[0]
        same = [name for name, old in zip(labels, plain, strict=True) if old == label][:2]
        notes.append(f"{times} nodes are labelled {shown(label)} and stay apart, as {shown(same[0])}, {shown(same[1])}")
    if not all(map(str.isascii, labels)):
        forms = Counter(unicodedata.normalize("NFC", label) for label in labels)
        form, times = forms.most_common(1)[0]
        if times > 1:
            notes.append(f"{times} nodes look like {shown(form)}, in different Unicode forms, and stay apart")
    return labels, notes


def unique_labels(labels: Sequence[str], names: Sequence[object]) -> tuple[str, ...]:
    """The labels; those that occur again are followed by the thing's own name, and by a number if need be.

    >>> unique_labels(["Kim", "Kim", "Lee"], [7, 3, 9])
    ('Kim (7)', 'Kim (3)', 'Lee')
    """
    times = Counter(labels)
    taken = {label for label, found in times.items() if found == 1}
    result = []
    for label, name in zip(labels, names, strict=True):
        wanted = label
        if times[label] > 1:
            wanted, again = f"{label} ({clean_name(name)})", 1
            while wanted in taken:
                again += 1
                wanted = f"{label} ({clean_name(name)}, {again})"
            taken.add(wanted)
        result.append(wanted)
    return tuple(result)


def clean_name(label: object) -> str:
    """`label` as one printable line, for reports and file names.

    >>> clean_name("Jean\\nValjean")
    'Jean Valjean'
    """
    text = " ".join(str(label).split())
    return text if text.isprintable() else "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
