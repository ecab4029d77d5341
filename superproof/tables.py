"""Tables as plain text."""

from collections.abc import Collection, Sequence


def plain_table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Collection[int] = ()) -> list[str]:
    """Lines of a table whose columns line up; columns in `numeric` are set to the right.

    >>> plain_table(("size", "n"), [("small", "7"), ("large", "448")], numeric=(1,))
    ['size     n', 'small    7', 'large  448']
    """
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = []
    for row in (header, *rows):
        cells = [
            cell.rjust(width) if i in numeric else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines
