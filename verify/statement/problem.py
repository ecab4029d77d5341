"""What every problem offers: the function F and the sparsity of its admissible inputs."""

from collections.abc import Collection
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from verify.codes.base import require_size
from verify.statement.gates import Gate, GateGroup


@runtime_checkable
class Problem(Protocol):
    """A function {0,1}^inputs -> {0,1}^outputs and a sparsity v; admissible inputs have at most v active features.

    Where the problem is `Levelled`, that holds on every level, and `gate` and `gate_groups` raise TypeError.
    """

    @property
    def kind(self) -> str:
        """The word that names this kind of problem in documents."""

    @property
    def inputs(self) -> int:
        """m, the number of features."""

    @property
    def outputs(self) -> int:
        """m', the number of outputs."""

    @property
    def sparsity(self) -> int:
        """v, the largest number of active features of an admissible input."""

    def gate(self, output: int) -> Gate:
        """The function that one output computes."""

    def gate_groups(self) -> tuple[GateGroup, ...]:
        """All gates as arrays, one group a kind; every output is in exactly one group."""

    def document(self) -> dict[str, object]:
        """The JSON object that stands for the problem (design.md section 5)."""


@runtime_checkable
class Levelled(Protocol):
    """A problem of several levels of gates (`verify.statement.circuit`), with an activity condition on each."""

    @property
    def levels(self) -> tuple[tuple[Gate, ...], ...]:
        """The gates of levels 1, ..., L; those of level 1 are on the features, all others on the level before."""

    @property
    def level_groups(self) -> tuple[tuple[GateGroup, ...], ...]:
        """The same gates as arrays."""

    @property
    def widths(self) -> tuple[int, ...]:
        """The numbers of features of levels 0, ..., L."""


def evaluate(problem: Problem, active: Collection[int]) -> tuple[int, ...]:
    """The outputs that are 1 when exactly the features `active` are 1, by the definition: O(gates).

    >>> from verify import TwoAnd
    >>> evaluate(TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2))), {1, 2})
    (1,)
    """
    return active_levels(problem, active)[-1]


def active_levels(problem: Problem, active: Collection[int]) -> tuple[tuple[int, ...], ...]:
    """The active features of levels 0, ..., L, ascending; problems of one level have L = 1.

    >>> from verify import Circuit
    >>> active_levels(Circuit.of(3, 2, [[("or", 0, 1), ("copy", 2)], [("and", 0, 1)]]), {1, 2})
    ((1, 2), (0, 1), (0,))
    """
    found = [tuple(sorted(active))]
    for level in levels_of(problem):
        before = frozenset(found[-1])
        found.append(tuple(i for i, gate in enumerate(level) if gate.value(before)))
    return tuple(found)


def levels_of(problem: Problem) -> tuple[tuple[Gate, ...], ...]:
    """The gates of levels 1, ..., L; a problem that is not `Levelled` has one level, its outputs.

    >>> from verify import Permutation
    >>> levels_of(Permutation((1, 0), sparsity=1))
    ((Gate(kind='copy', inputs=(1,)), Gate(kind='copy', inputs=(0,))),)
    """
    if isinstance(problem, Levelled):
        return problem.levels
    return (tuple(problem.gate(output) for output in range(problem.outputs)),)


def is_admissible(problem: Problem, active: Collection[int]) -> bool:
    """Whether the network is asked about this input: at most v active features, on every level of a circuit.

    >>> from verify import Circuit
    >>> circuit = Circuit.of(2, 1, [[("or", 0, 1), ("copy", 0)]])
    >>> is_admissible(circuit, (0,)), is_admissible(circuit, (1,))
    (False, True)
    """
    if len(active) > problem.sparsity:
        return False
    if not isinstance(problem, Levelled):
        return True
    return all(len(ones) <= problem.sparsity for ones in active_levels(problem, active))


def truth(problem: Problem, features: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """F on a block of inputs: (inputs in the block, features) -> (inputs in the block, outputs)."""
    return level_truths(problem, features)[-1]


def level_truths(problem: Problem, features: npt.NDArray[np.bool_]) -> list[npt.NDArray[np.bool_]]:
    """Levels 1, ..., L on a block of inputs, each (inputs in the block, gates of the level)."""
    if isinstance(problem, Levelled):
        levels, widths = problem.level_groups, problem.widths[1:]
    else:
        levels, widths = (problem.gate_groups(),), (problem.outputs,)
    found = [features]
    for groups, width in zip(levels, widths, strict=True):
        values = np.zeros((features.shape[0], width), dtype=np.bool_)
        for group in groups:
            values[:, group.outputs] = group.values(found[-1])
        found.append(values)
    return found[1:]


def require_sparsity(sparsity: object, features: int) -> None:
    """TypeError or ValueError unless 1 <= sparsity <= features."""
    require_size("sparsity", sparsity)
    if isinstance(sparsity, int) and sparsity > features:
        raise ValueError(f"sparsity must be at most the number of features, {features}, not {sparsity}")
