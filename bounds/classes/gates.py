"""Gates beyond 2-AND: more inputs, other tables, and the gate chosen per output."""

from dataclasses import dataclass
from typing import Final, final

from bounds.classes.gate_supply import GateClass, GateSupply
from bounds.errors import UnknownClassError

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
