"""Writing a report as plain text, Markdown, LaTeX or JSON. All four show the same values."""

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from itertools import zip_longest
from math import isqrt
from textwrap import wrap
from typing import Any, Final

from bounds.arithmetic import Enclosure
from bounds.errors import UnknownClassError
from bounds.report.table import Cell, Report, Table, cell_text
from bounds.statement import Formula

_LINE: Final = 80


def render(report: Report, form: str = "text") -> str:
    r"""Write a report in one of `FORMATS`: text, markdown, latex or json.

    Guarantee: every printed digit of an enclosed number is certain; in JSON both ends stand as exact
    rationals. LaTeX is a whole document that needs only the packages of a base installation. Writing LaTeX
    imports sympy, the other forms do not. Errors: UnknownClassError where the form is none of `FORMATS`.

    >>> table = Table("Neurons", ("outputs", "bits"), ((8192, Formula("mp*lg(mp)")),))
    >>> print(render(Report("Bounds", (), (table,))), end="")
    Bounds
    ======
    <BLANKLINE>
    Neurons
    outputs  bits
    -------  ---------
      8,192  m'*lg(m')
    """
    if form not in FORMATS:
        raise UnknownClassError(f"a report's form must be one of {', '.join(FORMATS)}, not {form!r}")
    return FORMATS[form](report)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | Enclosure)


def _text(report: Report) -> str:
    blocks = [f"{report.title}\n{'=' * len(report.title)}"]
    blocks += ["\n".join(_wrapped(paragraph, "")) for paragraph in report.paragraphs]
    return "\n\n".join([*blocks, *map(_text_table, report.tables)]) + "\n"


def _text_table(table: Table) -> str:
    shown = _all_shown(table)
    heads, widths = _heads(table, shown)

    def line(cells: Sequence[str], right: list[bool]) -> str:
        padded = [
            cell.rjust(width) if flush else cell.ljust(width)
            for cell, width, flush in zip(cells, widths, right, strict=True)
        ]
        return "  ".join(padded).rstrip()

    if _too_wide(widths):
        lines = _text_records(table, shown)
    else:
        left = [False] * len(widths)
        lines = [line(parts, left) for parts in zip_longest(*heads, fillvalue="")]
        lines.append(line(["-" * width for width in widths], left))
        lines += [line(cells, [_is_number(cell) for cell in row]) for cells, row in zip(shown, table.rows, strict=True)]
    return "\n".join([table.title, *lines, *(part for note in table.notes for part in _wrapped(note, "  "))])


def _heads(table: Table, shown: list[list[str]]) -> tuple[list[list[str]], list[int]]:
    """The lines of every column's head, and the columns' widths; in too long a line heads are broken between words."""
    cells = [max(map(len, column)) for column in zip(["" for _ in table.columns], *shown, strict=True)]
    heads = [[name] for name in table.columns]
    widths = [max(len(name), cell) for name, cell in zip(table.columns, cells, strict=True)]
    for i in sorted(range(len(heads)), key=lambda i: cells[i] - widths[i]):
        if _too_wide(widths):
            heads[i] = wrap(table.columns[i], max(1, cells[i]), break_long_words=False) or [""]
            widths[i] = max(cells[i], *map(len, heads[i]))
    return heads, widths


def _too_wide(widths: list[int]) -> bool:
    return sum(widths) + 2 * (len(widths) - 1) > _LINE


def _text_records(table: Table, shown: list[list[str]]) -> list[str]:
    """Write a table too wide for a line as one short list of named entries a row."""
    lines: list[str] = []
    label = max(map(len, table.columns))
    for cells in shown:
        lines.append(f"- {cells[0]}")
        for name, cell in zip(table.columns[1:], cells[1:], strict=True):
            lines += _wrapped(cell, f"    {name.ljust(label)}  ") if cell else []
    return lines


def _wrapped(text: str, lead: str) -> list[str]:
    return wrap(text, _LINE, initial_indent=lead, subsequent_indent=" " * len(lead), break_long_words=False)


