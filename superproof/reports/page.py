"""The templates, and pages that need no findings: they must not load provers."""

import re
from html import escape
from typing import TYPE_CHECKING

from bounds import Formula
from bounds.report import Report, Table, cell_text
from superproof.outcome import STATUS
from superproof.reports.figures.canvas import DARK, FONT, LIGHT, Picture
from superproof.reports.glossary import glossed

if TYPE_CHECKING:
    from markupsafe import Markup

NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(\.[0-9]+)?(e[-+]?[0-9]+)?(\.\.\.)?")
"""What is set to the right of its column."""
COMMAND = "superproof "
"""How a paragraph begins that is a command."""
SHORT = 24
"""Characters of a name that stays on one line, on the narrowest screen too."""


def tables_page(report: Report, drawn: list[Picture]) -> str:
    """A report of the bounds, with its pictures, as one page without any external resource."""
    tables = [(table, _cells(table)) for table in report.tables]
    word, _, said = report.title.partition(": ")
    verdict = word.lower() if said and word.lower() in STATUS else None
    return page(
        "bounds.html.jinja", report=report, verdict=verdict, said=said, command=COMMAND, tables=tables, pictures=drawn
    )


def framed(text: str) -> str:
    """A page in a frame of its own, for a notebook: its style stays there."""
    return f'<iframe srcdoc="{escape(text)}" style="width: 100%; height: 40em; border: 0"></iframe>'


def _cells(table: Table) -> list[list[tuple[str, str]]]:
    """The text of every cell and how it is set: to the right in columns that hold nothing but numbers."""
    rows = [list(map(cell_text, row)) for row in table.rows]
    numeric = [all(not text or NUMBER.fullmatch(text) for text in column) for column in zip(*rows, strict=True)]
    return [
        [
            (text, "formula" if isinstance(cell, Formula) else "number" if right else "text")
            for text, cell, right in zip(texts, row, numeric, strict=True)
        ]
        for texts, row in zip(rows, table.rows, strict=True)
    ]


def page(template: str, **values: object) -> str:
    """Fill a template; HTML is escaped, and every name in it must have a value."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("superproof.reports"),
        autoescape=lambda name: name is not None and ".html" in name,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = escape_markdown
    environment.filters["glossed"] = glossed
    environment.filters["unbroken"] = unbroken
    environment.filters["capitalise"] = lambda text: text[:1].upper() + text[1:]
    style = {"light": LIGHT, "dark": DARK, "font": FONT}
    return environment.get_template(template).render(style=style, **values)


def unbroken(text: str) -> "Markup":
    """`text` as HTML whose short names are not broken at their hyphens; what is copied from the page is `text`.

    >>> print(unbroken("1--21 <b>"))
    <span class="unbroken">1--21</span> &lt;b&gt;
    """
    from markupsafe import Markup

    one = Markup('<span class="unbroken">{}</span>')
    return Markup(" ").join(
        one.format(word) if "-" in word and len(word) <= SHORT else word for word in text.split(" ")
    )


def escape_markdown(text: str) -> str:
    """`text` as plain text in Markdown, in a table cell too.

    >>> escape_markdown("a|b <i>*c*")
    'a\\\\|b &lt;i&gt;\\\\*c\\\\*'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{c}" if c in "\\`*_[]|#" else c for c in text)
