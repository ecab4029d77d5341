"""Reports people cite: the same values as plain text, Markdown, LaTeX and JSON."""

from bounds.report.build import all_classes, class_report, theory_report
from bounds.report.render import FORMATS, render
from bounds.report.table import Report, Table

__all__ = ["FORMATS", "Report", "Table", "all_classes", "class_report", "render", "theory_report"]
