"""The one type every bound of this package has. What is derived here says `OURS`, even where a paper gave the idea."""

from dataclasses import dataclass
from enum import Enum
from typing import final

from bounds.arithmetic import Enclosure
from bounds.statement.formula import Formula


@final
class Tag(Enum):
    """Whose statement it is."""

    AS = "AS"
    OTHER = "other paper"
    OURS = "ours"


@final
class Source(Enum):
    """The papers that statements here are taken from or built on."""

    ADLER_SHAVIT = "Adler and Shavit, On the Complexity of Neural Computation in Superposition, arXiv 2409.15318"
    ALLEN_ZHU_LI = "Allen-Zhu and Li, arXiv 2404.05405 (abstract)"
    BOROBIA_SEGUI_TORMO = "Borobia, Segui-Mas, Tormo-Carbo, arXiv 2605.01192 (abstract)"
    FUREDI = "Furedi, On r-cover-free families, J. Combin. Theory Ser. A 73 (1996)"
    GARG_KLEINBERG_PENG = "Garg, Kleinberg, Peng, arXiv 2602.11246 (abstract)"
    HANNI_MENDEL_VAINTROB_CHAN = "Hanni, Mendel, Vaintrob, Chan, arXiv 2408.05451 (abstract)"
    HOEFFDING = "Hoeffding, Probability inequalities for sums of bounded random variables, JASA 58 (1963)"
    KAUTZ_SINGLETON = "Kautz and Singleton, Nonrandom binary superimposed codes, IEEE Trans. Inf. Theory 10 (1964)"
    MORRIS = "Morris et al., arXiv 2505.24832 (abstract)"
    SPERNER = "Sperner, Ein Satz ueber Untermengen einer endlichen Menge, Math. Z. 27 (1928)"
    WELCH = "Welch, Lower bounds on the maximum cross correlation of signals, IEEE Trans. Inf. Theory 20 (1974)"
    COUNTING = "counting (pigeonhole)"

    def __str__(self) -> str:
        return self.value


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
