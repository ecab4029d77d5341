"""The report's files: Markdown with pictures beside it, one HTML page with everything inside, and tables.

The tables are what stands behind every number: a row of features.csv a feature, a row of outputs.csv an output.
"""

import csv
import io
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from superproof.explanation import counterexamples
from superproof.findings import Findings
from superproof.reports.figures.canvas import Picture
from superproof.reports.figures.channel_matrix import outputs_by_feature
from superproof.reports.page import page
from superproof.reports.pictures import pictures
from superproof.reports.score_counts import affordable_inputs
from superproof.reports.summary import Summary, seconds_rows, summarise
from verify.documents import write_text
from verify.statement import count_sparse

TABLES = ("features.csv", "outputs.csv")
FEATURES = ("feature", "name", "outputs_that_use_it")
OUTPUTS = ("output", "name", "gate", "reads", "smallest_true", "largest_false", "falsely_1", "falsely_0")
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


def write_tables(findings: Findings, folder: Path) -> None:
    """Write both files. The last four columns of outputs are empty where going through all inputs takes too long.

    `reads` are the gate's inputs by name, separated by "; " (in a circuit numbers of gates of the level before).
    Errors: DocumentError when they cannot be written.
    """
    source, problem = findings.source, findings.source.problem
    used: Iterable[Sequence[object]] = (
        [[""]] * problem.inputs if problem.is_circuit else [[len(outputs)] for outputs in outputs_by_feature(problem)]
    )
    rows = [(j, label, *uses) for j, (label, uses) in enumerate(zip(source.labels, used, strict=True))]
    write_text(folder / "features.csv", _csv(FEATURES, rows))
    counted, outputs = _counted(findings), list[Sequence[object]]()
    for i, gate in enumerate(problem.levels[-1]):
        reads = "; ".join(str(j) if problem.is_circuit else source.labels[j] for j in gate.inputs)
        name = source.outputs[i] if source.outputs else ""
        outputs.append((i, name, gate.kind, reads, *counted.get(i, ("",) * 4)))
    write_text(folder / "outputs.csv", _csv(OUTPUTS, outputs))


def _counted(findings: Findings) -> dict[int, tuple[object, ...]]:
    """Every output's own margin, and on how many inputs it is wrong either way."""
    problem, network = findings.source.problem, findings.network
    if network is None or count_sparse(problem) > affordable_inputs(problem, network):
        return {}
    found = counterexamples(problem, network, most=1)
    return {
        part.output: (part.smallest_true, part.largest_false, part.additional, part.missing) for part in found.outputs
    }


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()
