"""Edge lists and tables of edges: one edge a line, two of its cells the nodes. Formats edgelist, csv, tsv, semicolons.

Names are text: 1, 01 and 1.0 are three nodes. Source of the conventions: networkx, SNAP, KONECT, RFC 4180.
"""

import re
from collections.abc import Sequence

from superproof.formats.comments import Comments, require_comments
from superproof.formats.content import Content
from superproof.formats.headers import NO_EDGE, has_header, named_columns, node_columns
from superproof.formats.options import ReadOptions
from superproof.formats.raw import Builder, Raw
from superproof.formats.table_rows import SPACES, Lines, Row, find_separator, rows_of, table_lines
from superproof.formats.values import is_data, whole
from verify.errors import shown

KONECT = re.compile(r"%[ \t]*(sym|asym|bip)\b")
MISSING = frozenset({"nan", "NaN", "NA", "N/A", "#N/A", "null", "NULL", "None", "<NA>", "-"})
WRITTEN = re.compile(r"0*([0-9]+?)(?:\.0+)?")
"""A whole number with zeros around it, and without."""
SHOWN_HEADS = 3
SNAP = re.compile(r"nodes:?[ \t]*([0-9]+).*?edges:?[ \t]*([0-9]+)", re.IGNORECASE)


def read_table(content: Content, options: ReadOptions, separator: str) -> Raw:
    """A row an edge.

    >>> from superproof.formats.content import unpacked
    >>> read_table(unpacked("g.csv", b"source,target\\nJean Valjean,Cosette\\n"), ReadOptions(), ",").names
    ['Jean Valjean', 'Cosette']
    """
    comments = Comments(options.comments)
    return table_of(content, options, table_lines(content, comments), comments, separator)


def table_of(
    content: Content, options: ReadOptions, lines: Lines, comments: Comments, separator: str | None = None
) -> Raw:
    """As `read_table`, of lines that were told from comments; `separator` None stands for the one that all have."""
    if not lines:
        return _nothing(content, comments)
    konect = _konect(comments)
    separator = separator or (SPACES if konect else find_separator(content, lines))
    rows = list(rows_of(content, separator, lines, comments))
    width = len(rows[0].cells)
    if separator != SPACES and width > 1:
        require_comments(
            content, comments, separator, "row whose first cell",
            lambda cells: len(cells) == width and all(cells[:2]) and named_columns(cells) is None,
        )  # fmt: skip
    if separator == SPACES and all(row.cells[0].endswith(":") for row in rows):
        content.refuse(
            f"must be two node names, without ':' behind the first, not {shown(' '.join(rows[0].cells))}: leave the "
            "':' out, or say --format adjlist then, for a node and its neighbours a line",
            rows[0].line,
        )
    named = options.columns is not None or named_columns(rows[0].cells) is not None
    for row in rows:
        if len(row.cells) < 2 or (len(row.cells) == 2 and "" in row.cells and row is not rows[0]):
            _require_row(content, row, separator, 0, 1, None, columns=True)
        elif separator == SPACES and len(row.cells) > 2 and not named and row is not rows[0]:
            _require_row(content, row, separator, 0, 1, None, columns=False)
    hint = _column_hint(comments, rows, separator)
    header = not konect and hint is None and has_header(content, rows, options)
    table = rows if hint is None else [hint, *rows]
    a, b = node_columns(content, table, options, header=header or hint is not None)
    builder = _edges(content, rows[1:] if header else rows, separator, a, b, columns=options.columns is not None)
    names = list(builder.number)
    directed = konect == "asym" or any(
        "directed graph" in text.casefold().replace("undirected", "") for _, text in comments.whole
    )
    declared = _declared(comments, len(names), len(builder.edges))
    notes = [*content.notes, *comments.notes(), *declared, *_name_notes(names)]
    if header:
        notes.insert(0, f"line {rows[0].line} is a header: {shown(rows[0].cells[a])} and {shown(rows[0].cells[b])}")
    if konect == "bip":
        builder = Builder()
        builder.edges_between([name for row in rows for name in (row.cells[a], f"right {row.cells[b]}")])
        names = list(builder.number)
        notes.append("bipartite: nodes of the second column are called 'right 1' and so on, because both columns count")
    left_out = _further(rows, a, b, header=header)
    return Raw(names, builder.edges, directed=directed, left_out=left_out, notes=notes)


