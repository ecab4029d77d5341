"""The first row of a table: names of columns, or data; and the two columns that hold the nodes."""

import re
from collections.abc import Sequence

from superproof.formats.content import Content
from superproof.formats.options import ReadOptions
from superproof.formats.table_rows import Row
from superproof.formats.values import is_data, is_number, whole
from verify.errors import DocumentError, shown

PAIRS = (
    ("source", "target"), ("src", "dst"), ("src", "dest"), ("source", "destination"), ("from", "to"), ("u", "v"),
    ("node1", "node2"), ("nodea", "nodeb"), ("id1", "id2"), ("vertex1", "vertex2"), ("v1", "v2"), ("n1", "n2"),
    ("fromnodeid", "tonodeid"), ("fromnode", "tonode"), ("fromid", "toid"), ("sourceid", "targetid"),
    ("sourcenode", "targetnode"), ("idfrom", "idto"), ("nodefrom", "nodeto"), ("tail", "head"), ("start", "end"),
    ("startid", "endid"), ("startnode", "endnode"), ("sender", "receiver"), ("ego", "alter"), ("follower", "followee"),
    ("person1", "person2"), ("user1", "user2"), ("name1", "name2"), ("protein1", "protein2"), ("gene1", "gene2"),
    ("interactora", "interactorb"), ("subject", "object"), ("parent", "child"), ("entity1", "entity2"),
)  # fmt: skip
"""Names of the two columns of nodes that say so: in lower case, letters and digits only."""
EXTRAS = re.compile(
    "weights?|labels?|types?|time|times|timestamps?|date|year|count|value|score|sign|rating|distance|kind|directed|"
    "relation|relationship|length|capacity|cost|strength|frequency|interval|attr|attributes?|color|colour|comment|note"
)
"""Names of columns that hold no nodes."""
NO_EDGE = (
    "must be two node names and then nothing, numbers or a dictionary, not {}: say which columns hold the nodes with "
    "--columns A,B, or --format adjlist for a node and its neighbours a line"
)
COLUMN = re.compile(r"\w[\w .:/-]*")
"""What a column may be called, if it is called by no word that is known."""
ENOUGH = 4
"""Rows of one column of numbers that make a word above it the column's name."""
LOOKED_AT = 10_000
"""Rows that are looked at where the first row may be a header."""


def plain(word: str) -> str:
    """A column's name by its letters and digits. Example: "Node_1" is "node1"."""
    return "".join(c for c in word.casefold() if c.isalnum())


def named_columns(cells: Sequence[str]) -> tuple[int, int] | None:
    """The columns of nodes that names like source and target say, wherever they stand; None if none or several do.

    >>> named_columns(["id", "node_1", "node_2"])
    (1, 2)
    """
    words = [plain(cell) for cell in cells]
    found = [(words.index(a), words.index(b)) for a, b in PAIRS if words.count(a) == words.count(b) == 1]
    return found[0] if len(found) == 1 else None


def has_header(content: Content, rows: Sequence[Row], options: ReadOptions) -> bool:
    """Whether the first row names columns. Errors: DocumentError where it may as well be an edge."""
    if options.header is not None:
        return options.header
    first, rest = rows[0].cells, rows[1:LOOKED_AT]
    known = named_columns(first)
    if len(rows) < 2 or len(first) < 2:
        if known is not None:
            raise _either(content, rows[0], first, "and no row follows")
        return False
    if _is_size_line(rows):
        content.refuse(
            f"may hold the numbers of nodes and edges, {shown(' '.join(first))}, or be an edge: say --header yes to "
            "leave it out, or --header no to read it as an edge",
            rows[0].line,
        )
    columns = known or (0, 1)
    names = [first[column] for column in columns]
    if any(is_number(name) for name in names) or any(is_data([cell]) and cell for cell in first[2:] if not known):
        return False  # Names of columns are no numbers.
    later = [[row.cells[column] for column in columns if column < len(row.cells)] for row in rest]
    again = any(name in cells for name in names for cells in later)
    alike = _alike(names, later)
    if known:
        if again or alike:
            raise _either(content, rows[0], names, "though its words are nodes of other rows as well")
        return True
    if again:
        return False
    if _other_kind(first, rest):
        return True
    if alike or not all(map(COLUMN.fullmatch, names)) or any(cell.startswith("{") for cell in first):
        return False
    raise _either(content, rows[0], names, "because neither word occurs again")


def _alike(names: Sequence[str], later: Sequence[Sequence[str]]) -> bool:
    """Whether a name with digits differs from a later one in its digits only, as node3 and node12 do."""
    stems = {re.sub("[0-9]+", "0", name) for name in names if re.search("[0-9]", name)}
    return bool(stems) and any(re.sub("[0-9]+", "0", cell) in stems for cells in later for cell in cells)


def _other_kind(first: Sequence[str], rest: Sequence[Row]) -> bool:
    """Whether the first row is of another kind than all others: words above columns of numbers.

    That is so where both columns of nodes hold numbers only but for the first row, or one of further columns does, or
    one of nodes that is called an id or has `ENOUGH` rows: a number may stand below another name by chance.
    """
    numbers = []
    for column, cell in enumerate(first):
        below = [row.cells[column] for row in rest if column < len(row.cells)]
        if len(below) == len(rest) and not is_number(cell) and all(map(is_number, below)):
            numbers.append(column)
    return len(numbers) > 1 or any(
        column > 1 or len(rest) >= ENOUGH or plain(first[column]).endswith("id") for column in numbers
    )


