"""The scores of outputs that must be 1 and of outputs that must be 0, with the threshold between them."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from superproof.reports.figures.canvas import INK, MUTED, ONE, ZERO, Picture, drawing, in_short, picture_of
from superproof.reports.score_counts import Scores
from superproof.words import count
from verify import Margin

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BINS = 56
ZOOMED = 0.6
"""The scores around the threshold are drawn by themselves where they are less than this part of the whole range."""


def score_distribution(scores: Scores, threshold: int, margin: Margin | None) -> Picture:
    """Two rows of histograms, of what must be 1 and of what must be 0, counts on a logarithmic scale.

    On the left all scores, on the right those around the threshold. `margin` is proved over all admissible inputs; its
    ends are drawn where `scores` cover only some of them.
    """
    ends = (None, None) if margin is None or scores.exhaustive else (margin.smallest_true, margin.largest_false)
    values = [*scores.true, *scores.false, threshold, *(end for end in ends if end is not None)]
    near = _around(scores, threshold)
    whole = [*scores.true, *scores.false]
    zoomed = near[1] - near[0] < ZOOMED * (max(whole) - min(whole))
    with drawing(8.2 if zoomed else 6.6, 3.9) as figure:
        ratios = (3, 2) if zoomed else (1,)
        grid = figure.subplots(
            2, len(ratios), sharex="col", sharey=True, squeeze=False,
            gridspec_kw={"hspace": 0.34, "wspace": 0.2, "width_ratios": ratios},
        )  # fmt: skip
        _column(list(grid[:, 0]), scores, threshold, _edges(values, threshold), ends, ticks=6)
        _titles(list(grid[:, 0]), scores, threshold)
        if zoomed:
            close = [value for value in values if near[0] <= value <= near[1]]
            _column(list(grid[:, 1]), scores, threshold, _edges(close, threshold), ends, ticks=3)
            grid[0, 1].set_title(f"near the threshold, {threshold:,}", color=INK, loc="left", size=12, pad=5)
        figure.supylabel("outputs counted, all inputs together", color=MUTED, size=11, x=0.02)
        title = "Scores of outputs that must be 1, and of outputs that must be 0"
        return picture_of(figure, "scores", title, _caption(scores, ends))


def _around(scores: Scores, threshold: int) -> tuple[int, int]:
    """The window that is zoomed into: from the worst scores on both sides, as far again on either side."""
    worst = min(scores.true, default=threshold), max(scores.false, default=threshold), threshold
    low, high = min(worst), max(worst)
    reach = 2 * max(high - low, 2)
    return low - reach, high + reach


def _column(
    panels: "Sequence[Axes]",
    scores: Scores,
    threshold: int,
    edges: list[float],
    ends: tuple[int | None, int | None],
    *,
    ticks: int,
) -> None:
    """The two histograms of one range of scores, over one axis."""
    from matplotlib.ticker import MaxNLocator

    for axes, counts, colour, end in zip(panels, (scores.true, scores.false), (ONE, ZERO), ends, strict=True):
        _histogram(axes, counts, edges, colour)
        axes.axvline(threshold, color=INK, linewidth=1.4)
        if end is not None and edges[0] <= end <= edges[-1]:
            axes.axvline(end, color=INK, linewidth=1, linestyle=(0, (1.5, 2)))
        axes.yaxis.set_major_formatter(lambda value, _: in_short(value))
        axes.minorticks_off()
    lower = panels[1]
    lower.set_ylim(bottom=0.6)
    lower.set(xlim=(edges[0], edges[-1]), xlabel="score of an output")
    lower.xaxis.set_major_locator(MaxNLocator(nbins=ticks, integer=True))
    lower.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def _titles(panels: "Sequence[Axes]", scores: Scores, threshold: int) -> None:
    low = sum(number for score, number in scores.true.items() if score < threshold)
    high = sum(number for score, number in scores.false.items() if score >= threshold)
    rows = ((scores.true, low, "must be 1", ONE), (scores.false, high, "must be 0", ZERO))
    for axes, (counts, wrong, name, colour) in zip(panels, rows, strict=True):
        errors = f"; {wrong:,} wrong" if wrong else ""
        axes.set_title(f"{name}: {_extent(counts)}{errors}", color=colour, loc="left", size=12, pad=5)


def _edges(values: list[int], threshold: int) -> list[float]:
    """Bin edges over all values, whole numbers apart, so that no bin is empty by rounding, and one at the threshold.

    >>> _edges([0, 200], 3)[:3]
    [-1, 3, 7]
    """
    low, high = min(values), max(values) + 1
    width = -(-(high - low) // BINS)
    low = threshold - width * -(-(threshold - low) // width)
    return [low + width * step for step in range(-(-(high - low) // width) + 1)]


def _histogram(axes: "Axes", counts: Counter[int], edges: list[float], colour: str) -> None:
    width = edges[1] - edges[0]
    heights = [0] * (len(edges) - 1)
    for score, number in counts.items():
        if edges[0] <= score < edges[-1]:
            heights[int((score - edges[0]) // width)] += number
    filled = {edge: height for edge, height in zip(edges, heights, strict=False) if height}
    axes.bar(list(filled), list(filled.values()), width=0.9 * width, align="edge", color=colour, linewidth=0)
    axes.set_yscale("log")


def _extent(counts: Counter[int]) -> str:
    if not counts:
        return "none among these inputs"
    return f"{min(counts):,} to {max(counts):,}" if len(counts) > 1 else f"every score is {min(counts):,}"


def _caption(scores: Scores, ends: tuple[int | None, int | None]) -> str:
    if scores.exhaustive:
        return f"Every output on all of the {count(scores.inputs, 'admissible input')}. Counts on a logarithmic scale."
    dotted = "" if ends == (None, None) else " Dotted: the extreme scores over all admissible inputs, as proved."
    return (
        f"Every output on {count(scores.inputs, 'input')}: the gates' own inputs, and random ones of every kind that "
        "was sampled. Hard inputs are over-represented, so heights say where scores lie, not how frequent they are. "
        f"Counts on a logarithmic scale.{dotted}"
    )
