"""The report's files: Markdown with pictures beside it, and one HTML page with everything inside."""

import time
from dataclasses import replace
from pathlib import Path

from superproof.findings import Findings
from superproof.reports.figures.canvas import Picture
from superproof.reports.name_tables import TABLES, write_tables
from superproof.reports.page import page
from superproof.reports.pictures import pictures
from superproof.reports.summary import Summary, seconds_rows, summarise
from verify.documents import write_text

PICTURES = (
    "ranges", "frontier", "scores", "levels", "graph", "interference", "reading", "channels", "influence", "search",
)  # fmt: skip
REPORT_FILES = ("report.md", "report.html", *TABLES, *(f"{name}.svg" for name in PICTURES))


def write_report(findings: Findings, folder: Path) -> float:
    """report.md, report.html, the pictures as SVG files, and the tables of features and outputs; the seconds it took.

    The text is the same for the same findings, but for these seconds. Errors: DocumentError when the folder cannot be
    written.
    """
    started = time.perf_counter()
    summary, drawn = summarise(findings), pictures(findings)
    for picture in drawn:
        write_text(folder / f"{picture.name}.svg", picture.standalone)
    write_tables(findings, folder)
    seconds = time.perf_counter() - started
    summary = replace(summary, seconds=seconds_rows({**findings.seconds, "report": seconds}))
    write_text(folder / "report.md", markdown(summary, drawn))
    write_text(folder / "report.html", html(summary, drawn))
    return time.perf_counter() - started


def markdown(summary: Summary, drawn: list[Picture]) -> str:
    """The report as Markdown; names from graphs are escaped, so they stay text."""
    return page("report.md.jinja", report=summary, pictures=drawn)


def html(summary: Summary, drawn: list[Picture]) -> str:
    """The report as one page without any external resource."""
    return page("report.html.jinja", report=summary, pictures=drawn)