def _is_size_line(rows: Sequence[Row]) -> bool:
    """Whether the first row may hold the numbers of nodes and of edges: "4 3" before three edges on 1..4."""
    sizes = [whole(cell) for cell in rows[0].cells]
    if not 2 <= len(sizes) <= 3 or sizes[-1] != len(rows) - 1 or None in sizes or sizes[0] != sizes[-2]:
        return False
    ends = [whole(cell) for row in rows[1:] for cell in row.cells[:2]]
    return all(end is not None and sizes[0] is not None and end <= sizes[0] for end in ends)


def _either(content: Content, row: Row, names: Sequence[str], why: str) -> DocumentError:
    return content.error(
        f"may be a header, {shown(names[0], 30)} and {shown(names[1], 30)}, or an edge between nodes of these names, "
        f"{why}: say --header yes or --header no",
        row.line,
    )


def node_columns(content: Content, rows: Sequence[Row], options: ReadOptions, *, header: bool) -> tuple[int, int]:
    """The two columns that hold the nodes, from 0. Errors: DocumentError where the table does not say it."""
    first = rows[0]
    if options.columns is not None:
        a, b = (_column(content, first, word, header=header) for word in options.columns)
        if a == b:
            content.refuse(f"must have two columns of nodes, not {shown(options.columns[0])} twice (--columns)")
        return a, b
    if header:
        found = named_columns(first.cells) or _twin_columns(first.cells)
        if found is not None:
            return found
        others = [cell for cell in first.cells[2:] if cell and not EXTRAS.fullmatch(plain(cell))]
        if not others and plain(first.cells[0]) != "id":
            return 0, 1
        columns = ", ".join(shown(cell, 20) for cell in first.cells[:8])
        two = [cell for cell in first.cells if plain(cell) != "id"][:2]
        example = ",".join(two if all(cell.isidentifier() for cell in two) else ("1", "2"))
        content.refuse(
            f"has the columns {columns}: say which two hold the nodes with --columns A,B, such as --columns {example}",
            first.line,
        )
    for row in rows[:LOOKED_AT]:
        if not all(is_data([cell]) for cell in row.cells[2:] if cell):
            content.refuse(NO_EDGE.format(shown(" ".join(row.cells))), row.line)
    looked = [row.cells for row in rows[:LOOKED_AT]]
    if (marks := _marks_rows(looked)) or _counts_rows(looked):
        one, other, third = map(shown, first.cells[:3])
        what = f"a letter for the kind of line, {one}" if marks else "the row's number"
        content.refuse(
            f"may begin with {what}, and join {other} and {third}, or with a node, and join {one} and {other}: say "
            "--columns 2,3 or --columns 1,2",
            first.line,
        )
    return 0, 1


def _column(content: Content, first: Row, word: str, *, header: bool) -> int:
    if header and first.cells.count(word) == 1:
        return first.cells.index(word)
    number = whole(word)
    if number is not None and 1 <= number <= len(first.cells):
        return number - 1
    known = ", ".join(shown(cell, 20) for cell in first.cells[:8]) if header else "numbers only, as there is no header"
    raise content.error(f"must have the column {shown(word)} (--columns) once, but has {known}", first.line)


def _twin_columns(cells: Sequence[str]) -> tuple[int, int] | None:
    """The two columns of a header that are called alike but for 1 and 2, or a and b at the end, where no others are."""
    words = [plain(cell) for cell in cells]
    twins = [
        (words.index(one), words.index(other))
        for one in words
        for end, next_ in ("12", "ab")
        if len(one) > 1 and one.endswith(end) and words.count(other := one[:-1] + next_) == words.count(one) == 1
    ]
    return twins[0] if len(twins) == 1 and not EXTRAS.fullmatch(words[twins[0][0]][:-1]) else None


def _marks_rows(looked: Sequence[Sequence[str]]) -> bool:
    """Whether all rows begin with one or two letters for kinds of lines, as in DIMACS, and go on with numbers."""
    return (
        len(looked[0]) > 2
        and len({cells[0] for cells in looked}) <= 2
        and all(len(cells[0]) == 1 and cells[0].isalpha() for cells in looked)
        and all(whole(cell) is not None for cells in looked for cell in cells[1:3])
    )


def _counts_rows(looked: Sequence[Sequence[str]]) -> bool:
    """Whether column 1 may number the rows, and columns 2 and 3 hold nodes rather than a node and a weight."""
    if len(looked) < 3 or any(len(cells) < 3 for cells in looked):
        return False
    numbers = [tuple(whole(cell) for cell in cells[:3]) for cells in looked]
    starts = [start for start, _, _ in numbers]
    if starts not in ([*range(len(looked))], [*range(1, len(looked) + 1)]):
        return False
    if all(b is not None and a is not None and b == a + 1 for a, b, _ in numbers):
        return False  # A path with weights.
    _, seconds, thirds = map(set, zip(*numbers, strict=True))
    return None not in thirds | seconds and 2 * len(thirds & seconds) > len(thirds) > 1
