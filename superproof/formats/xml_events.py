"""XML as a stream of elements: bounded in depth, without entities of the file's own, errors with line numbers."""

from typing import Protocol
from xml.parsers import expat

from superproof.formats.content import Content

DEEPEST = 1000


class Elements(Protocol):
    """What a format does with the elements of a file; names are without prefix."""

    def start(self, line: int, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, line: int, name: str, text: str) -> None:
        """An element ends; `text` is what stood behind the last start of an element."""


def read_elements(content: Content, elements: Elements) -> None:
    """Hand all elements to `elements`. Errors: DocumentError for XML that is not well formed, with the line."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    text: list[str] = []
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            content.refuse("is nested too deeply to be a graph", parser.CurrentLineNumber)
        text.clear()
        elements.start(parser.CurrentLineNumber, name.rpartition(":")[2] if ":" in name else name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        elements.end(parser.CurrentLineNumber, name.rpartition(":")[2] if ":" in name else name, "".join(text))
        text.clear()

    def declared(*entity: object) -> None:
        content.refuse(
            f"must not declare entities of its own, such as {str(entity[0])[:40]!r}", parser.CurrentLineNumber
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text.append
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(content.data, True)
    except expat.ExpatError as error:
        content.refuse(f"is not well-formed XML: {expat.errors.messages.get(error.code, 'unknown')}", error.lineno)
    except (LookupError, ValueError) as error:
        content.refuse(f"is not XML in an encoding that can be read: {str(error)[:60]}")
