"""2-AND, ANDs of more inputs, other gates of two, and the gate chosen per output.

The labels of the outputs carry most of the count.
"""

from dataclasses import dataclass
from typing import ClassVar, Final, final

from bounds.arithmetic import Count
from bounds.classes.gate_supply import GateClass, GateSupply
from bounds.errors import UnknownClassError
from bounds.statement import Expansion, Formula

GATE_TABLES: Final[dict[str, tuple[int, int, int, int]]] = {
    "and": (0, 0, 0, 1),
    "or": (0, 1, 1, 1),
    "xor": (0, 1, 1, 0),
    "nand": (1, 1, 1, 0),
    "nor": (1, 0, 0, 0),
    "xnor": (1, 0, 0, 1),
    "andnot": (0, 1, 0, 0),
    "ornot": (1, 1, 0, 1),
}
"""Name -> values at (x, y) = (0,0), (1,0), (0,1), (1,1). With the two non-symmetric ones in either order of
their inputs these are the 10 two-variable functions that depend on both variables."""


@final
@dataclass(frozen=True, slots=True)
class LabelledTwoAnd(GateClass):
    """All functions y_i = x_a(i) AND x_b(i), a(i) != b(i), for m inputs and m' labelled outputs.

    |F| = (C(m,2))_m' with distinct pairs (a graph with numbered edges), C(m,2)**m' where pairs may repeat.
    lg|F| = m'(2 lg m - 1) - lg(e) (m' + (M-m') ln(1 - m'/M)) + error with M = C(m,2); the middle term is
    dropped where pairs may repeat. For m = m' this is m'(2 lg m' - 1) - O(1). Two functions differ on an
    input with two active features, and for m >= 3 no input with one active feature tells any apart. Source: after AS
    (the problem 2-AND); this count, with its error, is ours.

    >>> LabelledTwoAnd(4, 3).cardinality()
    120
    >>> LabelledTwoAnd(10**9, 10**9).lg().digits(3)
    '58794705705.087...'
    """

    distinct: bool = True

    @property
    def name(self) -> str:
        """See `FunctionClass.name`."""
        return "labelled 2-AND, distinct pairs" if self.distinct else "labelled 2-AND, pairs may repeat"

    @property
    def theorems(self) -> tuple[str, ...]:
        """See `FunctionClass.theorems`."""
        return ("distinct_ands_count" if self.distinct else "free_ands_count", "ands_differ")


@final
@dataclass(frozen=True, slots=True)
class UnlabelledTwoAnd(GateClass):
    """All sets of m' distinct pairs of m inputs, the outputs standing in one fixed order of the pairs.

    |F| = C(M, m') with M = C(m,2): 1, hence no bound at all, where every pair is computed (m' = M). This is
    why read-offs that are chosen freely and not counted escape the bound of the labelled class.
    lg|F| = M H(m'/M) + error, H the binary entropy. Source: ours.

    >>> UnlabelledTwoAnd(4, 3).cardinality(), UnlabelledTwoAnd(4, 6).cardinality()
    (20, 1)
    """

    distinct: ClassVar[bool] = True
    name: ClassVar[str] = "unlabelled 2-AND"

    def formula(self) -> Formula:
        """See `FunctionClass.formula`."""
        return Formula("binomial(binomial(m, 2), mp)")

    def expansion(self) -> Expansion:
        """See `FunctionClass.expansion`; the derivation is in `GateSupply`."""
        return self.supply.unlabelled_expansion("m >= 2, 1 <= m' <= C(m,2), v >= 2")

    def fewest(self) -> Count:
        """See `FunctionClass.fewest`."""
        return Count.binomial(self.supply.number, self.outputs)


