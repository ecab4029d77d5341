"""Formats whose nodes are the numbers 1, ..., n: what their lines share."""

from collections.abc import Iterator
from typing import NoReturn

from superproof.formats.content import Content
from superproof.formats.raw import MAX_NODES
from superproof.formats.values import whole
from verify.errors import shown


def require_count(content: Content, line: int, nodes: int) -> int:
    """`nodes`, or DocumentError where a file declares more than `MAX_NODES` of them."""
    if nodes > MAX_NODES:
        content.refuse(f"must declare at most {MAX_NODES:,} nodes, not {nodes}", line)
    return nodes


def node_number(content: Content, line: int, word: str, nodes: int) -> int:
    """The node, from 0, that a word names by its number 1..nodes. Errors: DocumentError for any other word."""
    number = whole(word)
    if number is None or not 1 <= number <= nodes:
        content.refuse(f"must name nodes by numbers from 1 to {nodes}, not {shown(word)}", line)
    return number - 1


def numbered_lines(content: Content, comment: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and words of every line that is neither blank nor begins with one of the signs in `comment`."""
    for number, line in enumerate(content.lines, start=1):
        text = line.strip(" \t")
        if text and text[0] not in comment:
            yield number, text.split()


def refuse_total(content: Content, line: int, declared: int, found: int) -> NoReturn:
    """DocumentError: another number of edges than the header declares."""
    content.refuse(f"declares {declared} edges, but the file has {found}: it may be cut off", line)
