"""The neural permutation: every feature is carried to a place of its own."""

from dataclasses import dataclass
from typing import ClassVar, final

from bounds.arithmetic import Count
from bounds.classes.function_class import FunctionClass
from bounds.errors import require_at_least
from bounds.statement import Expansion, Formula


@final
@dataclass(frozen=True, slots=True)
class Permutations(FunctionClass):
    """All functions y_pi(j) = x_j, pi a permutation of m' features.

    |F| = m'!, and lg|F| = m' lg m' - m' lg e + lg(2 pi m')/2 + error with
    lg(e)/(12 m' + 1) <= error <= lg(e)/(12 m'). One active feature tells all permutations apart. Source: after AS
    (Neural Permutation); the error is Robbins' (1955); this statement is ours.

    >>> Permutations(5).cardinality(), Permutations(10**12).lg().digits(2)
    (120, '38420442097780.64...')
    """

    size: int
    name: ClassVar[str] = "permutations"
    theorems: ClassVar[tuple[str, ...]] = ("permutations_count", "permutations_differ")

    def __post_init__(self) -> None:
        require_at_least("size", self.size, 1)

    def sizes(self) -> dict[str, int]:
        """See `FunctionClass.sizes`."""
        return {"mp": self.size}

    def formula(self) -> Formula:
        """See `FunctionClass.formula`."""
        return Formula("factorial(mp)")

    def expansion(self) -> Expansion:
        """See `FunctionClass.expansion`."""
        return Expansion(
            Formula("mp*lg(mp) - mp*lg(E) + lg(2*pi*mp)/2"),
            Formula("lg(E)/(12*mp + 1)"),
            Formula("lg(E)/(12*mp)"),
            "m' >= 1, v >= 1",
        )

    def least_sparsity(self) -> int:
        """See `FunctionClass.least_sparsity`."""
        return 1

    def fewest(self) -> Count:
        """See `FunctionClass.fewest`."""
        return Count.factorial(self.size)
