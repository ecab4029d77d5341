"""Pajek files: *Vertices, then any number of *Arcs, *Edges, *Arcslist, *Edgeslist and *Matrix sections.

Nodes are told apart by their numbers, so that two of one label are two. Source: de Nooy, Mrvar, Batagelj, Exploratory
Social Network Analysis with Pajek; the manual of Pajek.
"""

import re
from dataclasses import dataclass, field
from typing import final

from superproof.formats.content import Content
from superproof.formats.raw import Builder, Raw, node_number, numbered, require_count
from superproof.formats.values import is_number, whole
from verify.errors import shown

SIGNATURE = re.compile(r"(?:[ \t]*(?:%[^\n]*)?\n)*[ \t]*\*[ \t]*(?:network|vertices|arcs|edges)", re.IGNORECASE)
WORD = re.compile(r'[ \t]*(?:"([^"]*)"|([^ \t"]+))(?=[ \t]|$)')
DIRECTED = ("arcs", "arcslist", "matrix")
SKIPPED = ("partition", "vector", "permutation", "cluster", "hierarchy", "events")
PICTURES = (
    "ellipse", "box", "diamond", "triangle", "cross", "empty", "house", "man", "woman", "circle", "shape", "font",
    "fos", "ic", "bc", "bw", "lc", "la", "lp", "lr", "phi", "x_fact", "y_fact", "s_size", "r", "q",
)  # fmt: skip
"""Words that may stand behind a label, of the vertex's picture."""


@final
@dataclass
class _State:
    section: str = ""
    nodes: int | None = None
    labels: dict[int, str] = field(default_factory=dict)
    builder: Builder = field(default_factory=Builder)
    directed: bool = False
    row: int = 0
    further: bool = False
    skipped: list[str] = field(default_factory=list)


def read_pajek(content: Content) -> Raw:
    """All sections of a Pajek file as one graph; a vertex without a line is called by its number.

    >>> from superproof.formats.content import unpacked
    >>> text = b'*Vertices 3\\n2 "Jean V."\\n*Edges :1 "met"\\n1 2\\n*Arcslist\\n3 1 2'
    >>> raw = read_pajek(unpacked("g.net", text))
    >>> raw.labels, raw.edges.tolist()
    ([None, 'Jean V.', None], [[0, 1], [2, 0], [2, 1]])
    """
    state = _State()
    for number, text in content.said("%"):
        if text[0] == "*":
            _section(content, number, text, state)
        elif state.section not in SKIPPED:
            _line(content, number, text, state)
    if state.nodes is None:
        content.refuse("must have a section *Vertices")
    if state.section == "matrix":
        _require_rows(content, state)
    left_out = ["values or attributes of edges"] if state.further else []
    left_out += [f"the section *{name}" for name in state.skipped]
    labels = [state.labels.get(j) for j in range(state.nodes)]
    names = numbered(1, state.nodes)
    return Raw(names, state.builder.edges, state.directed, labels, left_out=left_out, notes=content.notes)


def _section(content: Content, number: int, text: str, state: _State) -> None:
    if state.section == "matrix":
        _require_rows(content, state)
    word, *rest = text[1:].split(None, 1) or [""]
    name = word.partition(":")[0].casefold()
    state.section, state.row = name, 0
    if name == "network":
        if state.nodes is not None:
            content.refuse("must not be a second network: keep one of them", number)
    elif name == "vertices":
        sizes = [whole(size) for size in "".join(rest).split()]
        if state.nodes is not None or not 1 <= len(sizes) <= 2 or sizes[0] is None:
            content.refuse(f"must be the only '*Vertices N', not {shown(text)}", number)
        state.nodes = require_count(content, number, sizes[0])
    elif name in SKIPPED:
        state.skipped.append(name)
    elif name in ("arcs", "edges", "arcslist", "edgeslist", "matrix"):
        if state.nodes is None:
            content.refuse(f"must come behind a section *Vertices, not {shown(text)}", number)
        state.directed |= name in DIRECTED
    else:
        content.refuse(f"must begin a section such as *Vertices, *Edges or *Arcs, not {shown(text)}", number)


def _line(content: Content, number: int, text: str, state: _State) -> None:
    if state.nodes is None:
        content.refuse(f"must come behind a section *Vertices, not {shown(text)}", number)
    if state.section == "vertices":
        _vertex(content, number, text, state)
        return
    words, nodes, join = text.split(), state.nodes, state.builder.join
    if state.section == "matrix":
        state.row += 1
        if state.row > nodes or len(words) != nodes or not all(map(is_number, words)):
            content.refuse(f"must be one of {nodes} rows of {nodes} numbers, not {shown(text)}", number)
        for j, word in enumerate(words):
            if float(word.replace(",", ".")) != 0:
                join(state.row - 1, j)
        return
    pair = state.section in ("arcs", "edges")
    ends = [node_number(content, number, word, nodes) for word in (words[:2] if pair else words)]
    if len(ends) < 2 and pair:
        content.refuse(f"must name two vertices, not {shown(text)}", number)
    state.further |= pair and len(words) > 2
    for end in ends[1:]:
        join(ends[0], end)


def _vertex(content: Content, number: int, text: str, state: _State) -> None:
    words, place = [], 0
    while place < len(text):
        found = WORD.match(text, place)
        if found is None:
            content.refuse(f"must be a number and a label in whole quotes, not {shown(text)}", number)
        words.append(found[2] if found[1] is None else found[1])
        place = found.end()
    vertex = node_number(content, number, words[0], state.nodes or 0)
    if vertex in state.labels:
        content.refuse(f"must be another vertex than {vertex + 1}, which has a line already", number)
    behind = words[2] if len(words) > 2 else ""
    if '"' not in text and len(behind) > 1 and behind.isalpha() and not is_number(behind) and behind not in PICTURES:
        content.refuse(f"must have a label of several words in quotes, not {shown(text)}", number)
    state.labels[vertex] = words[1] if len(words) > 1 else str(vertex + 1)


def _require_rows(content: Content, state: _State) -> None:
    if state.row != state.nodes:
        content.refuse(f"must have {state.nodes} rows in *Matrix, not {state.row}: it may be cut off")