def _markdown(report: Report) -> str:
    return "\n\n".join([f"# {report.title}", *report.paragraphs, *map(_markdown_table, report.tables)]) + "\n"


def _markdown_table(table: Table) -> str:
    def written(cell: Cell) -> str:
        text = cell_text(cell).replace("|", "\\|")
        return f"`{text}`" if isinstance(cell, Formula) else text

    first = table.rows[0] if table.rows else (None,) * len(table.columns)
    lines = [
        f"## {table.title}\n",
        "| " + " | ".join(name.replace("|", "\\|") for name in table.columns) + " |",
        "| " + " | ".join("---:" if _is_number(cell) else "---" for cell in first) + " |",
        *("| " + " | ".join(map(written, row)) + " |" for row in table.rows),
    ]
    return "\n".join(lines) + "".join(f"\n\n{note}" for note in table.notes)


_LATEX_SPECIAL: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "|": r"\textbar{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        **{char: f"\\{char}" for char in "&%$#_{}"},
    }
)


def _latex(report: Report) -> str:
    # \lg is a command of plain LaTeX already.
    packages = ("{amsmath}", "{array}", "{longtable}", "[landscape,margin=1.5cm]{geometry}")
    head = "\\documentclass{article}\n" + "".join(f"\\usepackage{package}\n" for package in packages)
    blocks = [f"\\section*{{{_latex_text(report.title)}}}", *map(_latex_text, report.paragraphs)]
    blocks += map(_latex_table, report.tables)
    return head + "\\begin{document}\n" + "\n\n".join(blocks) + "\n\\end{document}\n"


def _latex_text(text: str) -> str:
    special = text.translate(_LATEX_SPECIAL)
    return special.replace(r"\textgreater{}=", r"$\geq$").replace(r"\textless{}=", r"$\leq$")


def _latex_table(table: Table) -> str:
    def written(cell: Cell) -> str:
        return f"${cell.latex()}$" if isinstance(cell, Formula) else _latex_text(cell_text(cell))

    widths = _column_shares(table)
    columns = "".join(
        f">{{\\raggedright\\arraybackslash}}p{{\\dimexpr{share:.3f}\\textwidth-2\\tabcolsep\\relax}}"
        for share in widths
    )
    lines = [
        f"\\subsection*{{{_latex_text(table.title)}}}",
        "{\\footnotesize",
        f"\\begin{{longtable}}{{{columns}}}",
        " & ".join(map(_latex_text, table.columns)) + r" \\ \hline",
        *(" & ".join(map(written, row)) + r" \\" for row in table.rows),
        "\\end{longtable}}",
    ]
    return "\n".join(lines) + "".join(f"\n\n{_latex_text(note)}" for note in table.notes)


def _column_shares(table: Table) -> list[float]:
    """Share the width of a page among columns, by the square root of their longest cells.

    Formulas, which break badly, count double.
    """
    longest = [max(map(len, column)) for column in zip(table.columns, *_all_shown(table), strict=True)]
    formulas = [any(isinstance(cell, Formula) for cell in column) for column in zip(*table.rows, strict=True)]
    roots = [
        max(3, isqrt(length)) * (2 if formula else 1)
        for length, formula in zip(longest, formulas or [False] * len(longest), strict=True)
    ]
    return [0.995 * root / sum(roots) for root in roots]


def _all_shown(table: Table) -> list[list[str]]:
    return [[cell_text(cell) for cell in row] for row in table.rows]


def _json(report: Report) -> str:
    return json.dumps(report, indent=2, default=_json_object) + "\n"


def _json_object(value: Report | Table | Enclosure | Formula) -> dict[str, Any]:
    match value:
        case Enclosure():
            return {"low": str(value.low), "high": str(value.high), "digits": str(value)}
        case Formula():
            return {"formula": value.text}
    return {field.name: getattr(value, field.name) for field in fields(value)}


FORMATS: Final[dict[str, Callable[[Report], str]]] = {
    "text": _text,
    "markdown": _markdown,
    "latex": _latex,
    "json": _json,
}
"""The forms a report can be written in, and who writes them."""
