"""The page about a network of floats that somebody brings: verdict, what it is, what fails where, and the bound."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bounds.report import Report, Table, render
from superproof.comparison import compare
from superproof.names import Names
from superproof.reports.bounds_report import comparison_table, network_sentences
from superproof.reports.figures.canvas import Picture
from superproof.reports.page import COMMAND, tables_page
from superproof.reports.score_page import counted_report, scores_picture, sentences
from verify import Counted, FloatNetwork, Unknown
from verify.documents import write_text


def write_float_report(
    folder: Path, names: Names, network: FloatNetwork, said: Sequence[str], found: Counted | Unknown
) -> None:
    """report.html, one page without external resources; report.md, and beside it the picture of all scores.

    `said` is the verdict on the network, and what was counted is `found`. Errors: DocumentError when the folder cannot
    be written.
    """
    report, drawn = _report(names, network, said, found), float_pictures(network, found)
    write_text(folder / "report.html", tables_page(report, drawn))
    report = replace(report, paragraphs=tuple(f"    {p}" if p.startswith(COMMAND) else p for p in report.paragraphs))
    for picture in drawn:
        write_text(folder / f"{picture.name}.svg", picture.standalone)
        seen = f"![{picture.title}]({picture.name}.svg)"
        report = replace(report, paragraphs=(*report.paragraphs, seen, picture.caption))
    write_text(folder / "report.md", render(report, "markdown"))


def float_page(names: Names, network: FloatNetwork, said: Sequence[str], found: Counted | Unknown) -> str:
    """The page alone."""
    return tables_page(_report(names, network, said, found), float_pictures(network, found))


def float_pictures(network: FloatNetwork, found: Counted | Unknown) -> list[Picture]:
    """The scores of all outputs, where they were counted."""
    return [scores_picture(network, found.tally)] if isinstance(found, Counted) else []


def _report(names: Names, network: FloatNetwork, said: Sequence[str], found: Counted | Unknown) -> Report:
    """The page as tables and sentences."""
    what, head = _what_it_is(network), said[0].partition(":")
    said = [said[0], *(line.removeprefix("why: ") for line in said[1:])]
    title = f"{head[0].capitalize()}{head[1]}{head[2]}"
    if isinstance(found, Counted):
        counted = counted_report(names, network, found)
        return Report(title, (*sentences(said[1:]), *counted.paragraphs), (what, *counted.tables))
    beside = compare(names.problem, network)
    lines = [*said[1:], f"wrong inputs were not counted: {found.reason}"]
    tables = [what]
    if beside.obstacle is None:
        lines += network_sentences(names.problem, beside)
        tables.append(comparison_table(network, beside))
    return Report(title, sentences(lines), tuple(tables))


def _what_it_is(network: FloatNetwork) -> Table:
    """Sizes, numbers and reading, and what a file of weights left to be taken on trust."""
    thresholds = sorted(set(network.thresholds.tolist()))
    read = network.construction.get("read")
    notes = tuple(map(str, read)) if isinstance(read, list | tuple) else ()
    sign = "above" if network.strict else "at or above"
    shown = f"{thresholds[0]!r}" if len(thresholds) == 1 else f"its own of {len(thresholds)} thresholds"
    rows = (
        ("features", f"{network.inputs:,}"),
        ("widths of all layers", ", ".join(f"{width:,}" for width in network.widths[1:])),
        ("neurons (widest hidden layer)", f"{network.neurons:,}"),
        ("of them rectified, at most", f"{network.rectified_neurons:,}"),
        ("numbers are stored as", network.precision),
        ("an output reads 1", f"{sign} {shown}"),
        ("digest", network.digest),
    )
    return Table("The network", ("", ""), rows, notes or (f"made {network.construction.get('name', 'by hand')}",))
