"""The picture of benchmarks.representation: neurons against features, both logarithmic."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from superproof.reports.figures.canvas import GRID, MUTED, ONE, ZERO, Picture, drawing, to_svg

STYLES = {
    "muted": (MUTED, "solid", ""),
    "computed": (ZERO, "solid", "o"),
    "held": (ONE, "solid", "s"),
    "bound": (MUTED, (0, (2, 2)), ""),
}
"""Colour, line and marker: what is computed, what is held, and bounds from below differ in shape too."""
GAP = 0.05
"""Least distance between two labels, as a part of the height."""


@dataclass(frozen=True)
class Series:
    """A named line of points (m, n); `style` is one of `STYLES`."""

    name: str
    points: Sequence[tuple[int, int]]
    style: str


def picture(series: Sequence[Series], sparsity: int) -> str:
    """The SVG file, for light and dark."""
    drawn = [line for line in series if line.points]
    title = f"Neurons that hold, and neurons that compute, m features with at most {sparsity} active"
    with drawing(8.2, 5.2) as figure:
        axes = figure.subplots()
        axes.set_xscale("log", base=2)
        axes.set_yscale("log", base=2)
        last = max(m for line in drawn for m, _ in line.points)
        axes.set_xlim(min(m for line in drawn for m, _ in line.points), last)
        for line in drawn:
            colour, dashes, marker = STYLES[line.style]
            across, up = zip(*line.points, strict=True)
            axes.plot(
                across, up, color=colour, linestyle=dashes, marker=marker, markersize=5, linewidth=1.7, clip_on=False
            )
        axes.set_xlabel("features m (logarithmic)")
        axes.set_ylabel("neurons n (logarithmic)")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.set_xticks(sorted({m for line in drawn for m, _ in line.points}))
        axes.grid(color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.minorticks_off()
        low, high = (log2(limit) for limit in axes.get_ylim())
        left, right = (log2(limit) for limit in axes.get_xlim())
        below: dict[int, float] = {}
        for line in sorted(drawn, key=lambda line: line.points[-1][1]):
            m, n = line.points[-1]
            height = below[m] = max((log2(n) - low) / (high - low), below.get(m, -1.0) + GAP)
            place, colour = (log2(m) - left) / (right - left) + 0.015, STYLES[line.style][0]
            axes.text(place, height, line.name, color=colour, size=11, va="center", transform=axes.transAxes)
        return Picture("representation", title, "", to_svg(figure, "representation", title)).standalone
