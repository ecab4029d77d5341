"""Boolean circuits: levels of gates over the level before, with the activity condition on every level."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn, final

from verify.codes.base import require_size
from verify.errors import shown
from verify.statement.gates import Gate, GateGroup, checked_gate, groups_of
from verify.statement.problem import require_sparsity

NO_GATE = "a circuit's outputs are gates of the level before, not of its inputs: ask for its levels"


@final
@dataclass(frozen=True)
class Circuit:
    """F is the composition of `levels`: y_0 = y, and y_l holds the gates of level l on y_{l-1}; F(y) = y_L.

    Admissible are the inputs y with |y_l|_1 <= `sparsity` for *every* l = 0..L: a network that holds each level in
    superposition can only hold that many active features. Gates of level l name gates of level l-1 by number (features
    for l = 1). A gate may occur more than once in a level, and gates may stay unused.

    Errors: TypeError for anything but gates of integers; ValueError for no level, a level without gates, a gate that
    `checked_gate` refuses (say, one that names a gate the level before does not have), or a sparsity outside 1..m.

    >>> circuit = Circuit.of(4, 2, [[("and", 0, 1), ("and", 2, 3)], [("or", 1, 0)]])
    >>> circuit.widths, circuit.levels[1]
    ((4, 2, 1), (Gate(kind='or', inputs=(0, 1)),))
    """

    inputs: int
    sparsity: int
    levels: tuple[tuple[Gate, ...], ...]
    kind = "circuit"

    def __post_init__(self) -> None:
        require_size("inputs", self.inputs)
        require_sparsity(self.sparsity, self.inputs)
        if not self.levels:
            raise ValueError("a circuit needs at least one level, not 0")
        width, checked = self.inputs, []
        for number, level in enumerate(self.levels, start=1):
            checked.append(_checked_level(number, level, width))
            width = len(checked[-1])
        object.__setattr__(self, "levels", tuple(checked))

    @classmethod
    def of(cls, inputs: int, sparsity: int, levels: Iterable[Iterable[Sequence[object]]]) -> "Circuit":
        """The circuit whose gates are written (kind, number, number, ...). Errors: those of `Circuit`."""
        built, width = [], require_size("inputs", inputs)
        for number, level in enumerate(levels, start=1):
            gates = []
            for i, gate in enumerate(level):
                where = f"level {number}, gate {i}"
                if isinstance(gate, str) or not isinstance(gate, Sequence) or len(gate) == 0:
                    raise TypeError(f"{where} must be a kind and its inputs, not {shown(gate)}")
                gates.append(checked_gate(where, gate[0], gate[1:], width))
            built.append(tuple(gates))
            width = len(gates)
        return cls(inputs, sparsity, tuple(built))

    @property
    def outputs(self) -> int:
        """m', the number of gates of the last level."""
        return len(self.levels[-1])

    @property
    def widths(self) -> tuple[int, ...]:
        """The numbers of features of y_0, ..., y_L."""
        return (self.inputs, *(len(level) for level in self.levels))

    @cached_property
    def level_groups(self) -> tuple[tuple[GateGroup, ...], ...]:
        """For every level its gates as arrays, one group a kind and fan-in."""
        return tuple(groups_of(level) for level in self.levels)

    def gate(self, output: int) -> NoReturn:
        """TypeError: an output of a circuit is no single gate of its inputs."""
        raise TypeError(NO_GATE)

    def gate_groups(self) -> NoReturn:
        """TypeError, as `gate`; `level_groups` has the gates."""
        raise TypeError(NO_GATE)

    def document(self) -> dict[str, object]:
        """The JSON object of the problem, kind "circuit"."""
        return {
            "format": "superproof-problem-1",
            "kind": self.kind,
            "inputs": self.inputs,
            "sparsity": self.sparsity,
            "levels": [[[gate.kind, *gate.inputs] for gate in level] for level in self.levels],
        }


def _checked_level(number: int, level: object, features: int) -> tuple[Gate, ...]:
    if not isinstance(level, tuple):
        raise TypeError(f"level {number} must be a tuple of gates, not {shown(level)}")
    if not level:
        raise ValueError(f"level {number} must have at least one gate, not 0")
    gates = []
    for i, gate in enumerate(level):
        if not isinstance(gate, Gate):
            raise TypeError(f"level {number}, gate {i} must be a Gate, not {shown(gate)}")
        gates.append(checked_gate(f"level {number}, gate {i}", gate.kind, gate.inputs, features))
    return tuple(gates)
