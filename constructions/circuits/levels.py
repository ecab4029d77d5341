"""One level of a circuit as a task: find weights whose sums tell every neuron what it must be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import final

import numpy as np
import numpy.typing as npt

from verify import Circuit, SparseCode
from verify.codes.base import IntMatrix
from verify.contracts.ranges import ranges_of, shared_values
from verify.contracts.targets import Targets, targets_of
from verify.contracts.wrong import NONE, Wrong, obstacle, wrong_values

Longs = npt.NDArray[np.int64]


@final
@dataclass(frozen=True, eq=False)
class Level:
    """The threshold units `targets` over the values of the code `before`, of which those in `wrong` may be wrong.

    Level 1 takes the sum of words; later levels take their union (`complemented`), so that values two words share are
    lost to the sum.
    """

    number: int
    targets: Targets
    before: SparseCode
    sparsity: int
    wrong: Wrong
    complemented: bool

    @property
    def lost(self) -> int:
        """Values that the sum over words counts but are not there."""
        return self.wrong.missing + (shared_values(self.before, self.sparsity) if self.complemented else 0)

    def separated(self, weights: IntMatrix) -> tuple[Longs, Longs]:
        """For every neuron the largest sum where it must be 0 and the smallest where it must be 1, exactly."""
        ranges = ranges_of(weights, self.before, self.targets, self.sparsity)
        return ranges.separated(self.wrong.additional, self.lost)

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
        return Level(self.number, part, self.before, self.sparsity, self.wrong, self.complemented)


def levels_of(circuit: Circuit, codes: Sequence[SparseCode]) -> Iterator[tuple[Level, Wrong]]:
    """Every level of the circuit on the codes of levels 0, ..., L, and the wrong values that it hands on."""
    wrong = NONE
    for number, groups in enumerate(circuit.level_groups, start=1):
        before, after = codes[number - 1], codes[number]
        targets = targets_of(groups, after, before.columns)
        level = Level(number, targets, before, circuit.sparsity, wrong, complemented=number > 1)
        counted = obstacle(groups, targets.level, circuit.sparsity) is None
        guess = Wrong(after.weight // 4, after.weight // 4)
        wrong = wrong_values(groups, after, targets, circuit.sparsity) if counted else guess
        yield level, wrong
