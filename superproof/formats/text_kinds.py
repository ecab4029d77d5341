"""What plain text is when it is no table of edges: an adjacency matrix, METIS, or an adjacency list."""

from superproof.formats.comments import Comments
from superproof.formats.content import Content
from superproof.formats.matrices import looks_like_matrix
from superproof.formats.metis import is_metis
from superproof.formats.options import ReadOptions
from superproof.formats.table_rows import SPACES, Lines, Row, find_separator, rows_of
from superproof.formats.values import whole

FEW = 5000
"""Lines up to which a text may be a matrix."""


def kind_of_text(content: Content, options: ReadOptions, lines: Lines, *, ambiguous: bool) -> str | None:
    """`matrix` or `metis`, or None for a table of edges; `lines` are `table_lines`.

    Errors: DocumentError for lines that are an edge list and something else as well; `ambiguous` says that the suffix
    promises no edges.
    """
    if options.columns is not None or options.header is not None or not lines:
        return None
    size_line = [whole(word) for word in lines[0][1].split()]
    if ambiguous and 2 <= len(size_line) <= 4 and None not in size_line and is_metis(content):
        if any(len(text.split()) == 1 for _, text in lines):
            return "metis"
        raise content.error(
            "may be a METIS file (--format metis), as its first line declares, or an edge list (--format edgelist): "
            "say which"
        )
    separator = find_separator(content, lines)
    if ambiguous and separator == SPACES and _ragged(lines):
        raise content.error(
            "may be an edge list with numbers behind the nodes (--format edgelist), or a list of nodes with their "
            "neighbours (--format adjlist), as its lines have different numbers of words: say which"
        )
    if len(lines) > FEW:
        return None
    if len(lines) < 3 or not _square(lines, separator):
        if _zeros_and_ones(lines, separator):
            raise content.error(
                f"may be rows of an adjacency matrix, which are as many as its columns, not {len(lines):,}, or edges "
                "between the nodes 0 and 1 (--format edgelist, csv or tsv): say which"
            )
        return None
    rows: list[Row] = list(rows_of(content, separator, lines, Comments(options.comments)))
    found = looks_like_matrix(rows)
    if found is None:
        raise content.error(
            "may be an adjacency matrix (--format matrix), as it has as many rows as columns, or an edge list with "
            "numbers behind the nodes (--format edgelist, csv or tsv): say which"
        )
    return "matrix" if found else None


def _ragged(lines: Lines) -> bool:
    """Whether lines have different numbers of words, all of them whole numbers."""
    widths = set()
    for _, text in lines:
        words = text.split()
        if not all(word.isdigit() for word in words):
            return False
        widths.add(len(words))
    return len(widths) > 1 and max(widths) > 2


def _zeros_and_ones(lines: Lines, separator: str) -> bool:
    """Whether nearly all of four or more cells a line are 0 or 1, or all of three in several lines."""
    rows = [text.split(None if separator == SPACES else separator) for _, text in lines]
    width, total = min(map(len, rows)), sum(map(len, rows))
    found = sum(cell.strip(' \t"') in ("0", "1") for row in rows for cell in row)
    return (width > 3 and 10 * found >= 9 * total) or (width == 3 and len(rows) > 1 and found == total)


def _square(lines: Lines, separator: str) -> bool:
    last = lines[-1][1]
    return (len(last.split()) if separator == SPACES else last.count(separator) + 1) == len(lines)
