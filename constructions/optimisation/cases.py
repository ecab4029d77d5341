"""Which active sets make an output 1 and which make it 0, as cases that a search can start from."""

from dataclasses import dataclass
from typing import final

import numpy as np

from constructions.errors import ConstructionError
from verify import Problem
from verify.arrays import Ints
from verify.gate_facts import facts_of, needed

FALSE, TRUE = 1, -1
"""Sides: sets on which the output must be 0, and sets on which it must be 1."""
NONE = -1
"""An empty place in a row of features."""


@final
@dataclass(frozen=True, eq=False)
class Cases:
    """Case c holds the active sets of output `owners[c]` that contain the features `given[c]`, none of the features
    `settled[c]` besides those, and not all of the features `whole[c]` (if there are any). Rows are padded with NONE.

    Together the cases of a side are all its admissible sets, each once. Arrays: (C,), (C, v), (C, .), (C, .).
    """

    owners: Ints
    given: Ints
    settled: Ints
    whole: Ints

    def __len__(self) -> int:
        return len(self.owners)

    @property
    def arrays(self) -> tuple[Ints, Ints, Ints, Ints]:
        """All four, as kernels take them."""
        return self.owners, self.given, self.settled, self.whole


def cases_of(problem: Problem, side: int) -> Cases:
    """The cases of one side, output by output: one for an AND, at most as many as a gate has inputs for the others.

    >>> from verify import gate_problem
    >>> found = cases_of(gate_problem(3, 2, [("xor", 0, 1), ("and", 1, 2)]), TRUE)
    >>> found.owners.tolist(), found.given.tolist(), found.settled.tolist()
    ([0, 0, 1], [[0, -1], [1, -1], [1, 2]], [[0, 1], [0, 1], [1, 2]])
    """
    owners, given, settled, whole = [], [], [], []
    for output in range(problem.outputs):
        gate = problem.gate(output)
        cases = needed("training", gate.kind, facts_of(gate.kind, len(gate.inputs)).cases, ConstructionError)
        for rule in cases(side == TRUE):
            active, known, never = (tuple(gate.inputs[k] for k in places) for places in rule)
            if len(active) <= problem.sparsity:
                owners.append(output)
                given.append(active)
                settled.append(known)
                whole.append(never)
    tables = (_table(given, problem.sparsity), _table(settled, 1), _table(whole, 1))
    return Cases(np.array(owners, dtype=np.int32), *tables)


def _table(rows: list[tuple[int, ...]], least: int) -> Ints:
    table = np.full((len(rows), max(least, *map(len, rows)) if rows else least), NONE, dtype=np.int32)
    for row, features in zip(table, rows, strict=True):
        row[: len(features)] = features
    return table
