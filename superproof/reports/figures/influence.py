"""Feature influences: how many outputs use each feature, with the hubs named."""

from typing import TYPE_CHECKING

from superproof.reports.figures.canvas import GRID, INK, MUTED, ONE, PAPER, Picture, drawing, picture_of
from superproof.words import count
from verify.naming import named

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HUBS = 6
"""Features named at most."""


def feature_influence(influences: tuple[int, ...], labels: tuple[str, ...], outputs: int) -> Picture:
    """Features sorted by influence, the largest first, with the fourth root of m' for comparison."""
    order = sorted(range(len(influences)), key=lambda feature: (-influences[feature], feature))
    heights = [influences[feature] for feature in order]
    phase = outputs**0.25
    from matplotlib.ticker import MaxNLocator

    with drawing(6.6, 2.9) as figure:
        axes = figure.add_subplot()
        if len(heights) <= 120:
            axes.bar(range(1, len(heights) + 1), heights, width=0.8, color=ONE, linewidth=0)
        else:  # Gaps between so many bars would only flicker.
            axes.stairs(heights, [0.5 + step for step in range(len(heights) + 1)], fill=True, color=ONE)
        axes.set(xlim=(0.2, len(heights) + 0.8), ylim=(0, 1.12 * max(heights[0], phase)))
        axes.set(xlabel="features, most influential first", ylabel="outputs that use it")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(integer=True))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.axhline(phase, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        axes.text(
            len(heights) + 0.7, phase, f"fourth root of m\N{PRIME} = {phase:.1f}", ha="right", va="bottom", color=MUTED,
            bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1},
        )  # fmt: skip
        _name_hubs(axes, order, heights, labels, phase)
        title = "Feature influence: how many outputs use a feature"
        return picture_of(figure, "influence", title, _caption(heights, phase))


def _name_hubs(axes: "Axes", order: list[int], heights: list[int], labels: tuple[str, ...], floor: float) -> None:
    """Names of the hubs beside their bars, one below the other, each with a line to its bar."""
    step, top = 0.085 * axes.get_ylim()[1], axes.get_ylim()[1]
    for rank, feature in enumerate(hubs(order, heights)):
        column = max(HUBS + 1, 0.1 * len(heights))
        y = top = min(heights[rank], top - step)
        if y < max(heights[min(len(heights) - 1, int(column))], floor) + step:
            return
        axes.plot([rank + 1.4, column - 0.4], [heights[rank], y], color=GRID, linewidth=0.8)
        axes.text(column, y, f"{named(labels, feature)}: {heights[rank]}", va="center", color=INK, size=11)


def hubs(order: list[int], heights: list[int]) -> list[int]:
    """Features, at most `HUBS`, with more than twice the mean influence.

    >>> hubs([3, 0, 1, 2], [9, 1, 1, 1])
    [3]
    """
    mean = sum(heights) / len(heights)
    return [feature for feature, height in zip(order, heights, strict=True) if height > 2 * mean][:HUBS]


def _caption(heights: list[int], phase: float) -> str:
    above = sum(height > phase for height in heights)
    unused = heights.count(0)
    middle = sorted(heights)[len(heights) // 2]
    idle = f"; {unused:,} are used by none" if unused else ""
    return (
        f"Largest {heights[0]:,}, median {middle:,}{idle}. Above the fourth root of m\N{PRIME}, near where AS (Fig. 5) "
        f"change technique: {above:,} of {count(len(heights), 'feature')}."
    )
