"""From a matplotlib figure to an SVG text that follows the reader's light or dark mode.

Colours are drawn as place-holders and replaced by CSS variables. The text is the same for the same numbers: no date,
no random ids.
"""

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, MUTED, GRID, PAPER = "#010101", "#020202", "#030303", "#040404"
ONE, ZERO = "#050505", "#060606"
"""Colours of what is 1 and of what is 0: blue and vermilion after Okabe and Ito, apart for every kind of sight."""
NETWORK, BOUND = ONE, ZERO
"""Colours of the network that a report is about, and of what no network can be below, in every picture."""

VARIABLES: Mapping[str, str] = MappingProxyType(
    {INK: "--ink", MUTED: "--muted", GRID: "--grid", PAPER: "--paper", ONE: "--one", ZERO: "--zero"}
)
LIGHT = "--ink:#1b1f24;--muted:#59636e;--grid:#d5dae0;--paper:#ffffff;--one:#0067a5;--zero:#c24e00"
DARK = "--ink:#e8ebef;--muted:#9aa5b1;--grid:#343b44;--paper:#15181c;--one:#5db8f0;--zero:#f09355"
FONT = "--font:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
STYLE = f"svg{{{FONT};{LIGHT};background:var(--paper)}}@media(prefers-color-scheme:dark){{svg{{{DARK}}}}}"

SETTINGS: Mapping[str, object] = MappingProxyType(
    {
        "svg.fonttype": "none",
        "svg.hashsalt": "superproof",
        "font.family": ["DejaVu Sans"],
        "font.size": 12,
        "text.color": INK,
        "text.parse_math": False,
        "axes.labelcolor": MUTED,
        "axes.edgecolor": MUTED,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.formatter.use_mathtext": False,
        "axes.unicode_minus": True,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelsize": 11,
        "ytick.labelsize": 11,
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "savefig.facecolor": "none",
    }
)


@final
@dataclass(frozen=True)
class Picture:
    """A drawing: `name` for files and ids, `title` and `caption` for readers, `svg` with CSS variables as colours."""

    name: str
    title: str
    caption: str
    svg: str

    def __repr__(self) -> str:
        return f"<{self.name}: {self.title}>"

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return self.standalone.partition("\n")[2]

    @property
    def standalone(self) -> str:
        """The SVG as a file of its own, with both colour schemes inside."""
        head, rest = self.svg.split(">", 1)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}><style>{STYLE}</style>{rest}\n'


@contextmanager
def drawing(width: float, height: float) -> Iterator["Figure"]:
    """An empty figure of width x height inches (of 72 units), in the house style while the block lasts."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(dict(SETTINGS)):
        yield Figure(figsize=(width, height), dpi=72)


def picture_of(figure: "Figure", name: str, title: str, caption: str) -> Picture:
    """The figure as a picture. To be called inside `drawing`."""
    return Picture(name, title, caption, to_svg(figure, name, title))


def to_svg(figure: "Figure", name: str, title: str) -> str:
    """The figure as an `<svg>` element, cut to what is drawn. To be called inside `drawing`."""
    stream = io.StringIO()
    with warnings.catch_warnings():
        # Text is drawn by the reader's browser; that the measuring font lacks a letter of a name does no harm.
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        figure.savefig(
            stream, format="svg", bbox_inches="tight", pad_inches=0.04, metadata={"Date": None, "Creator": None}
        )
    text = stream.getvalue()
    text = text[text.index("<svg") :].strip()
    text = re.sub(r'<metadata>.*?</metadata>\s*|<style type="text/css">.*?</style>', "", text, flags=re.DOTALL)
    text = re.sub(r"font: ([0-9.]+px) [^;\"]*", r"font: \1 var(--font)", text)
    for colour, variable in VARIABLES.items():
        text = text.replace(colour, f"var({variable})")
    # Several pictures share one page, so ids must differ between them.
    text = re.sub(r'\bid="|href="#|url\(#', rf"\g<0>{name}-", text)
    label = escape(title, {'"': "&quot;"})
    text = re.sub(r' width="[^"]*" height="[^"]*"|(?<=<svg) height="[^"]*" width="[^"]*"', "", text, count=1)
    return text.replace("<svg", f'<svg role="img" aria-label="{label}" stroke-linejoin="round"', 1)


def in_short(number: float) -> str:
    """A power of ten in few letters, nothing below 1.

    >>> [in_short(10**k) for k in (0, 3, 8)]
    ['1', '1k', '100M']
    """
    for size, letter in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if number >= size:
            return f"{round(number) // size}{letter}"
    return f"{number:.0f}" if number >= 1 else ""


def shortened(label: str, letters: int) -> str:
    """A label, cut where it has more letters."""
    return label if len(label) <= letters else f"{label[: letters - 1]}\N{HORIZONTAL ELLIPSIS}"
