"""Reports people cite: the same values as plain text, Markdown, LaTeX and JSON."""

from bounds.report.render import FORMATS, render
from bounds.report.report_tables import bound_table, machine_table, others_table, stored_table, theorem_table
from bounds.report.table import Cell, Report, Table, cell_text
from bounds.report.whole_reports import all_classes, class_report, theory_report

__all__ = [
    "FORMATS",
    "Cell",
    "Report",
    "Table",
    "all_classes",
    "bound_table",
    "cell_text",
    "class_report",
    "machine_table",
    "others_table",
    "render",
    "stored_table",
    "theorem_table",
    "theory_report",
]
