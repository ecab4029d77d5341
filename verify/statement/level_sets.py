"""The levels of a circuit on blocks of sparse inputs: only gates that an active feature touches are looked at.

The active features of one level on a block of B inputs are an int64 array (B, v), ascending in every row and filled up
with the level's width, which is no feature's number.
"""

from dataclasses import dataclass
from typing import final

import numpy as np
import numpy.typing as npt

from verify.statement.gates import KINDS, GateGroup
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
class LevelSets:
    """Evaluates a circuit on sparse inputs. Cost for one input: the influences of the active features of all levels.

    >>> from verify import Circuit
    >>> sets = LevelSets(Circuit.of(3, 2, [[("or", 0, 1), ("copy", 2)], [("and", 0, 1)]]))
    >>> sets.of(np.array([[0, 1], [1, 2]]))
    (array([[1],
           [0]]), array([ True,  True]))
    """

    def __init__(self, problem: Problem) -> None:
        if not isinstance(problem, Levelled):
            raise TypeError(f"a problem of kind {problem.kind!r} has no levels")
        self._sparsity, self._widths = problem.sparsity, problem.widths
        widths = self._widths[:-1]
        self._levels = [
            [_incidence(group, width) for group in groups]
            for groups, width in zip(problem.level_groups, widths, strict=True)
        ]

    def of(self, active: IndexArray) -> tuple[IndexArray, npt.NDArray[np.bool_]]:
        """For inputs (B, k), k <= v: the active outputs (B, most), filled up with m', and which are admissible.

        Rows of inadmissible inputs are empty. `most` is the largest number of active outputs in the block.
        """
        admissible = np.ones(len(active), dtype=np.bool_)
        for parts, width in zip(self._levels, self._widths[1:], strict=True):
            active, counts = _next_level(parts, active, width)
            over = counts > self._sparsity
            active[over] = width
            admissible &= ~over
            active = active[:, : int(counts[~over].max(initial=0))]
        return active, admissible


def _incidence(group: GateGroup, features: int) -> _Incidence:
    wires = group.inputs.ravel()
    order = np.argsort(wires, kind="stable")
    # One entry more than features have: the number that fills up rows is in no gate.
    pointers = np.searchsorted(wires[order], np.arange(features + 2)).astype(np.int64)
    return _Incidence(group, pointers, order // group.inputs.shape[1])


def _next_level(parts: list[_Incidence], active: IndexArray, width: int) -> tuple[IndexArray, IndexArray]:
    """The active gates of one level, (B, most) filled up with `width`, and their numbers (B,)."""
    found = [_ones(part, active) for part in parts]
    inputs = np.concatenate([inputs for inputs, _ in found])
    gates = np.concatenate([gates for _, gates in found])
    order = np.lexsort((gates, inputs))
    inputs, gates = inputs[order], gates[order]
    counts = np.bincount(inputs, minlength=len(active))
    place = np.arange(len(inputs)) - (np.cumsum(counts) - counts)[inputs]
    result = np.full((len(active), int(counts.max(initial=0))), width, dtype=np.int64)
    result[inputs, place] = gates
    return result, counts


def _ones(part: _Incidence, active: IndexArray) -> tuple[IndexArray, IndexArray]:
    """(inputs, gates): where the gates of one group are 1, each place once."""
    starts, stops = part.pointers[active.ravel()], part.pointers[active.ravel() + 1]
    degrees = stops - starts
    inputs = np.repeat(np.arange(active.size) // max(1, active.shape[1]), degrees)
    within = np.arange(degrees.sum()) - np.repeat(np.cumsum(degrees) - degrees, degrees)
    touched = part.gates[np.repeat(starts, degrees) + within]
    places = np.unique(inputs * len(part.group.outputs) + touched)
    inputs, touched = np.divmod(places, len(part.group.outputs))
    bits = (part.group.inputs[touched][:, :, None] == active[inputs][:, None, :]).any(axis=-1)
    ones = KINDS[part.group.kind].value(bits)
    return inputs[ones], part.group.outputs[touched[ones]]
