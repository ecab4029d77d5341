"""What every problem offers: the function F and the sparsity of its admissible inputs."""

from collections.abc import Collection
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from verify.codes.base import require_size
from verify.statement.gates import Gate, GateGroup


@runtime_checkable
class Problem(Protocol):
    """A function {0,1}^inputs -> {0,1}^outputs and a sparsity v; admissible inputs have at most v active features."""

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


def evaluate(problem: Problem, active: Collection[int]) -> tuple[int, ...]:
    """The outputs that are 1 when exactly the features `active` are 1, by the definition: O(m').

    >>> from verify import TwoAnd
    >>> evaluate(TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2))), {1, 2})
    (1,)
    """
    return tuple(i for i in range(problem.outputs) if problem.gate(i).value(active))


def truth(problem: Problem, features: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """F on a block of inputs: (inputs in the block, features) -> (inputs in the block, outputs)."""
    values = np.zeros((features.shape[0], problem.outputs), dtype=np.bool_)
    for group in problem.gate_groups():
        values[:, group.outputs] = group.values(features)
    return values


def require_sparsity(sparsity: object, features: int) -> None:
    """TypeError or ValueError unless 1 <= sparsity <= features."""
    require_size("sparsity", sparsity)
    if isinstance(sparsity, int) and sparsity > features:
        raise ValueError(f"sparsity must be at most the number of features, {features}, not {sparsity}")
