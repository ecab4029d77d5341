"""XML as a stream of elements: bounded in depth, without entities of the file's own, errors with line numbers."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import ClassVar
from xml.parsers import expat

from superproof.formats.attributed import Attributed
from superproof.formats.content import Content

DEEPEST = 1000


def _boolean(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text.strip().casefold()]


TYPES: dict[str, Callable[[str], object]] = {
    "boolean": _boolean, "int": int, "long": int, "float": float, "double": float, "string": str,
}  # fmt: skip


class XmlGraph(ABC):
    """The elements of a file with one graph as they are met: `open_` are those around, names without prefix.

    `holders` are the attributes of the nodes and edges that are open, each of which lies directly `inside` its parent.
    """

    root: ClassVar[str]
    inside: ClassVar[Mapping[str, str]]

    def __init__(self, content: Content) -> None:
        self.content, self.found = content, Attributed(content)
        self.open_: list[str] = []
        self.holders: list[dict[str, object]] = []
        self.graphs, self.directed = 0, False

    @abstractmethod
    def start(self, line: int, name: str, attributes: dict[str, str]) -> None:
        """An element begins; it is the last of `open_`. One that is `inside` another adds to `holders`."""

    def end(self, line: int, name: str, text: str) -> None:  # noqa: B027  nothing, where all is said at the start
        """An element ends that is no node or edge; `text` is what stood behind the last start of an element."""

    def begin_graph(self, line: int, nested: int = 0) -> None:
        """Count a graph. Errors: DocumentError for a second one that is not `nested`."""
        self.graphs += 1
        if self.graphs > 1 + nested:
            self.content.refuse("must not begin a second graph: keep one of them", line)

    def read(self) -> None:
        """Go through all elements. Errors: DocumentError for XML that is not well formed, with the line."""
        content, parser = self.content, expat.ParserCreate()
        parser.buffer_text = True
        text: list[str] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            line, name = parser.CurrentLineNumber, name.rpartition(":")[2]
            if len(self.open_) >= DEEPEST:
                content.refuse("is nested too deeply to be a graph", line)
            if not self.open_ and name != self.root:
                content.refuse(f"must begin with <{self.root}>, not <{name[:40]}>", line)
            if name in self.inside and self.open_[-1:] != [self.inside[name]]:
                content.refuse(f"must have <{name}> directly in <{self.inside[name]}>", line)
            self.open_.append(name)
            text.clear()
            self.start(line, name, attributes)

        def end(name: str) -> None:
            if self.open_.pop() in self.inside:
                self.holders.pop()
            else:
                self.end(parser.CurrentLineNumber, name.rpartition(":")[2], "".join(text))
            text.clear()

        def declared(*entity: object) -> None:
            content.refuse(
                f"must not declare entities of its own, such as {str(entity[0])[:40]!r}", parser.CurrentLineNumber
            )

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler, parser.EntityDeclHandler = text.append, declared
        try:
            parser.Parse(content.data, True)
        except expat.ExpatError as error:
            content.refuse(f"is not well-formed XML: {expat.errors.messages.get(error.code, 'unknown')}", error.lineno)
        except (LookupError, ValueError) as error:
            content.refuse(f"is not XML in an encoding that can be read: {str(error)[:60]}")
        if not self.graphs:
            content.refuse("must hold an element <graph>")
