"""Which outputs are 1 on a block of inputs, by looking only at gates that an active feature touches."""

from typing import NamedTuple, final

import numpy as np

from verify.arrays import Bools, Longs
from verify.statement.gates import kind_of
from verify.statement.inputs import ActiveSets
from verify.statement.level_sets import LevelSets
from verify.statement.problem import Problem
from verify.statement.touched_gates import TouchedGates


class Ones(NamedTuple):
    """The places of a block where F is 1: output outputs[p] on input inputs[p], sorted by input."""

    inputs: Longs
    outputs: Longs


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
        self._levels = LevelSets(problem) if problem.is_circuit else None
        groups = () if problem.is_circuit else problem.gate_groups()
        for group in groups:
            if kind_of(group.kind).value(np.zeros(group.inputs.shape[1], dtype=np.bool_)):
                raise ValueError(f"gates must be 0 on the empty input, but {group.kind!r} is 1")
        self._parts = tuple(TouchedGates(group, problem.inputs) for group in groups)

    def of(self, active: ActiveSets) -> Ones:
        """The places of the block. Inputs that are not admissible, because a level of a circuit is too active on them,
        have none.
        """
        return self.judged(active)[0]

    def judged(self, active: ActiveSets) -> tuple[Ones, Bools]:
        """The places as `of` gives them, and which inputs of the block are admissible."""
        if self._levels is None:
            return self._of_one_level(active), np.ones(len(active), dtype=np.bool_)
        ones, admissible = self._levels.of(active)
        inputs, position = np.nonzero(ones < self._outputs)
        return Ones(inputs, ones[inputs, position]), admissible

    def _of_one_level(self, active: ActiveSets) -> Ones:
        found = [part.ones(active) for part in self._parts]
        inputs = np.concatenate([inputs for inputs, _ in found])
        outputs = np.concatenate([outputs for _, outputs in found])
        order = np.argsort(inputs, kind="stable")
        return Ones(inputs[order], outputs[order])
