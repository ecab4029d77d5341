"""GML: keys and values, in brackets where a value is a list of them. Ours, for line numbers and repeated edges.

Nodes are told apart by `id`. Source: Himsolt, GML: a portable graph file format (1997).
"""

import html
import re
from collections.abc import Generator, Iterator
from typing import NamedTuple, final

from superproof.formats.attributed import Attributed
from superproof.formats.content import Content
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
SPACE = "[ \\t\\n]"
MEMBER = rf'{SPACE}+[A-Za-z_]\w*{SPACE}+(?:[-+]?\d{{1,18}}(?:\.\d*)?|"[^"]*")'
AT_ONCE = re.compile(
    rf"{SPACE}*(?:(node){SPACE}*\[{SPACE}*id{SPACE}+(\d{{1,18}})(?!(?:{MEMBER})*{SPACE}+id\b)"
    rf"|(edge){SPACE}*\[{SPACE}*source{SPACE}+(\d{{1,18}}){SPACE}+target{SPACE}+(\d{{1,18}})"
    rf"(?!(?:{MEMBER})*{SPACE}+(?:source|target)\b))((?:{MEMBER})*){SPACE}*\]",
    re.ASCII,
)
"""A node or edge whose id or ends come first, and plain members behind, as most are: it says what its tokens say."""
PLAIN = re.compile(rf'{SPACE}+(\w+){SPACE}+("[^"]*"|[-+.\d]+)', re.ASCII)
DEEPEST = 100
Entry = tuple[str, object, int]


def read_gml(content: Content) -> Raw:
    """The graph of a GML file; a repeated edge is an edge each time, and other keys are skipped.

    >>> from superproof.formats.content import unpacked
    >>> text = b'graph [ node [ id 7 label "Kim" ] node [ id 3 ] edge [ source 7 target 3 ] ]'
    >>> raw = read_gml(unpacked("g.gml", text))
    >>> raw.names, raw.labels
    (['7', '3'], ['Kim', None])
    """
    graphs = 0
    found = Attributed(content)
    for key, value, line in _Parser(content).entries(0):
        if key.casefold() != "graph":
            continue
        graphs += 1
        if graphs > 1 or not isinstance(value, Iterator):
            content.refuse("must hold one graph, in brackets: keep one of them", line)
        _graph(content, value, found)
    if not graphs:
        content.refuse("must hold 'graph [ ... ]'")
    return found.raw()


def _graph(content: Content, entries: Iterator[Entry], found: Attributed) -> None:
    for key, value, line in entries:
        if key == "directed":
            found.directed = value == 1
        elif key in ("node", "edge"):
            if isinstance(value, list):
                value = _member(content, key, value, line)
            if not isinstance(value, _Member):
                content.refuse(f"must have the {key} in brackets, not {shown(value)}", line)
            getattr(found, key)(line, *value.ends, value.data)


def _member(content: Content, key: str, members: list[Entry], line: int) -> "_Member":
    plain = {name: value for name, value, _ in members if not isinstance(value, list)}
    named = ("id",) if key == "node" else ("source", "target")
    for name in named:
        times = sum(member == name for member, _, _ in members)
        if times != 1 or name not in plain:
            content.refuse(f"must give the {key} one {name}, not {times}", line)
        if isinstance(plain[name], float):
            content.refuse(f"must have a whole number or a text as {name}, not {shown(plain[name])}", line)
    others = {name: value for name, value in plain.items() if name not in named}
    return _Member(tuple(plain[name] for name in named), others)


class _Member(NamedTuple):
    """A node's id or an edge's two ends, and what else is said of it."""

    ends: tuple[object, ...]
    data: dict[str, object]


@final
class _Parser:
    """Reads entries as they are asked for, so that a graph of a million edges is never held as text and lists."""

    def __init__(self, content: Content) -> None:
        self._content, self._text = content, content.text
        self._place, self._line = 0, 1

    def _token(self) -> tuple[str, str, int]:
        """Kind, word and line of the next token that is no space; of kind "end" behind the last."""
        while self._place < len(self._text):
            found = TOKEN.match(self._text, self._place)
            if found is None:
                self._content.refuse(
                    "must have keys, numbers, texts in quotes and brackets, not "
                    f"{shown(self._text[self._place : self._place + 20])}",
                    self._line,
                )
            line = self._line
            self._line += self._text.count("\n", self._place, found.end())
            self._place = found.end()
            if found.lastgroup != "space":
                return found.lastgroup or "", found.group(), line
        return "end", "", self._line

    def entries(self, depth: int) -> Iterator[Entry]:
        """Keys, values and lines up to the closing bracket, or at depth 0 to the end of the file.

        A value in brackets is a list of entries; but a graph's is an iterator, to be read before the next entry, and
        a node or edge of a graph that is read at once is a `_Member`.
        """
        opened = self._line
        while True:
            if depth == 1:
                opened = yield from self._at_once(opened)
            kind, word, line = self._token()
            if (kind == "close" and depth) or (kind == "end" and not depth):
                return
            if kind == "end":
                self._content.refuse("must have a closing bracket behind it: the file may be cut off", opened)
            if kind != "key":
                self._content.refuse(f"must have a key, not {shown(word)}", line)
            opened = line
            yield word, self._given(word, line, depth), line

    def _at_once(self, opened: int) -> Generator[Entry, None, int]:
        """Nodes and edges one behind the other that are read at once; returns the line of the last."""
        text, place, line = self._text, self._place, self._line
        while (found := AT_ONCE.match(text, place)) is not None:
            node, number, edge, source, target, more = found.groups()
            opened = line + text.count("\n", place, found.start(1 if node else 3))
            line += text.count("\n", place, found.end())
            place = found.end()
            others = {name: _value(word) for name, word in PLAIN.findall(more)}
            ends = (int(number),) if node else (int(source), int(target))
            yield node or edge, _Member(ends, others), opened
        self._place, self._line = place, line
        return opened

    def _given(self, key: str, line: int, depth: int) -> object:
        """The value behind a key."""
        kind, word, at = self._token()
        if kind == "open":
            if depth >= DEEPEST:
                self._content.refuse("is nested too deeply to be a graph", at)
            inside = self.entries(depth + 1)
            return inside if depth == 0 and key.casefold() == "graph" else list(inside)
        if kind in ("number", "text"):
            return _value(word)
        wrong = "the end of the file" if kind == "end" else shown(word)
        return self._content.refuse(
            f"must give {shown(key)} a number, a text in quotes or a list, not {wrong}", line if kind == "end" else at
        )


def _value(word: str) -> object:
    if word[0] == '"':
        return html.unescape(word[1:-1])
    return int(word) if word.lstrip("+-").isdigit() and len(word) < 400 else float(word)
