"""Reports people cite: the same values as plain text, Markdown, LaTeX and JSON."""

from bounds.report.build import all_classes, class_report, theory_report
from bounds.report.render import FORMATS, render
from bounds.report.table import Cell, Report, Table
from bounds.report.tables import bound_table, machine_table, theorem_table

__all__ = [
    "FORMATS",
    "Cell",
    "Report",
    "Table",
    "all_classes",
    "bound_table",
    "class_report",
    "machine_table",
    "render",
    "theorem_table",
    "theory_report",
]
