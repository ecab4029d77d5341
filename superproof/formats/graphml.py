"""GraphML: nodes and edges with typed attributes; ports, nested graphs and hyperedges are noted, not lost.

Source: the GraphML specification, graphml.graphdrawing.org. Labels of yEd (y:NodeLabel) are labels.
"""

from collections.abc import Callable
from typing import final

from superproof.formats.content import Content
from superproof.formats.raw import Raw
from superproof.formats.xml_events import TYPES, XmlGraph
from superproof.words import count
from verify.errors import shown


def read_graphml(content: Content) -> Raw:
    """The graph of a GraphML file; nested graphs are read as part of the whole.

    >>> from superproof.formats.content import unpacked
    >>> text = '<graphml><graph edgedefault="undirected"><node id="a"/><edge source="a" target="b"/><node id="b"/>'
    >>> read_graphml(unpacked("g.graphml", f"{text}</graph></graphml>".encode())).names
    ['a', 'b']
    """
    reader = _GraphML(content)
    reader.read()
    notes = []
    if reader.nested:
        notes.append(f"{count(reader.nested, 'nested graph')} read as part of the whole, the nodes around as nodes")
    left_out = [count(reader.ports, "port")] if reader.ports else []
    return reader.found.raw(left_out=left_out, notes=notes)


@final
class _GraphML(XmlGraph):
    root, inside = "graphml", dict.fromkeys(("node", "edge", "hyperedge"), "graph")

    def __init__(self, content: Content) -> None:
        super().__init__(content)
        self.keys: dict[str, tuple[str, str, Callable[[str], object]]] = {}
        self.defaults: dict[str, list[tuple[str, object]]] = {}
        self.key: str | None = None
        self.nested = self.ports = 0

    def start(self, line: int, name: str, attributes: dict[str, str]) -> None:
        if name == "graph":
            self.nested += "node" in self.open_
            self.begin_graph(line, self.nested)
            self.directed = attributes.get("edgedefault", "undirected") == "directed"
        elif name == "node":
            self.holders.append(dict(self.defaults.get("node", ())))
            self.found.node(line, attributes.get("id"), self.holders[-1])
        elif name == "edge":
            self._edge(line, attributes)
        elif name == "hyperedge":
            self.holders.append({})
            self.found.hyperedges.append((line, []))
        elif name == "endpoint":
            self._endpoint(line, attributes)
        elif name == "key":
            self._key(line, attributes)
        elif name == "data":
            self._data(line, attributes)
        self.ports += name == "port"

    def end(self, line: int, name: str, text: str) -> None:
        if name == "data" and self.key is not None and self.holders:
            _, attribute, convert = self.keys[self.key]
            if text.strip() or convert is str:
                self.holders[-1][attribute] = self._converted(line, convert, text)
            self.key = None
        elif name == "default" and self.key is not None and "key" in self.open_:
            target, attribute, convert = self.keys[self.key]
            self.defaults.setdefault(target, []).append((attribute, self._converted(line, convert, text)))
        elif name == "NodeLabel" and "node" in self.open_ and self.holders and text.strip():
            self.holders[-1].setdefault("label", text.strip())

    def _edge(self, line: int, attributes: dict[str, str]) -> None:
        self.holders.append(dict(self.defaults.get("edge", ())))
        self.found.edge(line, attributes.get("source"), attributes.get("target"), self.holders[-1])
        said = attributes.get("directed")
        self.found.directed |= self.directed if said is None else said == "true"

    def _endpoint(self, line: int, attributes: dict[str, str]) -> None:
        if "hyperedge" not in self.open_ or attributes.get("node") is None:
            self.content.refuse("must give an endpoint of a hyperedge its node", line)
        self.found.hyperedges[-1][1].append(attributes["node"])

    def _key(self, line: int, attributes: dict[str, str]) -> None:
        self.key = attributes.get("id")
        kind = TYPES.get(attributes.get("attr.type", "string"))
        if self.key is None or kind is None:
            self.content.refuse(f"must give the key an id and a type of {', '.join(TYPES)}", line)
        self.keys[self.key] = attributes.get("for", "all"), attributes.get("attr.name", self.key), kind

    def _data(self, line: int, attributes: dict[str, str]) -> None:
        self.key = attributes.get("key")
        if self.key not in self.keys:
            self.content.refuse(f"must have data of a key that is declared, not {shown(self.key)}", line)

    def _converted(self, line: int, convert: Callable[[str], object], text: str) -> object:
        try:
            return convert(text if convert is str else text.strip()[:400])
        except (ValueError, KeyError):
            self.content.refuse(f"must hold a value of its key's type, not {shown(text)}", line)
