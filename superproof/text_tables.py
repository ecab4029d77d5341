"""Tables as plain text."""

from collections.abc import Collection, Sequence
from itertools import zip_longest
from textwrap import wrap

COLUMNS = 80


def plain_table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Collection[int] = ()) -> list[str]:
    """Lines of a table whose columns line up; columns in `numeric` are set to the right.

    Where it would be wider than `COLUMNS`, the widest columns of text are broken between words, never within one.

    >>> plain_table(("size", "n"), [("small", "7"), ("large", "448")], numeric=(1,))
    ['size     n', 'small    7', 'large  448']
    >>> max(map(len, plain_table(("what", "n"), [("word " * 30, "7")], numeric=(1,))))
    80
    """
    columns = list(zip(header, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    words = [max((len(word) for cell in column for word in cell.split()), default=0) for column in columns]
    excess = sum(widths) + 2 * (len(widths) - 1) - COLUMNS
    for _ in range(excess):
        text = [i for i, width in enumerate(widths) if i not in numeric and width > words[i]]
        if text:
            widths[max(text, key=widths.__getitem__)] -= 1
    lines = []
    for row in (header, *rows):
        cells = [
            wrap(cell, width, break_long_words=False, break_on_hyphens=False) or [""]
            for cell, width in zip(row, widths, strict=True)
        ]
        for parts in zip_longest(*cells, fillvalue=""):
            aligned = [
                part.rjust(width) if i in numeric else part.ljust(width)
                for i, (part, width) in enumerate(zip(parts, widths, strict=True))
            ]
            lines.append("  ".join(aligned).rstrip())
    return lines
