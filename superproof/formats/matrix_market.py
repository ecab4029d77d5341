"""Matrix Market files: a sparse or dense matrix as an adjacency matrix, read by scipy behind a check of its sizes."""

import io
import re

from superproof.formats.content import Content
from superproof.formats.matrices import from_entries
from superproof.formats.raw import Raw, numbered, require_count
from superproof.formats.values import whole
from verify.errors import shown

BANNER = "%%matrixmarket"
SIGNATURE = re.compile(BANNER, re.IGNORECASE)


def read_matrix_market(content: Content) -> Raw:
    """Every stored entry that is not 0 is an edge between the nodes of its row and column, called 1, ..., n.

    Errors: DocumentError for a matrix that is not square, for sizes that the lines do not bear out, and for whatever
    scipy refuses. Source: Boisvert, Pozo, Remington, NISTIR 5935 (1996).
    """
    from scipy.io import mmread

    banner = content.lines[0].split()
    if len(banner) != 5 or banner[0].casefold() != BANNER:
        content.refuse("must be '%%MatrixMarket matrix coordinate pattern symmetric' or the like", 1)
    number, sizes = _sizes(content)
    form, symmetry = banner[2].casefold(), banner[4].casefold()
    rows, columns = sizes[0], sizes[1]
    if rows != columns:
        content.refuse(
            f"declares a matrix of {rows} x {columns}, but an adjacency matrix is square: write "
            "an incidence matrix as one hyperedge a line, for superproof problem gates --hypergraph",
            number,
        )
    require_count(content, number, rows)
    # scipy makes room for what is declared before it reads: an entry takes at least two bytes.
    entries = sizes[2] if len(sizes) == 3 else rows * columns
    if len(sizes) != (3 if form == "coordinate" else 2) or entries > len(content.data):
        content.refuse(f"declares sizes that the file has no room for: {shown(' '.join(map(str, sizes)))}", number)
    try:
        # scipy takes comments at the top only; lines keep their numbers.
        body = "\n".join("" if line.lstrip().startswith("%") else line for line in content.lines[1:])
        matrix = mmread(io.BytesIO(f"{content.lines[0]}\n{body}\n".encode()), spmatrix=False)
    except (ValueError, OverflowError, TypeError) as error:
        content.refuse(f"is no Matrix Market file: {str(error)[:100]}")
    return from_entries(numbered(1, rows), matrix, directed=symmetry == "general", notes=content.notes)


def _sizes(content: Content) -> tuple[int, list[int]]:
    """The line of sizes and its number."""
    for number, line in enumerate(content.lines[1:], start=2):
        if line.strip() and not line.lstrip().startswith("%"):
            sizes = [whole(word) for word in line.split()]
            if not 2 <= len(sizes) <= 3 or None in sizes:
                content.refuse(f"must be the numbers of rows, columns and entries, not {shown(line)}", number)
            return number, [size for size in sizes if size is not None]
    raise content.error("must have a line of sizes")
