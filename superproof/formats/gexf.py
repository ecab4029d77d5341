"""GEXF, Gephi's format: nodes with labels, edges with types. Source: gexf.net, versions 1.1 to 1.3."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import final

from superproof.formats.attributed import Attributed
from superproof.formats.content import Content
from superproof.formats.graphml import TYPES
from superproof.formats.options import ReadOptions
from superproof.formats.raw import Raw
from superproof.formats.xml_events import read_elements
from verify.errors import shown


def read_gexf(content: Content, options: ReadOptions) -> Raw:
    """The graph of a GEXF file; nodes inside nodes are nodes, and times are left out.

    >>> from superproof.formats.content import unpacked
    >>> text = '<gexf><graph><nodes><node id="0" label="Ann"/><node id="1"/></nodes><edges>'
    >>> read_gexf(unpacked("g.gexf", f"{text}</edges></graph></gexf>".encode()), ReadOptions()).labels
    ['Ann', None]
    """
    del options
    reader = _Gexf(content, Attributed(content))
    read_elements(content, reader)
    if not reader.graphs:
        content.refuse("must hold an element <graph>")
    seen = {"weights": reader.weights, "times": reader.times, "which nodes lie in which": reader.nested}
    left_out = [word for word, found in seen.items() if found]
    return reader.found.raw(left_out=left_out)


@final
@dataclass
class _Gexf:
    content: Content
    found: Attributed
    titles: dict[tuple[str, str], tuple[str, Callable[[str], object]]] = field(default_factory=dict)
    of: str = "node"
    open_: list[str] = field(default_factory=list)
    holders: list[dict[str, object]] = field(default_factory=list)
    graphs: int = 0
    directed: bool = False
    weights: bool = False
    times: bool = False
    nested: bool = False

    def start(self, line: int, name: str, attributes: dict[str, str]) -> None:
        if not self.open_ and name != "gexf":
            self.content.refuse(f"must begin with <gexf>, not <{name[:40]}>", line)
        if name in ("node", "edge") and self.open_[-1:] != [f"{name}s"]:
            self.content.refuse(f"must have <{name}> directly in <{name}s>", line)
        self.open_.append(name)
        if name == "graph":
            self.graphs += 1
            if self.graphs > 1:
                self.content.refuse("must not begin a second graph: keep one of them", line)
            self.directed = attributes.get("defaultedgetype") == "directed"
        elif name == "attributes":
            self.of = attributes.get("class", "node")
        elif name == "attribute":
            kind = TYPES.get(attributes.get("type", "string").replace("integer", "int"), str)
            key = attributes.get("id", "")
            self.titles[self.of, key] = attributes.get("title", key), kind
        elif name == "node":
            self.holders.append({})
            self.found.node(line, attributes.get("id"), self.holders[-1])
            self.nested |= "pid" in attributes or self.open_.count("node") > 1
            if "label" in attributes:
                self.holders[-1]["label"] = attributes["label"]
        elif name == "edge":
            self._edge(line, attributes)
        elif name == "attvalue" and self.holders:
            self._attribute(line, attributes)
        self.times |= name in ("spell", "spells") or "start" in attributes or "end" in attributes

    def _edge(self, line: int, attributes: dict[str, str]) -> None:
        self.holders.append({})
        self.found.edge(line, attributes.get("source"), attributes.get("target"), self.holders[-1])
        kind = attributes.get("type", "directed" if self.directed else "undirected").casefold()
        if kind not in ("directed", "undirected", "mutual"):
            self.content.refuse(f"must have type directed, undirected or mutual, not {shown(kind)}", line)
        self.found.directed |= kind == "directed"
        self.weights |= "weight" in attributes

    def _attribute(self, line: int, attributes: dict[str, str]) -> None:
        key, value = attributes.get("for", attributes.get("id", "")), attributes.get("value", "")
        of = "node" if "node" in self.open_ else "edge"
        title, convert = self.titles.get((of, key), (key, str))
        try:
            self.holders[-1][title] = convert(value)
        except (ValueError, KeyError):
            self.content.refuse(f"must hold a value of its attribute's type, not {shown(value)}", line)

    def end(self, line: int, name: str, text: str) -> None:
        del line, text
        self.open_.pop()
        if name in ("node", "edge"):
            self.holders.pop()
