"""The templates, and pages that need no findings: they must not load provers."""

import re
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from bounds import Formula
from bounds.report import Report, Table, cell_text
from superproof.outcome import STATUS
from superproof.reports.figures.canvas import DARK, FONT, LIGHT, Picture

if TYPE_CHECKING:
    from markupsafe import Markup

NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(\.[0-9]+)?(e[-+]?[0-9]+)?(\.\.\.)?")
"""What is set to the right of its column."""
COMMAND = "superproof "
"""How a paragraph begins that is a command."""
SHORT = 24
"""Characters of a name that stays on one line, on the narrowest screen too."""
WORDS: Mapping[str, str] = {
    "features": "the inputs of the problem: each is on or off",
    "outputs per neuron": "outputs divided by neurons; above 1 the network computes in superposition",
    "outputs": "the functions to compute, one number each that is read as 0 or 1",
    "neurons": "the width of the widest layer, the code words of the input included",
    "sparsity": "the largest number of features that are active at once",
    "admissible": "inputs about which the network is asked: at most sparsity features active",
    "margin": "the distance between the smallest score that must read 1 and the largest that must read 0",
    "threshold": "an output reads 1 if and only if its score is at least this number",
    "entropy": "bits an array would take if every value cost the logarithm of how rare it is",
    "lg|F|": "the logarithm to base 2 of the number of problems of these sizes",
    "regime": "outputs by how many outputs their features are used for: few (light) or many (heavy)",
    "spurious": "active, though the neuron belongs to none of the channels that the input asks for",
    "interference": "what features receive from one another because they share neurons",
    "influence": "the number of outputs that use a feature",
    "wrong on": "inputs on which the output reads what it must not",
    "falsely 1": "inputs on which it reads 1 and must read 0",
    "falsely 0": "inputs on which it reads 0 and must read 1",
    "least for 1": "the smallest score of this output where it must read 1",
    "most for 0": "the largest score of this output where it must read 0",
    "loudest": "the most that a neuron outside an output's channel yields where it should be silent",
    "own, mean": "what a neuron of the output's own channel yields, on average",
    "channel": "the neurons from which an output is read",
}
"""The words of the report, explained where the pointer rests on them."""
_PATTERN = re.compile("|".join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True)), re.IGNORECASE)


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


def glossed(text: str) -> str:
    """`text` as HTML, the first known word of it explained at hover.

    >>> glossed("Channel <1>")
    '<abbr title="the neurons from which an output is read">Channel</abbr> &lt;1&gt;'
    """
    found = _PATTERN.search(text)
    if found is None:
        return escape(text)
    word = found[0]
    meaning = escape(WORDS[word.lower() if word.lower() in WORDS else word])
    start, stop = found.span()
    return f'{escape(text[:start])}<abbr title="{meaning}">{escape(word)}</abbr>{escape(text[stop:])}'


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
