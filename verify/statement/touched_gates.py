"""The gates that active features touch: all that has to be looked at, because every gate is 0 at rest."""

from typing import final

import numpy as np

from verify.arrays import Longs
from verify.statement.gates import GateGroup, kind_of

CELLS = 2**21
"""Inputs of gates that are compared with an active feature at a time: gates may have any number of inputs."""


@final
class TouchedGates:
    """For every feature the gates of one group that use it, by sorting its wires."""

    def __init__(self, group: GateGroup, features: int) -> None:
        wires = group.inputs.ravel()
        order = np.argsort(wires, kind="stable")
        # One entry more than features have: the number that fills up rows is in no gate.
        self._pointers = np.searchsorted(wires[order], np.arange(features + 2)).astype(np.int64)
        self._group, self._gates = group, order // group.inputs.shape[1]

    def ones(self, active: Longs) -> tuple[Longs, Longs]:
        """(inputs, outputs): where gates of the group are 1 on a block of inputs (B, k), each place once.

        Rows may be filled up with the number of features, which no gate uses. Complexity: the influences of the active
        features, and sorting.

        >>> group = GateGroup("and", np.array([0, 1]), np.array([[0, 1], [1, 2]]))
        >>> [a.tolist() for a in TouchedGates(group, 3).ones(np.array([[0, 1], [1, 3], [1, 2]]))]
        [[0, 2], [0, 1]]
        """
        starts, stops = self._pointers[active.ravel()], self._pointers[active.ravel() + 1]
        degrees = stops - starts
        inputs = np.repeat(np.arange(active.size) // max(1, active.shape[1]), degrees)
        within = np.arange(degrees.sum()) - np.repeat(np.cumsum(degrees) - degrees, degrees)
        touched = self._gates[np.repeat(starts, degrees) + within]
        places = np.unique(inputs * len(self._group.outputs) + touched)
        inputs, touched = np.divmod(places, len(self._group.outputs))
        ones = np.zeros(len(places), dtype=np.bool_)
        step = max(1, CELLS // self._group.inputs.shape[1])
        for start in range(0, len(places), step):
            mine = slice(start, start + step)
            wires = self._group.inputs[touched[mine]]
            bits = np.zeros(wires.shape, dtype=np.bool_)
            for features in active[inputs[mine]].T:
                bits |= wires == features[:, None]
            ones[mine] = kind_of(self._group.kind).value(bits)
        return inputs[ones], self._group.outputs[touched[ones]]
