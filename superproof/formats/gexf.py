"""GEXF, Gephi's format: nodes with labels, edges with types. Source: gexf.net, versions 1.1 to 1.3."""

from collections.abc import Callable
from typing import final

from superproof.formats.content import Content
from superproof.formats.raw import Raw
from superproof.formats.xml_events import TYPES, XmlGraph
from verify.errors import shown


def read_gexf(content: Content) -> Raw:
    """The graph of a GEXF file; nodes inside nodes are nodes, and times are left out.

    >>> from superproof.formats.content import unpacked
    >>> text = '<gexf><graph><nodes><node id="0" label="Ann"/><node id="1"/></nodes><edges>'
    >>> read_gexf(unpacked("g.gexf", f"{text}</edges></graph></gexf>".encode())).labels
    ['Ann', None]
    """
    reader = _Gexf(content)
    reader.read()
    return reader.found.raw(left_out=[word for word, found in reader.seen.items() if found])


@final
class _Gexf(XmlGraph):
    root, inside = "gexf", {"node": "nodes", "edge": "edges"}

    def __init__(self, content: Content) -> None:
        super().__init__(content)
        self.titles: dict[tuple[str, str], tuple[str, Callable[[str], object]]] = {}
        self.of = "node"
        self.seen = dict.fromkeys(("weights", "times", "which nodes lie in which"), False)

    def start(self, line: int, name: str, attributes: dict[str, str]) -> None:
        if name == "graph":
            self.begin_graph(line)
            self.directed = attributes.get("defaultedgetype") == "directed"
        elif name == "attributes":
            self.of = attributes.get("class", "node")
        elif name == "attribute":
            kind = TYPES.get(attributes.get("type", "string").replace("integer", "int"), str)
            key = attributes.get("id", "")
            self.titles[self.of, key] = attributes.get("title", key), kind
        elif name == "node":
            self.holders.append({"label": attributes["label"]} if "label" in attributes else {})
            self.found.node(line, attributes.get("id"), self.holders[-1])
            self.seen["which nodes lie in which"] |= "pid" in attributes or self.open_.count("node") > 1
        elif name == "edge":
            self._edge(line, attributes)
        elif name == "attvalue" and self.holders:
            self._attribute(line, attributes)
        self.seen["times"] |= name in ("spell", "spells") or "start" in attributes or "end" in attributes

    def _edge(self, line: int, attributes: dict[str, str]) -> None:
        self.holders.append({})
        self.found.edge(line, attributes.get("source"), attributes.get("target"), self.holders[-1])
        kind = attributes.get("type", "directed" if self.directed else "undirected").casefold()
        if kind not in ("directed", "undirected", "mutual"):
            self.content.refuse(f"must have type directed, undirected or mutual, not {shown(kind)}", line)
        self.found.directed |= kind == "directed"
        self.seen["weights"] |= "weight" in attributes

    def _attribute(self, line: int, attributes: dict[str, str]) -> None:
        key, value = attributes.get("for", attributes.get("id", "")), attributes.get("value", "")
        of = "node" if "node" in self.open_ else "edge"
        title, convert = self.titles.get((of, key), (key, str))
        try:
            self.holders[-1][title] = convert(value)
        except (ValueError, KeyError):
            self.content.refuse(f"must hold a value of its attribute's type, not {shown(value)}", line)
