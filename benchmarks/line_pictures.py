"""Pictures of one figure against features or outputs, which are logarithmic: lines with their names at their ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from superproof.reports.figures.canvas import GRID, INK, MUTED, ONE, ZERO, Picture, drawing, to_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STYLES = {
    "muted": (MUTED, "solid", ""),
    "computed": (ZERO, "solid", "o"),
    "held": (ONE, "solid", "s"),
    "other": (INK, "dashed", "D"),
    "bound": (MUTED, (0, (2, 2)), ""),
    "points": (ZERO, "none", "."),
}
"""Colour, line and marker: what is computed, what is held, and bounds from below differ in shape too."""
GAP = 0.05
"""Least distance between two labels, as a part of the height."""


@dataclass(frozen=True)
class Series:
    """A named line of points (m, n); `style` is one of `STYLES`."""

    name: str
    points: Sequence[tuple[int, float]]
    style: str


@dataclass(frozen=True)
class Chart:
    """What a picture is called, its title, and what its axes say; `logarithmic` is about the one that goes up."""

    name: str
    title: str
    across: str
    up: str
    logarithmic: bool = True


def picture(chart: Chart, series: Sequence[Series]) -> str:
    """The SVG file, for light and dark."""
    drawn = [line for line in series if line.points]
    with drawing(8.2, 5.2) as figure:
        axes = figure.subplots()
        axes.set_xscale("log", base=2)
        if chart.logarithmic:
            axes.set_yscale("log", base=2)
        sizes = {m for line in drawn for m, _ in line.points}
        axes.set_xlim(min(sizes), max(sizes))
        for line in drawn:
            colour, dashes, marker = STYLES[line.style]
            across, up = zip(*line.points, strict=True)
            axes.plot(
                across, up, color=colour, linestyle=dashes, marker=marker, markersize=5, linewidth=1.7, clip_on=False
            )
        axes.set_xlabel(chart.across)
        axes.set_ylabel(chart.up)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        axes.set_xticks([m for m in sorted(sizes) if m.bit_count() == 1])
        axes.grid(color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.minorticks_off()
        _label(axes, drawn, chart.logarithmic)
        return Picture(chart.name, chart.title, "", to_svg(figure, chart.name, chart.title)).standalone


def _label(axes: "Axes", drawn: Sequence[Series], logarithmic: bool) -> None:
    """Each name at the end of its line, above those that end lower at about the same place."""

    def height(value: float) -> float:
        low, high = axes.get_ylim()
        if logarithmic:
            low, high, value = log2(low), log2(high), log2(value)
        return (value - low) / (high - low)

    left, right = (log2(limit) for limit in axes.get_xlim())
    below: dict[int, float] = {}
    for line in sorted(drawn, key=lambda line: line.points[-1][1]):
        m, n = line.points[-1]
        end = round(2 * log2(m))
        below[end] = max(height(n), below.get(end, -1.0) + GAP)
        place, colour = (log2(m) - left) / (right - left) + 0.015, STYLES[line.style][0]
        axes.text(place, below[end], line.name, color=colour, size=11, va="center", transform=axes.transAxes)
