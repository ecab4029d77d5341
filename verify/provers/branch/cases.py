"""What the prover needs of a gate: which sets of active gate inputs make the output 1.

The admissible inputs of one output fall into *cases*, one for every set T of its gate's own inputs with |T| <= v:
exactly T is active among the gate's inputs, so the output's truth is settled, and up to v - |T| other features are
free. AND of a and b has the cases {} (0), {a} (0), {b} (0), {a, b} (1).
"""

from dataclasses import dataclass
from itertools import combinations
from typing import final

import numpy as np
import numpy.typing as npt

from verify.statement.gates import KINDS, GateGroup
from verify.statement.problem import Problem

Indices = npt.NDArray[np.int64]


@final
@dataclass(frozen=True, eq=False)
class Cases:
    """All cases of a problem: output by output, for one output by size of T, then lexicographically by position.

    `output` (R,); `true` (R,) the truth; `active` (R, widest) the features of T and `gate` (R, widest) all inputs of
    the gate, padded with -1; `slots` (R,) = v - |T|.
    """

    output: Indices
    true: npt.NDArray[np.bool_]
    active: Indices
    gate: Indices
    slots: Indices

    def __len__(self) -> int:
        return len(self.output)


def cases_of(problem: Problem) -> Cases:
    """The cases of all outputs: sum over gates of C(q, 0) + ... + C(q, min(q, v)) for fan-in q.

    >>> from verify import TwoAnd
    >>> cases = cases_of(TwoAnd(inputs=3, sparsity=2, pairs=((0, 2),)))
    >>> cases.active.tolist(), cases.true.tolist(), cases.slots.tolist()
    ([[-1, -1], [0, -1], [2, -1], [0, 2]], [False, False, False, True], [2, 1, 1, 0])
    """
    widest = max(group.inputs.shape[1] for group in problem.gate_groups())
    parts = [part for group in problem.gate_groups() for part in _group_cases(group, problem.sparsity, widest)]
    output = np.concatenate([part.output for part in parts])
    order = np.argsort(output, kind="stable")
    return Cases(
        output[order],
        np.concatenate([part.true for part in parts])[order],
        np.concatenate([part.active for part in parts])[order],
        np.concatenate([part.gate for part in parts])[order],
        np.concatenate([part.slots for part in parts])[order],
    )


def _group_cases(group: GateGroup, sparsity: int, widest: int) -> list[Cases]:
    """One part for every set of input positions, in the order of the class."""
    count, fan_in = group.inputs.shape
    gate = np.full((count, widest), -1, dtype=np.int64)
    gate[:, :fan_in] = group.inputs
    parts = []
    for size in range(min(fan_in, sparsity) + 1):
        for positions in combinations(range(fan_in), size):
            bits = np.zeros(fan_in, dtype=np.bool_)
            bits[list(positions)] = True
            active = np.full((count, widest), -1, dtype=np.int64)
            active[:, :size] = group.inputs[:, list(positions)]
            true = np.full(count, bool(KINDS[group.kind].value(bits)))
            parts.append(Cases(group.outputs, true, active, gate, np.full(count, sparsity - size, dtype=np.int64)))
    return parts


def has_repeated_inputs(problem: Problem) -> bool:
    """Whether some gate names one feature twice, so that its cases would not be disjoint."""
    for group in problem.gate_groups():
        ordered = np.sort(group.inputs, axis=1)
        if bool((ordered[:, 1:] == ordered[:, :-1]).any()):
            return True
    return False
