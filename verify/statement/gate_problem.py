"""Problems of gates of any kinds and fan-ins, mixed."""

from collections.abc import Iterable, Sequence
from typing import final

from verify.statement.gates import Gate, gates_of
from verify.statement.problem import Problem


@final
class _Gates:
    """Builds problems in which output i is the gate `gates[i]`; kinds and fan-ins may differ, no gate occurs twice.

    An AND of more features than the sparsity is 0 on all admissible inputs; that is a fair statement, which provers
    take, but no construction builds it. Errors: those of `Problem`.

    >>> Gates(inputs=3, sparsity=2, gates=(Gate("or", (2, 0)), Gate("and", (0, 1, 2)))).gates[0]
    Gate(kind='or', inputs=(0, 2))
    """

    def __call__(self, inputs: int, sparsity: int, gates: Iterable[Gate]) -> Problem:
        return Problem(inputs, sparsity, (tuple(gates),))


Gates = _Gates()


def gate_problem(inputs: int, sparsity: int, gates: Iterable[Sequence[object]]) -> Problem:
    """The problem with the gates (kind, feature, feature, ...). Errors: those of `Problem`.

    >>> gate_problem(3, 2, [("and", 0, 1), ("and", 2, 1)]).pairs
    ((0, 1), (1, 2))
    >>> gate_problem(3, 2, [("xor", 0, 1), ("andnot", 2, 1)]).outputs
    2
    """
    return Problem(inputs, sparsity, (gates_of("", gates),))
