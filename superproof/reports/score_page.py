"""The page of `superproof score --report`: how wrong a network is, at which outputs, and why on its worst input."""

from collections.abc import Sequence

import numpy as np

from bounds.report import Report, Table
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
from verify import Counted, FloatNetwork, Network
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
    beside = compare(names.problem, network)
    if beside.obstacle is None:
        said += network_sentences(names.problem, beside)
        tables.append(comparison_table(network, beside))
    return Report("How wrong the network is", sentences(said), tuple(tables))


def sentences(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines of a terminal as sentences; a command stands as it is typed.

    >>> sentences(["all is well", "superproof check p.json"])
    ('All is well.', 'superproof check p.json')
    """
    return tuple(line if line.startswith(COMMAND) else f"{line[:1].upper()}{line[1:].rstrip('.')}." for line in lines)


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