def _further(rows: Sequence[Row], a: int, b: int, *, header: bool) -> list[str]:
    """Columns besides those of nodes, the first of them by their names."""
    further = max(len(row.cells) for row in rows) - 2
    heads = [shown(cell) for i, cell in enumerate(rows[0].cells) if i not in (a, b)] if header else []
    called = ", ".join(heads[:SHOWN_HEADS]) + (", ..." if len(heads) > SHOWN_HEADS else "")
    columns = f"{further} further column{'s' if further > 1 else ''}" + (f" ({called})" if called else "")
    return [columns] if further > 0 else []


def _name_notes(names: Sequence[str]) -> list[str]:
    """Notes on names that stand for no value elsewhere, and on numbers that are written in two ways."""
    notes = [f"a node is called {shown(name)}, as missing values are" for name in names if name in MISSING]
    known = set(names)
    for name in names:
        plain = WRITTEN.fullmatch(name)
        if plain is not None and plain[1] != name and plain[1] in known:
            return [*notes, f"nodes {shown(name)} and {shown(plain[1])} stay apart, because names are text"]
    return notes


def _nothing(content: Content, comments: Comments) -> Raw:
    if comments.whole:
        content.refuse(
            f"must have an edge, but all its lines ({len(comments.whole)}) begin with # or %, as comments do: "
            "say --comments no where they are edges"
        )
    return Raw([], Builder().edges, notes=content.notes)


def _edges(content: Content, rows: Sequence[Row], separator: str, a: int, b: int, *, columns: bool) -> Builder:
    builder, last = Builder(), max(a, b)
    width = len(rows[0].cells) if rows and separator != SPACES else None
    plain = width or 2
    names: list[str] = []
    for row in rows:
        cells = row.cells
        if len(cells) != plain or last >= plain or not cells[a] or not cells[b]:
            _require_row(content, row, separator, a, b, width, columns=columns)
        names += cells[a], cells[b]
    builder.edges_between(names)
    return builder


def _require_row(
    content: Content, row: Row, separator: str, a: int, b: int, width: int | None, *, columns: bool
) -> None:
    cells = row.cells
    if len(cells) <= max(a, b) or not cells[a] or not cells[b]:
        kind = "" if separator == SPACES else f" separated by {separator!r}"
        more = " and then nothing, numbers or a dictionary" if separator == SPACES else ""
        content.refuse(f"must be two node names{kind}{more}, not {_shown_row(row, separator)}", row.line)
    if separator == SPACES and not columns and (a, b) == (0, 1) and not is_data(cells[2:]):
        content.refuse(NO_EDGE.format(_shown_row(row, separator)), row.line)
    if width is not None and len(cells) != width and any(cells[min(width, len(cells)) :]):
        content.refuse(
            f"must have {width} cells separated by {separator!r} as the first row has, not {len(cells)}: "
            f"{_shown_row(row, separator)}",
            row.line,
        )


def _shown_row(row: Row, separator: str) -> str:
    return shown((separator if separator == SPACES else f"{separator} ").join(row.cells))


def _konect(comments: Comments) -> str | None:
    """The network's kind, sym, asym or bip, from the first line of a file of KONECT."""
    found = KONECT.match(comments.whole[0][1]) if comments.whole else None
    return None if found is None else found[1]


def _column_hint(comments: Comments, rows: Sequence[Row], separator: str) -> Row | None:
    """Names of columns in a comment above the first row, as SNAP writes them: taken where they name the nodes'."""
    above = [(line, text) for line, text in comments.whole if line < rows[0].line]
    if not above:
        return None
    line, text = above[-1]
    body = text.lstrip("#% \t")
    cells = body.split() if separator == SPACES else [cell.strip(' \t"') for cell in body.split(separator)]
    fits = len(cells) == len(rows[0].cells) and named_columns(cells) is not None
    return Row(line, cells) if fits else None


def _declared(comments: Comments, nodes: int, edges: int) -> list[str]:
    """A note where a comment of SNAP or KONECT says other numbers of nodes and edges than were read."""
    for line, text in comments.whole[:20]:
        found = SNAP.search(text)
        if found and (int(found[1][:18]), int(found[2][:18])) != (nodes, edges):
            return [
                f"the comment in line {line} says {found[1][:18]} nodes and {found[2][:18]} edges, but the lines hold "
                f"{nodes} and {edges}: nodes without edges have no line, and the file may be cut off"
            ]
    if _konect(comments) and len(comments.whole) > 1:
        sizes = [whole(word) for word in comments.whole[1][1].lstrip("%").split()]
        if sizes and None not in sizes and sizes[0] != edges:
            return [f"the comment in line {comments.whole[1][0]} says {sizes[0]} edges, but the lines hold {edges}"]
    return []
