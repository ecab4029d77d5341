"""The report's files: Markdown with pictures beside it, and one HTML page with everything inside."""

from pathlib import Path

from superproof.findings import Findings
from superproof.report.figures.canvas import DARK, FONT, LIGHT, Picture
from superproof.report.pictures import pictures
from superproof.report.summary import Summary, summarise
from verify.documents.atomic import write_text

PICTURES = ("ranges", "scores", "channels", "influence")
REPORT_FILES = ("report.md", "report.html", *(f"{name}.svg" for name in PICTURES))


def write_report(findings: Findings, folder: Path) -> None:
    """report.md, report.html and the pictures as SVG files. The text is the same for the same findings.

    Errors: DocumentError when the folder cannot be written.
    """
    summary, drawn = summarise(findings), pictures(findings)
    for picture in drawn:
        write_text(folder / f"{picture.name}.svg", picture.standalone)
    write_text(folder / "report.md", markdown(summary, drawn))
    write_text(folder / "report.html", html(summary, drawn))


def markdown(summary: Summary, drawn: list[Picture]) -> str:
    """The report as Markdown; names from graphs are escaped, so they stay text."""
    return _render("report.md.jinja", summary, drawn)


def html(summary: Summary, drawn: list[Picture]) -> str:
    """The report as one page without any external resource."""
    return _render("report.html.jinja", summary, drawn)


def _render(template: str, summary: Summary, drawn: list[Picture]) -> str:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("superproof.report"),
        autoescape=lambda name: name is not None and ".html" in name,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = escape_markdown
    environment.filters["capitalise"] = lambda text: text[:1].upper() + text[1:]
    style = {"light": LIGHT, "dark": DARK, "font": FONT}
    return environment.get_template(template).render(report=summary, pictures=drawn, style=style)


def escape_markdown(text: str) -> str:
    """`text` as plain text in Markdown, in a table cell too.

    >>> escape_markdown("a|b <i>*c*")
    'a\\\\|b &lt;i&gt;\\\\*c\\\\*'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{c}" if c in "\\`*_[]|#" else c for c in text)
