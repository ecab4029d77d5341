"""The questions every function class answers."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from bounds.arithmetic import Count, Enclosure
from bounds.errors import SparsityTooSmallError, require_at_least
from bounds.statement import Expansion, Formula

if TYPE_CHECKING:
    import sympy


class FunctionClass(ABC):
    """A finite set F of distinct functions {0,1}^m -> {0,1}^m' at fixed sizes.

    Guarantee of every class: on the inputs with at most v active features, v >= `least_sparsity()`, there
    are at least `fewest()` and at most `most()` different functions in F. For all classes but circuits the
    two are the same number, |F|.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def name(self) -> str:
        """What the class is called in a sentence, without its sizes."""

    @abstractmethod
    def sizes(self) -> dict[str, int]:
        """Give the concrete value of each letter of `formula()`."""

    def sizes_in_words(self) -> str:
        """Write the sizes for a reader, as in m = 77, m' = 254."""
        return ", ".join(f"{Formula(letter)} = {size}" for letter, size in self.sizes().items())

    @abstractmethod
    def formula(self) -> Formula:
        """Give `fewest()` as a formula (|F| itself for all classes but circuits)."""

    @abstractmethod
    def expansion(self) -> Expansion:
        """Give lg|F| as leading terms and an explicit error, for all sizes."""

    @abstractmethod
    def least_sparsity(self) -> int:
        """Give the least v at which no two functions of the class agree on all v-sparse inputs."""

    @abstractmethod
    def fewest(self) -> Count:
        """Give a proved lower bound on |F|, as a product of factors."""

    def most(self) -> Count:
        """Give a proved upper bound on |F|, as a product of factors."""
        return self.fewest()

    def lg(self, precision: int = 64) -> Enclosure:
        """Enclose lg|F|, the bits that name one function; any size answers at once.

        Guarantee: lg|F| lies in the enclosure; its width is at most 2**-precision where |F| is known exactly.
        """
        low, high = self.fewest(), self.most()
        return low.lg(precision) if low == high else low.lg(precision).hull(high.lg(precision))

    def cardinality(self) -> int:
        """Give |F| exactly.

        Errors: TooLargeError where the integer itself would be unreasonably long (`lg` still answers), or where only
        its bounds are known.
        """
        return self.fewest().exact()

    def expression(self) -> "sympy.Expr":
        """Give `formula()` as a sympy expression in the letters of `sizes()`."""
        return self.formula().expression()

    @property
    def theorems(self) -> tuple[str, ...]:
        """Theorems in Coq (verify/proved) that say how many there are, and that they differ; () if none does."""
        return ()

    def condition(self) -> str:
        """Say which sparsities v tell all functions of the class apart."""
        return f"v >= {self.least_sparsity()}"

    def require_sparsity(self, sparsity: int) -> None:
        """Refuse a sparsity at which two functions of the class agree on every admissible input.

        Errors: SparsityTooSmallError with the class, the least sparsity and the value.
        """
        require_at_least("sparsity", sparsity, 0)
        if sparsity < self.least_sparsity():
            raise SparsityTooSmallError(
                f"the functions of {self.name} can be told apart only by inputs with up to "
                f"{self.least_sparsity()} active features, so sparsity must be at least "
                f"{self.least_sparsity()}, not {sparsity}"
            )
