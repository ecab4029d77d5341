"""Pages about networks whose wrong inputs are counted: how wrong one is, at which outputs, and why on its worst input;
and about a network of floats that somebody brings: the verdict, what it is, what fails where, and the bound."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bounds.report import Report, Table, render
from superproof.comparison import compare
from superproof.explanation.float_output import explain_floats
from superproof.names import Names
from superproof.reports.bounds_report import comparison_table, network_sentences
from superproof.reports.figures.canvas import INK, MUTED, ONE, ZERO, Picture, drawing, picture_of
from superproof.reports.page import COMMAND, tables_page
from superproof.tally_words import (
    OUTPUTS,
    example_sentences,
    machine_sentences,
    output_rows,
    right_share,
    size_table,
    threshold_sentences,
    worst_first,
)
from verify import Counted, FloatNetwork, Network, Problem, Unknown
from verify.documents import write_text
from verify.floats import UNIT, Bounds, Tally, as_floats

DOTS = 2000
"""Outputs up to which every one has a dot of its own size."""


def score_page(names: Names, network: Network | FloatNetwork, found: Counted) -> str:
    """One HTML page without external resources: counts, scores of all outputs, one reason, and the bound."""
    floats = network if isinstance(network, FloatNetwork) else as_floats(network)
    return tables_page(counted_report(names, network, found), [scores_picture(floats, found.tally)])


def counted_report(names: Names, network: Network | FloatNetwork, found: Counted) -> Report:
    """The same as tables and sentences."""
    tally, floats = found.tally, network if isinstance(network, FloatNetwork) else as_floats(network)
    share = [] if found.exact else [right_share(names.problem, found.wrong)]
    said = [found.claim, *share, *example_sentences(names, tally), *threshold_sentences(network, tally)]
    header, sizes = size_table(network, tally)
    outputs = output_rows(names, network, tally, worst_first(tally))
    tables = [
        Table("Inputs by the number of active features", header, tuple(sizes), sentences(machine_sentences(network))),
        Table("Outputs, those with most wrong inputs first", OUTPUTS, tuple(outputs)),
    ]
    if tally.most_harmful is not None:
        why, columns, rows = explain_floats(names, floats, tally.most_harmful).told()
        tables.insert(1, Table("Why, on the most harmful input", tuple(columns), tuple(map(tuple, rows)), tuple(why)))
    beside, bound = _beside_bound(names.problem, network)
    return Report("How wrong the network is", sentences([*said, *beside]), (*tables, *bound))


def _beside_bound(problem: Problem, network: Network | FloatNetwork) -> tuple[list[str], list[Table]]:
    """Sentences, and the table of the bound and what the network spends; nothing where there is no bound."""
    comparison = compare(problem, network)
    if comparison.obstacle is not None:
        return [], []
    return network_sentences(problem, comparison), [comparison_table(network, comparison)]


def sentences(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines of a terminal as sentences; a command stands as it is typed.

    >>> sentences(["all is well", "superproof check p.json"])
    ('All is well.', 'superproof check p.json')
    """
    return tuple(line if line.startswith(COMMAND) else f"{line[:1].upper()}{line[1:].rstrip('.')}." for line in lines)


def write_float_report(
    folder: Path, names: Names, network: FloatNetwork, said: Sequence[str], found: Counted | Unknown
) -> None:
    """report.html, one page without external resources; report.md, and beside it the picture of all scores.

    `said` is the verdict on the network, and what was counted is `found`. Errors: DocumentError when the folder cannot
    be written.
    """
    report, drawn = _float_report(names, network, said, found), float_pictures(network, found)
    write_text(folder / "report.html", tables_page(report, drawn))
    report = replace(report, paragraphs=tuple(f"    {p}" if p.startswith(COMMAND) else p for p in report.paragraphs))
    for picture in drawn:
        write_text(folder / f"{picture.name}.svg", picture.standalone)
        seen = f"![{picture.title}]({picture.name}.svg)"
        report = replace(report, paragraphs=(*report.paragraphs, seen, picture.caption))
    write_text(folder / "report.md", render(report, "markdown"))


def float_page(names: Names, network: FloatNetwork, said: Sequence[str], found: Counted | Unknown) -> str:
    """The page alone."""
    return tables_page(_float_report(names, network, said, found), float_pictures(network, found))


def float_pictures(network: FloatNetwork, found: Counted | Unknown) -> list[Picture]:
    """The scores of all outputs, where they were counted."""
    return [scores_picture(network, found.tally)] if isinstance(found, Counted) else []


def _float_report(names: Names, network: FloatNetwork, said: Sequence[str], found: Counted | Unknown) -> Report:
    """The page as tables and sentences."""
    what, head = _what_it_is(network), said[0].partition(":")
    said = [said[0], *(line.removeprefix("why: ") for line in said[1:])]
    title = f"{head[0].capitalize()}{head[1]}{head[2]}"
    if isinstance(found, Counted):
        counted = counted_report(names, network, found)
        return Report(title, (*sentences(said[1:]), *counted.paragraphs), (what, *counted.tables))
    beside, bound = _beside_bound(names.problem, network)
    lines = [*said[1:], f"wrong inputs were not counted: {found.reason}", *beside]
    return Report(title, sentences(lines), (what, *bound))


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


def scores_picture(network: FloatNetwork, tally: Tally) -> Picture:
    """Every output's smallest score where it must be 1, and its largest where it must be 0, above its threshold."""
    from matplotlib.ticker import MaxNLocator

    true, false = (
        np.array([_middle(bounds) for bounds in each]) - network.thresholds
        for each in (tally.smallest_true, tally.largest_false)
    )
    order = np.argsort(np.nan_to_num(true - false, nan=np.inf), kind="stable")
    with drawing(6.6, 3.4) as figure:
        axes = figure.add_subplot()
        size = 9 if len(order) <= DOTS else 2
        for values, colour, name in ((true, ONE, "least score where it must be 1"), (false, ZERO, "largest where 0")):
            axes.scatter(np.arange(len(order)), values[order], s=size, color=colour, linewidths=0, label=name)
        axes.axhline(0, color=MUTED, linewidth=0.8)
        axes.set(xlabel="outputs, the narrowest gap first", ylabel="score less the threshold")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        above = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0, "ncols": 2}
        axes.legend(frameon=False, labelcolor=INK, fontsize=11, handletextpad=0.2, **above)
        caption = (
            "Over all inputs tried. An output is right where its blue dot is above the line and the other one "
            "below. Both on one side: another threshold would do. The blue dot lower than the other: none does."
        )
        return picture_of(figure, "outputs", "Scores of every output, beside its threshold", caption)


def _middle(bounds: Bounds) -> float:
    return float("nan") if bounds is None else (bounds[0] + bounds[1]) / 2 ** (UNIT + 1)
