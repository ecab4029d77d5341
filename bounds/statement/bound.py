"""The one type every bound of this package has."""

from dataclasses import dataclass
from enum import Enum
from typing import final

from bounds.arithmetic import Enclosure
from bounds.statement.formula import Formula
from bounds.statement.source_names import Source, Tag


@final
class Direction(Enum):
    """On which side of the true quantity the value lies."""

    LOWER = "lower"
    UPPER = "upper"

    @property
    def sign(self) -> str:
        """The relation as it is written between quantity and value."""
        return ">=" if self is Direction.LOWER else "<="


@final
@dataclass(frozen=True, slots=True)
class Bound:
    """One inequality about one quantity.

    Guarantee: whenever every hypothesis holds, `quantity` >= value (direction LOWER) or <= value (UPPER),
    for all problems, networks or codes the hypotheses speak of. A value of None means that the statement is
    known up to a constant factor only: read it as Omega(formula) or O(formula).

    Attributes:
        quantity: what is bounded, with its unit ("parameter bits", "neurons", "features").
        direction: lower or upper.
        formula: the bound as a formula in the sizes.
        value: an exact integer, or an enclosure of a real number, or None.
        hypotheses: what must hold, one plain clause each.
        source: the paper it is taken from or built on.
        tag: AS, other paper, or ours (derived in this project).

    >>> print(Bound("neurons", Direction.UPPER, Formula("mp"), 4, ("one neuron per output",),
    ...             Source.COUNTING, Tag.OURS))
    neurons <= 4 = m' [ours] if one neuron per output
    """

    quantity: str
    direction: Direction
    formula: Formula
    value: int | Enclosure | None
    hypotheses: tuple[str, ...]
    source: Source
    tag: Tag

    @property
    def order(self) -> str:
        """The symbol of growth that a bound without a value is written with."""
        return "Omega" if self.direction is Direction.LOWER else "O"

    def __str__(self) -> str:
        shown = f"{self.order}({self.formula})" if self.value is None else f"{self.value} = {self.formula}"
        under = "; ".join(self.hypotheses)
        return f"{self.quantity} {self.direction.sign} {shown} [{self.tag.value}] if {under}"
