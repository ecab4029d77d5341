"""The templates, and pages that need no findings: they must not load provers."""

from html import escape
from typing import TYPE_CHECKING

from bounds import Formula
from bounds.report import Cell, Report
from superproof.reports.figures.canvas import DARK, FONT, LIGHT, Picture
from superproof.reports.glossary import glossed

if TYPE_CHECKING:
    from markupsafe import Markup

SHORT = 24
"""Characters of a name that stays on one line, on the narrowest screen too."""


def tables_page(report: Report, drawn: list[Picture]) -> str:
    """A report of the bounds, with its pictures, as one page without any external resource."""
    tables = [(table, [list(map(_cell, row)) for row in table.rows]) for table in report.tables]
    return page("bounds.html.jinja", report=report, tables=tables, pictures=drawn)


def framed(text: str) -> str:
    """A page in a frame of its own, for a notebook: its style stays there."""
    return f'<iframe srcdoc="{escape(text)}" style="width: 100%; height: 40em; border: 0"></iframe>'


def _cell(cell: Cell) -> tuple[str, str]:
    """The text of a cell and how it is set."""
    if cell is None:
        return "", "text"
    if isinstance(cell, Formula):
        return str(cell), "formula"
    return (f"{cell:,}", "number") if isinstance(cell, int) else (str(cell), "text")


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
