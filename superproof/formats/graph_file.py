"""A graph file by the format that it is in: by --format, else by what its content says, else by its suffix."""

import re
from typing import NamedTuple

from superproof.errors import UsageError
from superproof.formats.comments import Comments
from superproof.formats.content import Content, read_content, uncollected
from superproof.formats.edge_tables import table_of
from superproof.formats.options import ReadOptions, circuit_command
from superproof.formats.raw import Raw
from superproof.formats.registry import FORMATS, TABLES, TEXT
from superproof.formats.table_rows import table_lines
from superproof.formats.text_kinds import kind_of_text
from verify.errors import DocumentError, shown

AIGER = re.compile(rb"(aag|aig) [0-9]+ [0-9]+ [0-9]+ [0-9]+ [0-9]+")
"""How a circuit in that format begins."""


class Found(NamedTuple):
    """What was read, and the format's title."""

    format: str
    raw: Raw


def read_file(path: str, options: ReadOptions) -> Found:
    """What a file holds: by --format, else by what its content says, else by its suffix.

    Errors: DocumentError for a file that no reader takes, or that two readers would take in different ways.
    """
    return read_unpacked(read_content(path), options)


@uncollected()
def read_unpacked(content: Content, options: ReadOptions) -> Found:
    """As `read_file`, of bytes. Whatever the bytes are: a graph, or a DocumentError of one sentence."""
    name, notes = _choose(content, options)
    known = FORMATS[name]
    if name not in TABLES and (options.columns is not None or options.header is not None):
        option = "--columns" if options.columns is not None else "--header"
        raise UsageError(f"{option} goes with tables and edge lists, not with {content.path}, which is {known.title}")
    content.notes.extend(notes)
    if name in TABLES and options.format is None:
        return _text(content, options)
    try:
        return Found(known.title, known.read(content, options))
    except DocumentError as error:
        raise DocumentError(content.path, f"as {known.title}: {error.complaint}") from error


def _choose(content: Content, options: ReadOptions) -> tuple[str, list[str]]:
    """The format's name, and a note where the content is not what the suffix says."""
    if options.format is not None:
        if options.format not in FORMATS:
            raise UsageError(f"--format must be one of {', '.join(FORMATS)}, not {shown(options.format)}")
        return options.format, []
    by_suffix = next((name for name, known in FORMATS.items() if content.suffix in known.suffixes), None)
    by_content = next((name for name, known in FORMATS.items() if known.recognise and known.recognise(content)), None)
    if by_content is not None:
        says_other = by_suffix not in (None, by_content) and content.suffix not in TEXT
        title = FORMATS[by_content].title
        return by_content, [f"{title} by its content, though the suffix is {content.suffix}"] if says_other else []
    if AIGER.match(content.data):
        content.refuse(f"is a circuit in AIGER: {circuit_command(content.path)} makes a problem of it")
    if by_suffix is None:
        known_suffixes = " ".join(sorted({suffix for known in FORMATS.values() for suffix in known.suffixes}))
        content.refuse(
            f"a graph file must end in one of {known_suffixes}, or begin as its format does, not "
            f"{shown(content.suffix)}: say --format NAME"
        )
    return by_suffix, []


def _text(content: Content, options: ReadOptions) -> Found:
    """Plain text: a table of edges, unless its lines are a matrix or keep all rules of METIS."""
    comments = Comments(options.comments)
    lines = table_lines(content, comments)
    kind = kind_of_text(content, options, lines, ambiguous=content.suffix in TEXT)
    if kind is not None:
        return Found(FORMATS[kind].title, FORMATS[kind].read(content, options))
    title = "table" if lines and re.search("[,;\t]", lines[0][1]) else "edge list"
    return Found(title, table_of(content, options, lines, comments))
