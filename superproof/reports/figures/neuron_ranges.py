"""Where the network lies between the counting bound and one neuron per output: places on logarithmic lines."""

from collections.abc import Sequence
from math import log10
from typing import TYPE_CHECKING, NamedTuple

from superproof.reports.figures.canvas import BOUND, INK, MUTED, NETWORK, PAPER, Picture, drawing, in_short, picture_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAND = 0.16
"""Half the height of the band, in units of the distance between lines."""
LETTER = 0.0155
"""Width of a letter as a part of the line's length."""


class Place(NamedTuple):
    """A named number on a line. `role`: "bound", "network", or "plain" for what is there to compare."""

    value: int
    name: str
    role: str


class Zone(NamedTuple):
    """A named stretch of a line between two values; None: to the end of the line."""

    start: int | None
    stop: int | None
    name: str
    role: str


class Line(NamedTuple):
    """One quantity with its unit, its places and its zones."""

    unit: str
    places: tuple[Place, ...]
    zones: tuple[Zone, ...]


COLOURS = {"bound": BOUND, "network": NETWORK, "plain": MUTED}


def ranges(lines: Sequence[Line], title: str, caption: str) -> Picture:
    """Each line on a row of its own, with its own logarithmic scale."""
    with drawing(6.6, 1.75 * len(lines)) as figure:
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set(xlim=(-0.01, 1.01), ylim=(-len(lines) + 0.42, 0.62))
        for row, line in enumerate(lines):
            _draw(axes, -row, line)
        return picture_of(figure, "ranges", title, caption)


def _draw(axes: "Axes", y: float, line: Line) -> None:
    scale = Scale([place.value for place in line.places])
    axes.text(0, y + 0.5, line.unit, color=INK, weight="bold", va="center")
    marks = [scale(place.value) for place in line.places]
    taken = [(mark - 0.02, mark + 0.02) for mark in marks]
    for zone in line.zones:
        taken.extend(_zone(axes, y, zone, scale, marks))
    for value in scale.ticks:
        x, decade = scale(value), str(value).strip("0") == "1"
        axes.plot([x, x], [y - BAND, y - BAND + (0.06 if decade else 0.035)], color=MUTED, linewidth=0.8)
        half = LETTER * len(in_short(value)) / 2
        if decade and x + half <= 1 and all(x + half < left or x - half > right for left, right in taken):
            axes.text(x, y - BAND + 0.07, in_short(value), color=MUTED, ha="center", va="bottom", size=9)
    places = sorted(line.places, key=lambda place: place.value)
    for number, (place, spot) in enumerate(zip(places, text_spots(places, scale), strict=True)):
        _mark(axes, scale(place.value), y, place, spot, above=number % 2 == 1)


def text_spots(places: Sequence[Place], scale: "Scale") -> list[tuple[float, str]]:
    """Where the text of every place stands, and what of it stands there: at its mark, and beside what it would cover.

    Texts stand below, above and below again.
    """
    marks, halves = [scale(place.value) for place in places], [LETTER * len(place_text(place)) / 2 for place in places]
    spots = []
    for x, half in zip(marks, halves, strict=True):
        align = "left" if x < half else "right" if x > 1 - half else "center"
        at = {"left": max(0.0, x - 0.005), "right": min(1.0, x + 0.005), "center": x}[align]
        spots.append((at, align))
    begins = {"left": 0, "center": 1, "right": 2}
    starts = [at - begins[align] * half for (at, align), half in zip(spots, halves, strict=True)]
    if len(places) > 2 and starts[0] + 2 * halves[0] + LETTER > starts[2]:
        between = min(max((marks[0] + marks[2]) / 2, 2 * halves[0]), 1 - 2 * halves[2])
        spots[0], spots[2] = (between - LETTER / 2, "right"), (between + LETTER / 2, "left")
    return spots


def place_text(place: Place) -> str:
    """What stands at a place."""
    return f"{place.value:,} {place.name}"


def _zone(axes: "Axes", y: float, zone: Zone, scale: "Scale", marks: list[float]) -> list[tuple[float, float]]:
    """Draw a zone, named if its name fits between the marks; the stretch that the name takes."""
    from matplotlib.patches import Rectangle

    left = 0.0 if zone.start is None else scale(zone.start)
    right = 1.0 if zone.stop is None else scale(zone.stop)
    corner, width = (left, y - BAND), right - left
    axes.add_patch(Rectangle(corner, width, 2 * BAND, color=COLOURS[zone.role], alpha=0.14, linewidth=0))
    half, middle = LETTER * len(zone.name) / 2, (left + right) / 2
    if 2 * half > right - left or any(abs(mark - middle) < half + 0.02 for mark in marks):
        return []
    axes.text(middle, y + 0.02, zone.name, color=MUTED, ha="center", va="center", size=10.5)
    return [(middle - half, middle + half)]


def _mark(axes: "Axes", x: float, y: float, place: Place, spot: tuple[float, str], *, above: bool) -> None:
    colour = COLOURS[place.role]
    side = 1 if above else -1
    axes.plot([x, x], [y - side * BAND, y + side * (BAND + 0.05)], color=colour, linewidth=2.2, solid_capstyle="butt")
    if place.role == "network":
        axes.plot([x], [y], marker="o", markersize=9, color=colour, markeredgecolor=PAPER, markeredgewidth=1.5)
    at, align = spot
    ink = INK if place.role == "plain" else colour
    weight, base = "bold" if place.role == "network" else "normal", "bottom" if above else "top"
    axes.text(at, y + side * (BAND + 0.07), place_text(place), color=ink, weight=weight, ha=align, va=base)


class Scale:
    """value -> position from 0 to 1 on a logarithmic line with room at both ends."""

    def __init__(self, values: Sequence[int]) -> None:
        low, high = log10(max(1, min(values))), log10(max(1, *values))
        room = max(0.12 * (high - low), 0.05)
        self._low, self._span = low - room, high - low + 2 * room
        first, last = int(self._low // 1), int((self._low + self._span) // 1)
        candidates = [digit * 10**power for power in range(max(0, first), last + 1) for digit in range(1, 10)]
        self.ticks = [value for value in candidates if 0 <= self(value) <= 1]

    def __call__(self, value: int) -> float:
        """The position of a value."""
        return (log10(max(1, value)) - self._low) / self._span
