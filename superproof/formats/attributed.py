"""What the formats with attributes share: nodes by id, edges that may name nodes that come later, labels."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import final

from superproof.formats.content import Content
from superproof.formats.raw import Raw, edge_array
from verify.errors import shown


@final
@dataclass
class Attributed:
    """Nodes and edges as a file of attributes tells them; `raw` is the graph once all is read."""

    content: Content
    number: dict[object, int] = field(default_factory=dict)
    nodes: list[dict[str, object]] = field(default_factory=list)
    ends: list[tuple[int, object, object]] = field(default_factory=list)
    links: list[dict[str, object]] = field(default_factory=list)
    hyperedges: list[tuple[int, list[object]]] = field(default_factory=list)
    directed: bool = False

    def node(self, line: int | None, key: object) -> dict[str, object]:
        """A new node's attributes. Errors: DocumentError for a node without an id or with another's."""
        if key is None:
            self.content.refuse("must give the node an id", line)
        if key in self.number:
            self.content.refuse(f"must be a new node, but {_shown_key(key)} is there already", line)
        self.number[key] = len(self.number)
        self.nodes.append({})
        return self.nodes[-1]

    def edge(self, line: int, source: object, target: object) -> dict[str, object]:
        """A new edge's attributes. Errors: DocumentError for an edge without two ends."""
        if source is None or target is None:
            self.content.refuse("must give the edge a source and a target", line)
        self.ends.append((line, source, target))
        self.links.append({})
        return self.links[-1]

    def raw(self, *, left_out: Sequence[str] = (), notes: Sequence[str] = ()) -> Raw:
        """The graph. Errors: DocumentError for an edge to a node that is nowhere."""
        pairs = [(self._end(line, source), self._end(line, target)) for line, source, target in self.ends]
        hyper = tuple(tuple(self._end(line, key) for key in keys) for line, keys in self.hyperedges)
        return Raw(
            [str(key) for key in self.number],
            edge_array(pairs),
            self.directed,
            labels_of(self.nodes),
            self.nodes,
            self.links,
            hyper,
            left_out,
            [*self.content.notes, *notes],
        )

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
