"""Problems of gates of any kinds and fan-ins, mixed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import final

import numpy as np

from verify.codes.base import require_size
from verify.errors import shown
from verify.statement.gates import Gate, GateGroup, checked_gate, groups_of
from verify.statement.problem import require_sparsity
from verify.statement.two_and import TwoAnd


@final
@dataclass(frozen=True)
class Gates:
    """Output i is the gate `gates[i]`; kinds and fan-ins may differ from output to output, and no gate occurs twice.

    The inputs of a gate are kept ascending where its kind is symmetric, and in their order where it is not (andnot);
    the gates stay in the order given, which numbers the outputs. At least one gate is not an AND of two features: such
    problems are `TwoAnd`, so that one function is one value; `gate_problem` chooses between the two.

    An AND of more features than the sparsity is 0 on all admissible inputs; that is a fair statement, which provers
    take, but no construction builds it.

    Errors: TypeError for anything but gates of integers; ValueError for no gate, a gate that `checked_gate` refuses, a
    repeated gate, nothing but 2-ANDs, or a sparsity outside 1..m.

    >>> Gates(inputs=3, sparsity=2, gates=(Gate("or", (2, 0)), Gate("and", (0, 1, 2)))).gates[0]
    Gate(kind='or', inputs=(0, 2))
    """

    inputs: int
    sparsity: int
    gates: tuple[Gate, ...]
    kind = "gates"

    def __post_init__(self) -> None:
        require_size("inputs", self.inputs)
        require_sparsity(self.sparsity, self.inputs)
        number: dict[Gate, int] = {}
        for i, gate in enumerate(self.gates):
            if not isinstance(gate, Gate):
                raise TypeError(f"gate {i} must be a Gate, not {shown(gate)}")
            checked = checked_gate(f"gate {i}", gate.kind, gate.inputs, self.inputs)
            if checked in number:
                name = f"{checked.kind} of {shown(checked.inputs)}"
                raise ValueError(
                    f"gate {i} must differ from all before it, but {name} is gate {number[checked]} already"
                )
            number[checked] = i
        if not number:
            raise ValueError("a gate problem needs at least one gate, not 0")
        if all(is_two_and(gate) for gate in number):
            raise ValueError("a gate problem must have a gate that is no AND of two features: the others are TwoAnd")
        object.__setattr__(self, "gates", tuple(number))

    @property
    def outputs(self) -> int:
        """m', the number of gates."""
        return len(self.gates)

    @property
    def influence(self) -> tuple[int, ...]:
        """For every feature the number of outputs that use it.

        >>> gate_problem(3, 2, [("or", 0, 1), ("and", 0, 1, 2)]).influence
        (2, 2, 1)
        """
        wires = np.array([j for gate in self.gates for j in gate.inputs], dtype=np.int64)
        return tuple(np.bincount(wires, minlength=self.inputs).tolist())

    def gate(self, output: int) -> Gate:
        """The gate that one output computes."""
        return self.gates[output]

    def gate_groups(self) -> tuple[GateGroup, ...]:
        """One group a kind and fan-in, in the order in which they first occur."""
        return groups_of(self.gates)

    def document(self) -> dict[str, object]:
        """The JSON object of the problem, kind "gates"."""
        return {
            "format": "superproof-problem-1",
            "kind": self.kind,
            "inputs": self.inputs,
            "sparsity": self.sparsity,
            "gates": [[gate.kind, *gate.inputs] for gate in self.gates],
        }


def is_two_and(gate: Gate) -> bool:
    """Whether a gate is the AND of two features.

    >>> is_two_and(Gate("and", (0, 1))), is_two_and(Gate("and", (0, 1, 2)))
    (True, False)
    """
    return gate.kind == "and" and len(gate.inputs) == 2


def gate_problem(inputs: int, sparsity: int, gates: Iterable[Sequence[object]]) -> Gates | TwoAnd:
    """The problem with the gates (kind, feature, feature, ...): a `TwoAnd` where all are ANDs of two features.

    Errors: those of `Gates` and `TwoAnd`.

    >>> gate_problem(3, 2, [("and", 0, 1), ("and", 2, 1)])
    TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
    >>> gate_problem(3, 2, [("xor", 0, 1), ("andnot", 2, 1)]).outputs
    2
    """
    require_size("inputs", inputs)
    checked = []
    for i, gate in enumerate(gates):
        if isinstance(gate, str) or not isinstance(gate, Sequence) or len(gate) == 0:
            raise TypeError(f"gate {i} must be a kind and its features, not {shown(gate)}")
        checked.append(checked_gate(f"gate {i}", gate[0], gate[1:], inputs))
    if checked and all(is_two_and(gate) for gate in checked):
        return TwoAnd(inputs, sparsity, tuple((a, b) for a, b in (gate.inputs for gate in checked)))
    return Gates(inputs, sparsity, tuple(checked))
