"""One level of gates as a task: find weights whose sums tell every neuron what it must be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import comb
from typing import Generic, TypeVar, final

import numpy as np

from constructions.threshold import middle
from verify import Code, Problem, SparseCode
from verify.arrays import Integers, Longs
from verify.contracts import (
    FAR,
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

Before = TypeVar("Before", bound=Code, covariant=True)


@final
@dataclass(frozen=True, eq=False)
class Level(Generic[Before]):
    """The threshold units `targets` over the values of the code `before`.

    Level 1 takes the sum of words; later levels take their union (`complemented`), so that values two words share are
    lost to the sum, and some values may be wrong: charges[j] says how many, where j features are active.
    """

    targets: Targets
    before: Before
    sparsity: int
    number: int = 1
    charges: tuple[Charge, ...] = ()
    complemented: bool = False

    def separated(self, weights: Integers) -> tuple[Longs, Longs]:
        """For every neuron the largest sum where it must be 0 and the smallest where it must be 1 (`FAR` if never)."""
        ranges = ranges_of(weights, self.before, self.targets, self.sparsity, self.charges or None)
        return ranges.most, ranges.least

    def alike(self, neurons: Longs) -> list[Longs]:
        """These neurons in groups whose features have the same target weights."""
        kinds = np.zeros(self.targets.neurons, dtype=np.int64)
        for place, c in enumerate(self.targets.classes):
            kinds[np.unique(self.targets.rows[self.targets.weights == c])] += 1 << place
        return [neurons[kinds[neurons] == kind] for kind in np.unique(kinds[neurons])]

    def of(self, neurons: Longs) -> "Level[Before]":
        """The level with these neurons only, ascending."""
        all_of, place = self.targets, np.full(self.targets.neurons, -1, dtype=np.int64)
        place[neurons] = np.arange(len(neurons))
        mine = place[all_of.rows] >= 0
        rows, features, weights = place[all_of.rows[mine]], all_of.features[mine], all_of.weights[mine]
        some = replace(all_of, neurons=len(neurons), rows=rows, features=features, weights=weights)
        return replace(self, targets=some)


def between(most: Longs, least: Longs) -> Longs:
    """From which sum on every neuron is to be 1, where the two of `Level.separated` are apart."""
    return np.where(least == FAR, most + 1, middle(least, most))


def complement(size: int) -> tuple[Integers, Longs]:
    """x -> ReLU(1 - x): 1 where x is 0, and 0 where it is 1 or more."""
    return -np.eye(size, dtype=np.int8), np.ones(size, dtype=np.int64)


def levels_of(
    circuit: Problem, codes: Sequence[SparseCode], *, by_activity: bool = False
) -> Iterator[tuple[Level[SparseCode], tuple[Wrong, ...]]]:
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
        yield Level(targets, before, v, number, charges, complemented=number > 1), wrong
