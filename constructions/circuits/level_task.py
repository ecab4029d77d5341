"""One level of a circuit as a task: find weights whose sums tell every neuron what it must be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import final

import numpy as np

from verify import Problem, SparseCode
from verify.arrays import Integers, Longs
from verify.contracts import (
    NONE,
    Charge,
    Targets,
    Wrong,
    largest_overlap,
    obstacle,
    ranges_of,
    targets_of,
    wrong_by_activity,
    wrong_values,
)


@final
@dataclass(frozen=True, eq=False)
class Level:
    """The threshold units `targets` over the values of the code `before`.

    Level 1 takes the sum of words; later levels take their union (`complemented`), so that values two words share are
    lost to the sum, and some values may be wrong: charges[j] says how many, where j features are active.
    """

    number: int
    targets: Targets
    before: SparseCode
    sparsity: int
    charges: tuple[Charge, ...]
    complemented: bool

    def separated(self, weights: Integers) -> tuple[Longs, Longs]:
        """For every neuron the largest sum where it must be 0 and the smallest where it must be 1, exactly."""
        ranges = ranges_of(weights, self.before, self.targets, self.sparsity, self.charges)
        return ranges.most, ranges.least

    def alike(self, neurons: Longs) -> list[Longs]:
        """These neurons in groups whose features have the same target weights."""
        kinds = np.zeros(self.targets.neurons, dtype=np.int64)
        for place, c in enumerate(self.targets.classes):
            kinds[np.unique(self.targets.rows[self.targets.weights == c])] += 1 << place
        return [neurons[kinds[neurons] == kind] for kind in np.unique(kinds[neurons])]

    def of(self, neurons: Longs) -> "Level":
        """The level with these neurons only, ascending."""
        place = np.full(self.targets.neurons, -1, dtype=np.int64)
        place[neurons] = np.arange(len(neurons))
        mine = np.flatnonzero(place[self.targets.rows] >= 0)
        some = self.targets
        part = Targets(
            len(neurons), some.features_before, some.level,
            place[some.rows[mine]], some.features[mine], some.weights[mine],
        )  # fmt: skip
        return Level(self.number, part, self.before, self.sparsity, self.charges, self.complemented)


def levels_of(
    circuit: Problem, codes: Sequence[SparseCode], *, by_activity: bool = False
) -> Iterator[tuple[Level, tuple[Wrong, ...]]]:
    """Every level of the circuit on the codes of levels 0, ..., L, and the wrong values that it hands on.

    These are given for every number j = 0..v of active features: all the same, or counted `by_activity`.
    """
    v = circuit.sparsity
    wrong, pairs = (NONE,) * (v + 1), [comb(j if by_activity else v, 2) for j in range(v + 1)]
    for number, groups in enumerate(circuit.level_groups, start=1):
        before, after = codes[number - 1], codes[number]
        targets = targets_of(groups, after, before.columns)
        overlap = largest_overlap(before) if number > 1 else 0
        charges = tuple(Charge(w.additional, w.missing + two * overlap) for w, two in zip(wrong, pairs, strict=True))
        if obstacle(groups, targets.level, v) is not None:
            wrong = (Wrong(after.weight // 4, after.weight // 4),) * (v + 1)
        elif by_activity:
            wrong = wrong_by_activity(groups, after, targets, v)
        else:
            wrong = (wrong_values(groups, after, targets, v),) * (v + 1)
        yield Level(number, targets, before, v, charges, complemented=number > 1), wrong
