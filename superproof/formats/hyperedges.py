"""Hypergraph files: one hyperedge a line, its nodes between white space, commas, semicolons or tabs."""

from typing import NamedTuple

from superproof.formats.comments import Comments, require_comments
from superproof.formats.content import Content
from superproof.formats.table_rows import SPACES, rows_of, table_lines
from superproof.words import count
from verify.errors import shown


class Hypergraph(NamedTuple):
    """Names of nodes in the order they are met, different hyperedges as numbers of nodes, lines, and notes."""

    names: tuple[str, ...]
    edges: tuple[tuple[int, ...], ...]
    lines: int
    notes: tuple[str, ...]


def read_hyperedges(content: Content, comments_asked: bool | None = None) -> Hypergraph:
    """The hypergraph; a hyperedge that occurs again is one, and is noted. `comments_asked` is that of `Comments`.

    Errors: DocumentError for no line, an empty name, or a node twice in a line.

    >>> from superproof.formats.content import unpacked
    >>> read_hyperedges(unpacked("h.txt", b"Ann Bob Cyd\\nAnn Cyd\\n")).edges
    ((0, 1, 2), (0, 2))
    """
    comments = Comments(comments_asked)
    lines = table_lines(content, comments)
    if not lines:
        content.refuse("must have at least one hyperedge, but has no line")
    separator = next((mark for mark in "\t;," if any(mark in text for _, text in lines)), SPACES)
    if separator != SPACES:
        require_comments(content, comments, separator, "hyperedge whose first node", lambda cells: len(cells) > 1)
    number: dict[str, int] = {}
    edges: dict[tuple[int, ...], None] = {}
    plain = ((line, [cell.strip(' \t"') for cell in text.split(separator)]) for line, text in lines)
    for line, cells in rows_of(content, separator, lines, comments) if separator == SPACES else plain:
        if not all(cells) or len(set(cells)) < len(cells):
            content.refuse(f"must name different nodes, not {shown(' '.join(cells))}", line)
        edges[tuple(sorted(number.setdefault(cell, len(number)) for cell in cells))] = None
    notes = [*content.notes, *comments.notes()]
    if len(edges) < len(lines):
        notes.append(f"{len(lines)} hyperedges join {count(len(edges), 'set')} of nodes, and each set is one output")
    return Hypergraph(tuple(number), tuple(edges), len(lines), tuple(notes))
