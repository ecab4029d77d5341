"""What the formats with attributes share: nodes by id, edges that may name nodes that come later, labels."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import final

import numpy as np

from superproof.formats.content import Content
from superproof.formats.raw import Raw
from verify.arrays import Longs
from verify.errors import shown


@final
@dataclass
class Attributed:
    """Nodes and edges as a file of attributes tells them; `raw` is the graph once all is read."""

    content: Content
    number: dict[object, int] = field(default_factory=dict)
    nodes: list[dict[str, object]] = field(default_factory=list)
    sources: list[object] = field(default_factory=list)
    targets: list[object] = field(default_factory=list)
    lines: "array[int]" = field(default_factory=lambda: array("q"))
    links: list[dict[str, object]] = field(default_factory=list)
    hyperedges: list[tuple[int, list[object]]] = field(default_factory=list)
    directed: bool = False

    def node(self, line: int | None, key: object, data: dict[str, object]) -> None:
        """A new node with its attributes. Errors: DocumentError for a node without an id or with another's."""
        if key is None:
            self.content.refuse("must give the node an id", line)
        if key in self.number:
            self.content.refuse(f"must be a new node, but {_shown_key(key)} is there already", line)
        self.number[key] = len(self.number)
        self.nodes.append(data)

    def edge(self, line: int, source: object, target: object, data: dict[str, object]) -> None:
        """A new edge with its attributes. Errors: DocumentError for an edge without two ends."""
        if source is None or target is None:
            self.content.refuse("must give the edge a source and a target", line)
        self.lines.append(line)
        self.sources.append(source)
        self.targets.append(target)
        self.links.append(data)

    def raw(self, *, left_out: Sequence[str] = (), notes: Sequence[str] = ()) -> Raw:
        """The graph. Errors: DocumentError for an edge to a node that is nowhere."""
        edges = self._edges()
        hyper = tuple(tuple(self._end(line, key) for key in keys) for line, keys in self.hyperedges)
        names, labels = [str(key) for key in self.number], labels_of(self.nodes)
        notes = [*self.content.notes, *notes]
        return Raw(names, edges, self.directed, labels, self.nodes, self.links, hyper, left_out, notes)

    def _edges(self) -> Longs:
        try:
            ends = [list(map(self.number.__getitem__, keys)) for keys in (self.sources, self.targets)]
        except KeyError:
            for line, *keys in zip(self.lines, self.sources, self.targets, strict=True):
                for key in keys:
                    self._end(line, key)
            raise
        return np.array(ends, dtype=np.int64).T

    def _end(self, line: int, key: object) -> int:
        found = self.number.get(key)
        if found is None:
            self.content.refuse(f"must join nodes of the file, not {_shown_key(key)}, which is none", line or None)
        return found


def _shown_key(key: object) -> str:
    """An id as the file has it; with its type, where ids have types, it is text, a number or a list."""
    if not isinstance(key, tuple):
        return shown(key)
    kind, text = key
    return shown(text) if kind == "text" else str(text)[:60]


def labels_of(nodes: Sequence[dict[str, object]]) -> list[str | None]:
    """Attribute `label` where any node has one, else `name` where all have one; None for a node without.

    >>> labels_of([{"name": "Ann"}, {"name": "Bob"}]), labels_of([{"label": "A"}, {}])
    (['Ann', 'Bob'], ['A', None])
    """
    for key in ("label", "name"):
        found = [_words(data.get(key)) for data in nodes]
        if all(found) or (key == "label" and any(found)):
            return found
    return [None] * len(nodes)


def _words(value: object) -> str | None:
    text = "" if value is None or isinstance(value, dict | list) else str(value)
    return text if text.strip() else None