@final
@dataclass(frozen=True, slots=True)
class QAnd(GateClass):
    """All functions whose output i is the AND of `fan_in` = q different inputs, outputs labelled.

    |F| = (C(m,q))_m' with distinct sets, C(m,q)**m' where sets may repeat; for m = m' the logarithm is
    q m' lg m' - m' lg q! to first order. Inputs with q active features tell all functions apart, and for
    m > q none with fewer does. Source: ours.

    >>> QAnd(5, 2, fan_in=3).cardinality()
    90
    """

    fan_in: int
    distinct: bool = True

    @property
    def supply(self) -> GateSupply:
        """See `GateClass.supply`."""
        return GateSupply(self.inputs, self.fan_in, called=f"sets of {self.fan_in}")

    @property
    def name(self) -> str:
        """See `FunctionClass.name`."""
        return f"labelled {self.fan_in}-AND, {'distinct sets' if self.distinct else 'sets may repeat'}"

    @property
    def theorems(self) -> tuple[str, ...]:
        """See `FunctionClass.theorems`."""
        return ("distinct_ands_count" if self.distinct else "free_ands_count", "ands_differ")

    def sizes(self) -> dict[str, int]:
        """See `FunctionClass.sizes`."""
        return {"m": self.inputs, "mp": self.outputs, "q": self.fan_in}


@final
@dataclass(frozen=True, slots=True)
class TwoInputGate(GateClass):
    """All functions whose outputs are one fixed two-input gate on pairs of inputs, outputs labelled.

    A symmetric gate (and, or, xor, nand, nor, xnor) has N = C(m,2) placements, a non-symmetric one (andnot:
    x AND NOT y; ornot: x OR NOT y) has N = m(m-1); |F| = (N)_m' or N**m'. One active feature shows both
    inputs of or, xor, nor and xnor (v >= 1); the other gates need v >= 2. Source: ours.

    >>> TwoInputGate(4, 2, "xor").cardinality(), TwoInputGate(4, 2, "andnot").cardinality()
    (30, 132)
    """

    gate: str
    distinct: bool = True

    @property
    def _table(self) -> tuple[int, int, int, int]:
        if self.gate not in GATE_TABLES:
            raise UnknownClassError(f"a two-input gate must be one of {', '.join(GATE_TABLES)}, not {self.gate!r}")
        return GATE_TABLES[self.gate]

    @property
    def symmetric(self) -> bool:
        """Whether exchanging the two inputs leaves the gate as it is."""
        return self._table[1] == self._table[2]

    @property
    def supply(self) -> GateSupply:
        """See `GateClass.supply`."""
        return GateSupply(self.inputs, 2) if self.symmetric else GateSupply(self.inputs, 2, 2, "ordered pairs")

    @property
    def name(self) -> str:
        """See `FunctionClass.name`."""
        return f"labelled {self.gate}, {'distinct pairs' if self.distinct else 'pairs may repeat'}"

    @property
    def theorems(self) -> tuple[str, ...]:
        """See `FunctionClass.theorems`."""
        return ("distinct_gates_count" if self.distinct else "free_gates_count", "gates_differ")

    def least_sparsity(self) -> int:
        """See `FunctionClass.least_sparsity`: 1 where one active input already changes the gate from rest."""
        at_rest, left, right, _ = self._table
        return 1 if left != at_rest and right != at_rest else 2


@final
@dataclass(frozen=True, slots=True)
class FreeGates(GateClass):
    """All functions whose outputs are any two-input gates on any pairs: kind and place free per output.

    Ten of the 16 two-variable functions depend on both variables, so N = 10 C(m,2) and |F| = N**m', or
    (N)_m' where all outputs differ. Source: ours.

    >>> FreeGates(3, 2).cardinality()
    900
    """

    distinct: bool = False

    @property
    def supply(self) -> GateSupply:
        """See `GateClass.supply`."""
        return GateSupply(self.inputs, 2, 10, "two-input gates")

    @property
    def name(self) -> str:
        """See `FunctionClass.name`."""
        return f"any two-input gate per output, {'all distinct' if self.distinct else 'may repeat'}"
