"""Gates beyond 2-AND: more inputs, other tables, and the gate chosen per output."""

from dataclasses import dataclass
from typing import Final, final

from bounds.arithmetic import Count
from bounds.classes.function_class import FunctionClass
from bounds.classes.gate_supply import GateSupply
from bounds.errors import UnknownClassError, require_at_least
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
class QAnd(FunctionClass):
    """All functions whose output i is the AND of `fan_in` = q different inputs, outputs labelled.

    |F| = (C(m,q))_m' with distinct sets, C(m,q)**m' where sets may repeat; for m = m' the logarithm is
    q m' lg m' - m' lg q! to first order. Inputs with q active features tell all functions apart, and for
    m > q none with fewer does. Source: ours.

    >>> QAnd(5, 2, fan_in=3).cardinality()
    90
    """

    inputs: int
    outputs: int
    fan_in: int
    distinct: bool = True

    def __post_init__(self) -> None:
        require_at_least("outputs", self.outputs, 1)
        if self.distinct:
            self._supply.require_distinct(self.outputs, f"sets of {self.fan_in}")
        else:
            GateSupply(self.inputs, self.fan_in)

    @property
    def _supply(self) -> GateSupply:
        return GateSupply(self.inputs, self.fan_in)

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

    def formula(self) -> Formula:
        """See `FunctionClass.formula`."""
        return Formula("ff(binomial(m, q), mp)" if self.distinct else "binomial(m, q)**mp")

    def expansion(self) -> Expansion:
        """See `FunctionClass.expansion`; the derivations are in `GateSupply`."""
        if self.distinct:
            return self._supply.distinct_expansion("m >= q >= 1, 1 <= m' <= C(m,q), v >= q")
        return self._supply.repeating_expansion("m >= q >= 1, m' >= 1, v >= q")

    def least_sparsity(self) -> int:
        """See `FunctionClass.least_sparsity`."""
        return self.fan_in

    def fewest(self) -> Count:
        """See `FunctionClass.fewest`."""
        return self._supply.distinct(self.outputs) if self.distinct else self._supply.repeating(self.outputs)


@final
@dataclass(frozen=True, slots=True)
class TwoInputGate(FunctionClass):
    """All functions whose outputs are one fixed two-input gate on pairs of inputs, outputs labelled.

    A symmetric gate (and, or, xor, nand, nor, xnor) has N = C(m,2) placements, a non-symmetric one (andnot:
    x AND NOT y; ornot: x OR NOT y) has N = m(m-1); |F| = (N)_m' or N**m'. One active feature shows both
    inputs of or, xor, nor and xnor (v >= 1); the other gates need v >= 2. Source: ours.

    >>> TwoInputGate(4, 2, "xor").cardinality(), TwoInputGate(4, 2, "andnot").cardinality()
    (30, 132)
    """

    inputs: int
    outputs: int
    gate: str
    distinct: bool = True

    def __post_init__(self) -> None:
        require_at_least("outputs", self.outputs, 1)
        if self.gate not in GATE_TABLES:
            raise UnknownClassError(f"a two-input gate must be one of {', '.join(GATE_TABLES)}, not {self.gate!r}")
        if self.distinct:
            self._supply.require_distinct(self.outputs, "pairs" if self.symmetric else "ordered pairs")
        else:
            GateSupply(self.inputs, 2)

    @property
    def symmetric(self) -> bool:
        """Whether exchanging the two inputs leaves the gate as it is."""
        return GATE_TABLES[self.gate][1] == GATE_TABLES[self.gate][2]

    @property
    def _supply(self) -> GateSupply:
        return GateSupply(self.inputs, 2, kinds=1 if self.symmetric else 2)

    @property
    def name(self) -> str:
        """See `FunctionClass.name`."""
        return f"labelled {self.gate}, {'distinct pairs' if self.distinct else 'pairs may repeat'}"

    @property
    def theorems(self) -> tuple[str, ...]:
        """See `FunctionClass.theorems`."""
        return ("distinct_gates_count" if self.distinct else "free_gates_count", "gates_differ")

    def sizes(self) -> dict[str, int]:
        """See `FunctionClass.sizes`."""
        return {"m": self.inputs, "mp": self.outputs}

    def formula(self) -> Formula:
        """See `FunctionClass.formula`."""
        gates = self._supply.formula
        return Formula(f"ff({gates}, mp)" if self.distinct else f"({gates})**mp")

    def expansion(self) -> Expansion:
        """See `FunctionClass.expansion`; the derivations are in `GateSupply`."""
        if self.distinct:
            return self._supply.distinct_expansion(f"m >= 2, 1 <= m' <= {self._supply.in_words}, {self.condition()}")
        return self._supply.repeating_expansion(f"m >= 2, m' >= 1, {self.condition()}")

    def least_sparsity(self) -> int:
        """See `FunctionClass.least_sparsity`: 1 where one active input already changes the gate from rest."""
        at_rest, left, right, _ = GATE_TABLES[self.gate]
        return 1 if left != at_rest and right != at_rest else 2

    def fewest(self) -> Count:
        """See `FunctionClass.fewest`."""
        return self._supply.distinct(self.outputs) if self.distinct else self._supply.repeating(self.outputs)


@final
@dataclass(frozen=True, slots=True)
class FreeGates(FunctionClass):
    """All functions whose outputs are any two-input gates on any pairs: kind and place free per output.

    Ten of the 16 two-variable functions depend on both variables, so N = 10 C(m,2) and |F| = N**m', or
    (N)_m' where all outputs differ. Source: ours.

    >>> FreeGates(3, 2).cardinality()
    900
    """

    inputs: int
    outputs: int
    distinct: bool = False

    def __post_init__(self) -> None:
        require_at_least("outputs", self.outputs, 1)
        if self.distinct:
            self._supply.require_distinct(self.outputs, "two-input gates")
        else:
            GateSupply(self.inputs, 2)

    @property
    def _supply(self) -> GateSupply:
        return GateSupply(self.inputs, 2, kinds=10)

    @property
    def name(self) -> str:
        """See `FunctionClass.name`."""
        return f"any two-input gate per output, {'all distinct' if self.distinct else 'may repeat'}"

    def sizes(self) -> dict[str, int]:
        """See `FunctionClass.sizes`."""
        return {"m": self.inputs, "mp": self.outputs}

    def formula(self) -> Formula:
        """See `FunctionClass.formula`."""
        return Formula("ff(10*binomial(m, 2), mp)" if self.distinct else "(10*binomial(m, 2))**mp")

    def expansion(self) -> Expansion:
        """See `FunctionClass.expansion`; the derivations are in `GateSupply`."""
        if self.distinct:
            return self._supply.distinct_expansion("m >= 2, 1 <= m' <= 10 C(m,2), v >= 2")
        return self._supply.repeating_expansion("m >= 2, m' >= 1, v >= 2")

    def least_sparsity(self) -> int:
        """See `FunctionClass.least_sparsity`."""
        return 2

    def fewest(self) -> Count:
        """See `FunctionClass.fewest`."""
        return self._supply.distinct(self.outputs) if self.distinct else self._supply.repeating(self.outputs)
