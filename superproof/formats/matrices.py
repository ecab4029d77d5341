"""Adjacency matrices: as text, a row a line, and as arrays of numpy and scipy."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from superproof.formats.comments import Comments
from superproof.formats.content import Content
from superproof.formats.options import ReadOptions
from superproof.formats.raw import Raw, numbered
from superproof.formats.table_rows import Row, find_separator, rows_of, table_lines
from superproof.formats.values import is_number
from verify.errors import shown


def from_entries(names: list[str], matrix: Any, *, directed: bool, notes: Sequence[str]) -> Raw:
    """The graph whose edges are the entries of a square matrix that are not 0; an edge of both directions is one.

    `matrix` is an array or a sparse array. A matrix that equals its transpose is undirected.
    """
    from scipy.sparse import coo_array

    entries = coo_array(matrix)
    held = entries.data != 0
    source, target = (np.asarray(axis, dtype=np.int64)[held] for axis in entries.coords)
    keys = set(zip(source.tolist(), target.tolist(), strict=True))
    both = all((v, u) in keys for u, v in keys)
    if both:
        upper = source <= target
        source, target = source[upper], target[upper]
    explicit = 0 if isinstance(matrix, np.ndarray) else len(entries.data) - int(held.sum())
    left_out = [f"{explicit} stored entries that are 0"] if explicit else []
    if len(np.unique(entries.data[held])) > 1:
        left_out.append("weights")
    edges = np.stack([source, target], axis=1)
    return Raw(names, edges, directed=directed and not both, left_out=left_out, notes=notes)


def read_matrix(content: Content, options: ReadOptions) -> Raw:
    """A square matrix of numbers, a row a line, with names in the first row and column or without any.

    Without names the nodes are 0, ..., n - 1.

    >>> from superproof.formats.content import unpacked
    >>> read_matrix(unpacked("g.csv", b",a,b\\na,0,1\\nb,1,0\\n"), ReadOptions()).names
    ['a', 'b']
    """
    comments = Comments(options.comments)
    lines = table_lines(content, comments)
    if not lines:
        content.refuse("must hold a matrix, but has no line")
    marks = [mark for mark in "\t;," if all(mark in text for _, text in lines)]
    separator = marks[0] if len(marks) == 1 else find_separator(content, lines)
    rows = list(rows_of(content, separator, lines, comments))
    found = split_matrix(rows)
    if found is None:
        width = len(rows[-1].cells)
        content.refuse(f"must be a square matrix of numbers, but has {len(rows)} rows and a last one of {width} cells")
    names, values = found
    for (line, cells), row in zip(rows[-len(values) :], values, strict=True):
        for cell, value in zip(cells[-len(row) :], row, strict=True):
            if not math.isfinite(value):
                content.refuse(f"must hold numbers, not {shown(cell)}", line)
    notes = [*content.notes, *comments.notes()]
    return from_entries(names, np.array(values), directed=True, notes=notes)


def split_matrix(rows: Sequence[Row]) -> tuple[list[str], list[list[float]]] | None:
    """Names and values of a square matrix; None where the rows are none."""
    size = len(rows)
    if all(len(row.cells) == size and all(map(is_number, row.cells)) for row in rows):
        return numbered(0, size), [list(map(_value, row.cells)) for row in rows]
    first, body = rows[0].cells, rows[1:]
    names = [row.cells[0] for row in body]
    if (
        len(first) not in (size - 1, size)
        or first[len(first) - size + 1 :] != names
        or len(set(names)) < max(1, size - 1)
        or set(names) <= {"0", "1"}  # Entries of a matrix that lacks one.
    ):
        return None
    if not all(len(row.cells) == size and all(map(is_number, row.cells[1:])) for row in body):
        return None
    return names, [list(map(_value, row.cells[1:])) for row in body]


def _value(cell: str) -> float:
    return float(cell.replace(",", "."))


def looks_like_matrix(rows: Sequence[Row]) -> bool | None:
    """Whether the rows are an adjacency matrix rather than edges; None where they may be either.

    >>> looks_like_matrix([Row(1, ["0", "1", "1"]), Row(2, ["1", "0", "0"]), Row(3, ["1", "0", "0"])])
    True
    """
    size = len(rows)
    if size < 3 or len(rows[0].cells) not in (size, size - 1) or len(rows[-1].cells) != size:
        return False
    found = split_matrix(rows)
    if found is None:
        return False
    _, values = found
    if len(values) < size:
        return True  # Names in the first row and in the first column.
    symmetric = all(values[i][j] == values[j][i] for i in range(size) for j in range(i))
    hollow = all(values[i][i] == 0 for i in range(size))
    binary = all(value in (0, 1) for row in values for value in row)
    fractions = any(not value.is_integer() for row in values for value in row[:2])  # Which no nodes are called.
    if (binary and (size > 3 or (symmetric and hollow))) or (fractions and symmetric and hollow):
        return True
    return None if size > 3 or (hollow and (symmetric or binary)) else False
