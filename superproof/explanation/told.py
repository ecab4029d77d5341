"""How explanations are told: at a prompt, in a terminal, in a notebook."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from html import escape

from superproof.names import Names
from superproof.text_tables import plain_table
from verify.rich import grid

LISTED = 12
"""Neurons shown; the rest are summed up in one line."""
NAMED = 3
"""Parts and outputs named in one cell."""

Words = tuple[Sequence[str], Sequence[str], Sequence[Sequence[str]]]
"""Two sentences and behind them a list; the header of a table and its rows."""


class Told(ABC):
    """What is told by two sentences, a table of neurons, and a list: of the first at a prompt, of all by str()."""

    @abstractmethod
    def told(self) -> Words:
        """Its words."""

    def __repr__(self) -> str:
        return f"<{self.told()[0][0].rstrip('.')}>"

    def __str__(self) -> str:
        (first, second, *changes), header, rows = self.told()
        table = plain_table(header, rows, numeric=(0, 1, 2, 4, 5))
        return "\n".join([
            f"{first.rstrip('.')}.", f"{second.rstrip('.')}.", "", *table, "", *(f"* {text}" for text in changes)
        ])  # fmt: skip

    def _repr_html_(self) -> str:
        (first, second, *changes), header, rows = self.told()
        return html_page([first, second], grid(header, rows), changes)


class ToldOutput(Told):
    """What is told of an output that reads 0 or 1."""

    active: tuple[int, ...]
    output: int
    expected: int
    admissible: bool
    wrong: tuple[int, ...]
    names: Names

    def _reading(self, reads: int, score: str) -> str:
        """What the output reads at this score, and whether that is right."""
        active = " and ".join(map(self.names.feature, self.active))
        start = f"with only {active} active" if active else "with no feature active"
        word = "right" if reads == self.expected else f"wrong: it must be {self.expected}"
        admissible = "" if self.admissible else " (not an admissible input: too many features are active)"
        return f"{start}{admissible}, {self.names.output(self.output)} reads {reads}, score {score}, which is {word}"

    def _others_wrong(self) -> list[str]:
        """The other outputs that are wrong on this input, if any are."""
        others = [self.names.output(i) for i in self.wrong if i != self.output]
        return [f"wrong on this input too: {some(others)}"] if others else []


def some(names: list[str]) -> str:
    """The first `NAMED`, and how many more there are."""
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def html_page(sentences: Sequence[str], table: str, changes: Sequence[str]) -> str:
    """Sentences, a table that is HTML already, and a list."""
    said = "".join(f"<p>{escape(text)}</p>" for text in sentences)
    return f"{said}{table}<ul>{''.join(f'<li>{escape(text)}</li>' for text in changes)}</ul>"
