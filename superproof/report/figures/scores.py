"""The scores of outputs that must be 1 and of outputs that must be 0, with the threshold between them."""

from collections import Counter
from typing import TYPE_CHECKING

from superproof.report.figures.canvas import INK, MUTED, ONE, ZERO, Picture, drawing, to_svg
from superproof.report.scores import Scores
from superproof.words import count
from verify import Margin

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BINS = 56


def score_distribution(scores: Scores, threshold: int, margin: Margin | None) -> Picture:
    """Two histograms over one axis of scores, counts on a logarithmic scale.

    `margin` is proved over all admissible inputs; its ends are drawn where `scores` cover only some of them.
    """
    title = "Scores of outputs that must be 1, and of outputs that must be 0"
    ends = (None, None) if margin is None or scores.exhaustive else (margin.smallest_true, margin.largest_false)
    edges = _edges([*scores.true, *scores.false, threshold, *(end for end in ends if end is not None)])
    with drawing(6.6, 3.7) as figure:
        upper, lower = figure.subplots(2, 1, sharex=True, sharey=True, gridspec_kw={"hspace": 0.34})
        low = sum(number for score, number in scores.true.items() if score < threshold)
        high = sum(number for score, number in scores.false.items() if score >= threshold)
        panels = ((upper, scores.true, low, "must be 1", ONE), (lower, scores.false, high, "must be 0", ZERO))
        for axes, counts, wrong, name, colour in panels:
            _histogram(axes, counts, edges, colour)
            axes.axvline(threshold, color=INK, linewidth=1.4)
            errors = f", {wrong:,} on the wrong side" if wrong else ""
            axes.set_title(f"{name}: {_extent(counts)}{errors}", color=colour, loc="left", size=12, pad=5)
        for axes, end in zip((upper, lower), ends, strict=True):
            if end is not None:
                axes.axvline(end, color=INK, linewidth=1, linestyle=(0, (1.5, 2)))
        _frame(upper, lower, edges, threshold)
        figure.supylabel("outputs counted, all inputs together", color=MUTED, size=11, x=0.0)
        return Picture("scores", title, _caption(scores, ends), to_svg(figure, "scores", title))


def _edges(values: list[int]) -> list[float]:
    """Bin edges over all values; whole numbers apart where the range is small, so that no bin is empty by rounding."""
    low, high = min(values), max(values) + 1
    width = -(-(high - low) // BINS)
    return [low + width * step for step in range(-(-(high - low) // width) + 1)]


def _histogram(axes: "Axes", counts: Counter[int], edges: list[float], colour: str) -> None:
    width = edges[1] - edges[0]
    heights = [0] * (len(edges) - 1)
    for score, number in counts.items():
        heights[int((score - edges[0]) // width)] += number
    filled = [(edge, height) for edge, height in zip(edges, heights, strict=False) if height]
    starts, counted = [edge for edge, _ in filled], [height for _, height in filled]
    axes.bar(starts, counted, width=0.9 * width, align="edge", color=colour, linewidth=0)
    axes.set_yscale("log")


def _frame(upper: "Axes", lower: "Axes", edges: list[float], threshold: int) -> None:
    from matplotlib.ticker import MaxNLocator

    lower.set_ylim(bottom=0.6)
    lower.set_xlim(edges[0], edges[-1])
    lower.set_xlabel("score of an output")
    lower.xaxis.set_major_locator(MaxNLocator(integer=True))
    lower.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    for axes in (upper, lower):
        axes.yaxis.set_major_formatter(lambda value, _: _power(value))
        axes.minorticks_off()
    # Left of the threshold the upper panel is empty, but for errors.
    right = threshold < edges[0] + 0.3 * (edges[-1] - edges[0])
    upper.annotate(
        f"threshold {threshold:,}",
        (threshold, 1),
        xycoords=("data", "axes fraction"),
        xytext=(6 if right else -6, -2),
        textcoords="offset points",
        ha="left" if right else "right",
        va="top",
        color=INK,
    )


def _power(value: float) -> str:
    """1, 10, 100, 1k, 10k, ..."""
    for size, letter in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if value >= size:
            return f"{value / size:,.0f}{letter}"
    return f"{value:.0f}" if value >= 1 else ""


def _extent(counts: Counter[int]) -> str:
    if not counts:
        return "none among these inputs"
    return f"scores from {min(counts):,} to {max(counts):,}" if len(counts) > 1 else f"every score is {min(counts):,}"


def _caption(scores: Scores, ends: tuple[int | None, int | None]) -> str:
    if scores.exhaustive:
        return f"Every output on all of the {count(scores.inputs, 'admissible input')}. Counts on a logarithmic scale."
    dotted = "" if ends == (None, None) else " Dotted: the extreme scores over all admissible inputs, as proved."
    return (
        f"Every output on {count(scores.inputs, 'input')}: the gates' own inputs, and random ones of every kind that "
        "was sampled. Hard inputs are over-represented, so heights say where scores lie, not how frequent they are. "
        f"Counts on a logarithmic scale.{dotted}"
    )
