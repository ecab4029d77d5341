"""GML: keys and values, in brackets where a value is a list of them. Ours, for line numbers and repeated edges.

Nodes are told apart by `id`. Source: Himsolt, GML: a portable graph file format (1997).
"""

import html
import re
from collections.abc import Iterator
from typing import final

from superproof.formats.attributed import Attributed
from superproof.formats.content import Content
from superproof.formats.options import ReadOptions
from superproof.formats.raw import Raw
from verify.errors import shown

SIGNATURE = re.compile(
    r'(?:\s|#[^\n]*(?:\n|$)|[A-Za-z_][\w.-]*[ \t\n]+(?:"[^"]*"|[-+]?[\d.]+(?:[eE][-+]?\d+)?)(?=\s))*graph\s*\[',
    re.IGNORECASE,
)
TOKEN = re.compile(
    r'(?P<space>[ \t\n]+|#[^\n]*)|(?P<key>[A-Za-z_]\w*(?=[\s\]\["#]|$))'
    r"|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?=[\s\]\[#]|$))"
    r'|(?P<text>"[^"]*")|(?P<open>\[)|(?P<close>\])',
    re.ASCII,
)
DEEPEST = 100
Token = tuple[str, str, int]
Members = list[tuple[str, object, int]]


def read_gml(content: Content, options: ReadOptions) -> Raw:
    """The graph of a GML file; a repeated edge is an edge each time, and other keys are skipped.

    >>> from superproof.formats.content import unpacked
    >>> text = b'graph [ node [ id 7 label "Kim" ] node [ id 3 ] edge [ source 7 target 3 ] ]'
    >>> raw = read_gml(unpacked("g.gml", text), ReadOptions())
    >>> raw.names, raw.labels
    (['7', '3'], ['Kim', None])
    """
    del options
    graphs = 0
    found = Attributed(content)
    parser = _Parser(content)
    for key, value, line in parser.members(0):
        if key.casefold() != "graph":
            continue
        graphs += 1
        if graphs > 1 or not isinstance(value, list):
            content.refuse("must hold one graph, in brackets: keep one of them", line)
        _graph(content, value, found)
    if not graphs:
        content.refuse("must hold 'graph [ ... ]'")
    return found.raw()


def _graph(content: Content, members: Members, found: Attributed) -> None:
    for key, value, line in members:
        if key == "directed":
            found.directed = value == 1
        elif key in ("node", "edge"):
            if not isinstance(value, list):
                content.refuse(f"must have the {key} in brackets, not {shown(value)}", line)
            _member(content, key, value, line, found)


def _member(content: Content, key: str, members: Members, line: int, found: Attributed) -> None:
    plain = {name: value for name, value, _ in members if not isinstance(value, list)}
    named = ("id",) if key == "node" else ("source", "target")
    for name in named:
        times = sum(member == name for member, _, _ in members)
        if times != 1 or name not in plain:
            content.refuse(f"must give the {key} one {name}, not {times}", line)
        if isinstance(plain[name], float):
            content.refuse(f"must have a whole number or a text as {name}, not {shown(plain[name])}", line)
    data = found.node(line, plain["id"]) if key == "node" else found.edge(line, plain["source"], plain["target"])
    data.update((name, value) for name, value in plain.items() if name not in named)


@final
class _Parser:
    def __init__(self, content: Content) -> None:
        self._content = content
        self._tokens = self._scan()

    def _scan(self) -> Iterator[Token]:
        text, place, line = self._content.text, 0, 1
        match = TOKEN.match
        while place < len(text):
            found = match(text, place)
            if found is None:
                self._content.refuse(
                    f"must have keys, numbers, texts in quotes and brackets, not {shown(text[place : place + 20])}",
                    line,
                )
            kind, word = found.lastgroup or "", found.group()
            if kind != "space":
                yield kind, word, line
            if "\n" in word:
                line += word.count("\n")
            place = found.end()

    def members(self, depth: int) -> Members:
        """Keys and values up to the closing bracket, or at depth 0 to the end of the file."""
        found: Members = []
        opened = 1
        for kind, word, line in self._tokens:
            if kind == "close" and depth:
                return found
            if kind != "key":
                self._content.refuse(f"must have a key, not {shown(word)}", line)
            value_kind, value, value_line = next(self._tokens, ("end", "", line))
            opened = line
            if value_kind == "open":
                if depth >= DEEPEST:
                    self._content.refuse("is nested too deeply to be a graph", value_line)
                found.append((word, self.members(depth + 1), line))
            elif value_kind in ("number", "text"):
                found.append((word, _value(value_kind, value), line))
            else:
                wrong = "the end of the file" if value_kind == "end" else shown(value)
                self._content.refuse(
                    f"must give {shown(word)} a number, a text in quotes or a list, not {wrong}", value_line
                )
        if depth:
            self._content.refuse("must have a closing bracket behind it: the file may be cut off", opened)
        return found


def _value(kind: str, word: str) -> object:
    if kind == "text":
        return html.unescape(word[1:-1])
    return int(word) if word.lstrip("+-").isdigit() and len(word) < 400 else float(word)
