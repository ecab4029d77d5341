"""What a report is made of: paragraphs and tables whose cells are values, not yet text."""

from dataclasses import dataclass
from typing import final

from bounds.arithmetic import Enclosure
from bounds.errors import QuantityError
from bounds.statement import Formula

Cell = str | int | Enclosure | Formula | None


def cell_text(cell: Cell) -> str:
    """Give a cell as it is read: thousands separated, every printed digit certain."""
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


@final
@dataclass(frozen=True, slots=True)
class Table:
    """A titled table. Every row has one cell per column; None is an empty cell."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise QuantityError(
                    f"each row of the table {self.title!r} must have {len(self.columns)} cells, not {len(row)}"
                )


@final
@dataclass(frozen=True, slots=True)
class Report:
    """A title, paragraphs, and tables, in that order."""

    title: str
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...]
