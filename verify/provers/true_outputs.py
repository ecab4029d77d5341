"""Which outputs are 1 on a block of inputs, by looking only at gates that an active feature touches."""

from dataclasses import dataclass
from typing import final

import numpy as np
import numpy.typing as npt

from verify.statement.gates import KINDS, GateGroup
from verify.statement.inputs import ActiveSets
from verify.statement.level_sets import LevelSets
from verify.statement.problem import Levelled, Problem

IndexArray = npt.NDArray[np.int64]


@final
@dataclass(frozen=True, eq=False)
class _Incidence:
    """For every feature the gates of one group that use it: gates[pointers[j] : pointers[j + 1]]."""

    group: GateGroup
    pointers: IndexArray
    gates: IndexArray


@final
class TrueOutputs:
    """Lists the places where F is 1, for problems whose gates are all 0 on the empty input.

    Complexity: sum of the influences of the active features, per input; for circuits on all levels. Errors: ValueError
    for a gate that is 1 on the empty input.

    >>> from verify import TwoAnd
    >>> places = TrueOutputs(TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2))))
    >>> [a.tolist() for a in places.of(np.array([[0, 1], [0, 2], [1, 2]]))]
    [[0, 2], [0, 1]]
    """

    def __init__(self, problem: Problem) -> None:
        self._outputs = problem.outputs
        self._levels = LevelSets(problem) if isinstance(problem, Levelled) else None
        groups = () if isinstance(problem, Levelled) else problem.gate_groups()
        self._parts = tuple(_incidence(group, problem.inputs) for group in groups)

    def of(self, active: ActiveSets) -> tuple[IndexArray, IndexArray]:
        """(inputs, outputs): output outputs[p] is 1 on input inputs[p] of the block, sorted by input.

        Inputs that are not admissible, because a level of a circuit is too active on them, have no places.
        """
        return self.judged(active)[:2]

    def judged(self, active: ActiveSets) -> tuple[IndexArray, IndexArray, npt.NDArray[np.bool_]]:
        """The places as `of` gives them, and which inputs of the block are admissible."""
        if self._levels is None:
            return *self._of_one_level(active), np.ones(len(active), dtype=np.bool_)
        ones, admissible = self._levels.of(active)
        inputs, position = np.nonzero(ones < self._outputs)
        return inputs, ones[inputs, position], admissible

    def _of_one_level(self, active: ActiveSets) -> tuple[IndexArray, IndexArray]:
        found = [_ones(part, active) for part in self._parts]
        inputs = np.concatenate([inputs for inputs, _ in found])
        outputs = np.concatenate([outputs for _, outputs in found])
        order = np.argsort(inputs, kind="stable")
        return inputs[order], outputs[order]


def _incidence(group: GateGroup, features: int) -> _Incidence:
    fan_in = group.inputs.shape[1]
    if KINDS[group.kind].value(np.zeros(fan_in, dtype=np.bool_)):
        raise ValueError(f"gates must be 0 on the empty input, but {group.kind!r} is 1")
    wires = group.inputs.ravel()
    order = np.argsort(wires, kind="stable")
    pointers = np.searchsorted(wires[order], np.arange(features + 1)).astype(np.int64)
    return _Incidence(group, pointers, order // fan_in)


def _ones(part: _Incidence, active: ActiveSets) -> tuple[IndexArray, IndexArray]:
    """The places of one group."""
    starts, stops = part.pointers[active.ravel()], part.pointers[active.ravel() + 1]
    degrees = stops - starts
    inputs = np.repeat(np.arange(active.size) // max(1, active.shape[1]), degrees)
    within = np.arange(degrees.sum()) - np.repeat(np.cumsum(degrees) - degrees, degrees)
    gates = part.gates[np.repeat(starts, degrees) + within]
    places = np.unique(inputs * len(part.group.outputs) + gates)
    inputs, gates = np.divmod(places, len(part.group.outputs))
    bits = (part.group.inputs[gates][:, :, None] == active[inputs][:, None, :]).any(axis=-1)
    ones = KINDS[part.group.kind].value(bits)
    return inputs[ones], part.group.outputs[gates[ones]]
