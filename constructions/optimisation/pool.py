"""The hard sets that training remembers, weighted by how stubborn they are."""

from typing import final

import numpy as np
import numpy.typing as npt

from constructions.optimisation.cases import TRUE
from constructions.optimisation.hinge import scores_of
from constructions.optimisation.kernels import Neurons
from constructions.optimisation.mining import Mined
from constructions.optimisation.task import Task
from verify.arrays import Bools, Ints

BOOST = np.float32(1.2)
BOOSTED = np.float32(1.01)
LARGEST = np.float32(30)
CALM = np.float32(0.99)


@final
class Pool:
    """Distinct sets of one side with weights: new ones weigh `weight`, and those that stay wrong up to 30 times that.

    The sets given at the start are never forgotten. Sets are told apart by a 64-bit polynomial, injective while
    m' (2 m + 3)**v < 2**64; beyond that a collision would cost one set of the pool, never a verdict.
    """

    def __init__(self, features: int, side: int, weight: float, outputs: Ints, sets: Ints) -> None:
        self._base = np.uint64(2 * features + 3)
        self.side = side
        self._weight = np.float32(weight)
        self.outputs, self.sets = outputs, sets
        self.weights = np.full(len(outputs), self._weight, np.float32)
        self._kept = np.ones(len(outputs), np.bool_)
        self._keys = self._keys_of(outputs, sets)

    @classmethod
    def of(cls, task: Task, side: int, weight: float) -> "Pool":
        """The bare sets of the gates on the side where outputs must be 1, at first, and none on the other."""
        bare = task.cases[TRUE]
        met = slice(None) if side == TRUE else slice(0)
        return cls(task.problem.inputs, side, weight, bare.owners[met], bare.given[met])

    def __len__(self) -> int:
        return len(self.outputs)

    def add(self, mined: Mined) -> None:
        """Take in the mined sets that are not there yet."""
        sets = np.sort(mined.sets, axis=1)
        keys = np.concatenate([self._keys, self._keys_of(mined.outputs, sets)])
        self._keys, first = np.unique(keys, return_index=True)
        new = len(mined.outputs)
        self.outputs = np.concatenate([self.outputs, mined.outputs])[first]
        self.sets = np.concatenate([self.sets, sets])[first]
        self.weights = np.concatenate([self.weights, np.full(new, self._weight, np.float32)])[first]
        self._kept = np.concatenate([self._kept, np.zeros(new, np.bool_)])[first]

    def boost(self, neurons: Neurons) -> None:
        """Raise the weights of the sets that are on the wrong side of threshold 1 now."""
        scores = scores_of(neurons, self.outputs, self.sets)
        wrong = scores > 1 if self.side > 0 else scores <= 1
        self.weights[wrong] = np.minimum(self.weights[wrong] * BOOST, LARGEST * self._weight)

    def press(self, wrong: Bools) -> None:
        """Raise the weights of these sets, however large, and let those of all others fall back a little."""
        fallen = self._weight + CALM * (self.weights - self._weight)
        self.weights = np.where(wrong, BOOST * self.weights, fallen)

    def forget(self) -> None:
        """Drop the sets that were never boosted; mining finds them again when they become hard."""
        self.keep(self.weights > BOOSTED * self._weight)

    def keep(self, wanted: Bools) -> None:
        """Drop all other sets but those given at the start."""
        stay = self._kept | wanted
        self.outputs, self.sets, self._keys = self.outputs[stay], self.sets[stay], self._keys[stay]
        self.weights, self._kept = self.weights[stay], self._kept[stay]

    def _keys_of(self, outputs: Ints, sets: Ints) -> npt.NDArray[np.uint64]:
        keys = outputs.astype(np.uint64)
        for column in sets.T:
            keys = keys * self._base + (column + 1).astype(np.uint64)
        return keys
