"""The levels of a circuit on blocks of sparse inputs: only gates that an active feature touches are looked at.

The active features of one level on a block of B inputs are an int64 array (B, v), ascending in every row and filled up
with the level's width, which is no feature's number.
"""

from typing import final

import numpy as np

from verify.arrays import Bools, Longs
from verify.statement.problem import Problem
from verify.statement.touched_gates import TouchedGates


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
        if not problem.is_circuit:
            raise TypeError(f"a problem of kind {problem.form!r} has no levels")
        self._sparsity, self._widths = problem.sparsity, problem.widths
        self._levels = [
            [TouchedGates(group, width) for group in groups]
            for groups, width in zip(problem.level_groups, self._widths, strict=False)
        ]

    def of(self, active: Longs) -> tuple[Longs, Bools]:
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


def _next_level(parts: list[TouchedGates], active: Longs, width: int) -> tuple[Longs, Longs]:
    """The active gates of one level, (B, most) filled up with `width`, and their numbers (B,)."""
    found = [part.ones(active) for part in parts]
    inputs = np.concatenate([inputs for inputs, _ in found])
    gates = np.concatenate([gates for _, gates in found])
    order = np.lexsort((gates, inputs))
    inputs, gates = inputs[order], gates[order]
    counts = np.bincount(inputs, minlength=len(active))
    place = np.arange(len(inputs)) - (np.cumsum(counts) - counts)[inputs]
    result = np.full((len(active), int(counts.max(initial=0))), width, dtype=np.int64)
    result[inputs, place] = gates
    return result, counts
