"""Boolean circuits: levels of gates over the level before, with the activity condition on every level."""

from collections.abc import Iterable, Sequence
from typing import final

from verify.statement.gates import Gate, gates_of
from verify.statement.problem import Problem


@final
class _Circuit:
    """Builds circuits: F is the composition of `levels`, and F(y) the last one.

    Admissible are the inputs y with at most `sparsity` active on level l for *every* l = 0..L. Gates of level l name
    gates of level l-1 by number (features for l = 1). A gate may occur more than once in a level, and gates may stay
    unused. Errors: those of `Problem`.

    >>> circuit = Circuit.of(4, 2, [[("and", 0, 1), ("and", 2, 3)], [("or", 1, 0)]])
    >>> circuit.widths, circuit.levels[1]
    ((4, 2, 1), (Gate(kind='or', inputs=(0, 1)),))
    """

    def __call__(self, inputs: int, sparsity: int, levels: Iterable[tuple[Gate, ...]]) -> Problem:
        return Problem(inputs, sparsity, tuple(levels), form="circuit")

    def of(self, inputs: int, sparsity: int, levels: Iterable[Iterable[Sequence[object]]]) -> Problem:
        """The circuit whose gates are written (kind, number, number, ...). Errors: those of `Problem`."""
        written = (gates_of(f"level {number}, ", level) for number, level in enumerate(levels, start=1))
        return self(inputs, sparsity, written)


Circuit = _Circuit()
