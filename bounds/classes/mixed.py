"""Gates of several kinds and fan-ins in one problem."""

import re
from dataclasses import dataclass
from math import factorial, prod
from typing import final

from bounds.arithmetic import Count
from bounds.classes.function_class import FunctionClass
from bounds.classes.gate_supply import GateSupply
from bounds.errors import QuantityError, UnknownClassError, require_at_least
from bounds.statement import Expansion, Formula

Shape = tuple[str, int, int]


@final
@dataclass(frozen=True, slots=True)
class MixedGates(FunctionClass):
    """All functions whose outputs keep their kinds and fan-ins, on any inputs; outputs labelled, gates distinct.

    `shapes` holds (kind, fan-in q, outputs k). A shape has N = C(m,q) placements, more where the order matters, and
    |F| is the product of the (N)_k. What kind an output has is known and not counted: a class for which every output
    were free to be any kind would need more bits. Source: ours.

    >>> MixedGates(4, (("or", 3, 2), ("andnot", 2, 1))).cardinality()
    144
    """

    inputs: int
    shapes: tuple[Shape, ...]

    def __post_init__(self) -> None:
        if not self.shapes:
            raise QuantityError("mixed gates need at least one shape, not 0")
        for kind, fan_in, outputs in self.shapes:
            _least_shown(kind, fan_in)
            require_at_least("outputs", outputs, 1)
            self._supply(kind, fan_in).require_distinct(outputs)
        if len({(kind, fan_in) for kind, fan_in, _ in self.shapes}) < len(self.shapes):
            raise QuantityError(f"shapes must differ in kind or fan-in, not {self.shapes}")

    def _supply(self, kind: str, fan_in: int) -> GateSupply:
        from verify.statement import kind_of

        orders = factorial(fan_in) if kind_of(kind).ordered else 1
        return GateSupply(self.inputs, fan_in, orders, f"{kind} of {fan_in}")

    @property
    def outputs(self) -> int:
        """m', the number of outputs."""
        return sum(outputs for _, _, outputs in self.shapes)

    @property
    def name(self) -> str:
        """See `FunctionClass.name`."""
        named = (f"{outputs} {kind} of {fan_in}" for kind, fan_in, outputs in self.shapes)
        return f"labelled gates of fixed kinds ({', '.join(named)}), all distinct"

    def sizes(self) -> dict[str, int]:
        """See `FunctionClass.sizes`."""
        return {"m": self.inputs, "mp": self.outputs}

    def formula(self) -> Formula:
        """See `FunctionClass.formula`: the kinds and their numbers are in it."""
        return Formula("*".join(f"ff({self._written(shape, '')}, {shape[2]})" for shape in self.shapes))

    def _written(self, shape: Shape, text: str) -> str:
        """A formula of the supply with the shape's own numbers; without a text that of its N."""
        kind, fan_in, outputs = shape
        text = re.sub(r"\bmp\b", str(outputs), text or self._supply(kind, fan_in).formula)
        return re.sub(r"\bq\b", str(fan_in), text)

    def expansion(self) -> Expansion:
        """See `FunctionClass.expansion`: the sum over the shapes; the derivations are in `GateSupply`."""
        parts = [(shape, self._supply(*shape[:2]).distinct_expansion("")) for shape in self.shapes]
        leading, low, high = (
            Formula(" + ".join(f"({self._written(shape, getattr(part, side).text)})" for shape, part in parts))
            for side in ("leading", "error_low", "error_high")
        )
        return Expansion(leading, low, high, f"m as large as every fan-in, no shape used up, {self.condition()}")

    def least_sparsity(self) -> int:
        """See `FunctionClass.least_sparsity`."""
        return max(_least_shown(kind, fan_in) for kind, fan_in, _ in self.shapes)

    def fewest(self) -> Count:
        """See `FunctionClass.fewest`."""
        chosen = (Count.falling(self._supply(kind, fan_in).number, outputs) for kind, fan_in, outputs in self.shapes)
        return prod(chosen, start=Count())


def _least_shown(kind: str, fan_in: int) -> int:
    """The active features that show two such gates apart. Loads `verify` where it is asked: counting alone does not."""
    from verify.gate_facts import facts_of, needed

    return needed("bounds", kind, facts_of(kind, fan_in).shows, UnknownClassError)
