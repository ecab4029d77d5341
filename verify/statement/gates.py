"""Gates: what one output of a problem is as a function of its inputs.

A kind of gate is one entry of `KINDS`; everything else (documents, provers, the checker) asks the gate.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import final

import numpy as np
import numpy.typing as npt

BoolArray = npt.NDArray[np.bool_]


@final
@dataclass(frozen=True)
class GateKind:
    """A Boolean function of `fan_in` inputs, given on arrays whose last axis holds the inputs."""

    name: str
    fan_in: int
    value: Callable[[BoolArray], BoolArray]


def _all(bits: BoolArray) -> BoolArray:
    return np.asarray(bits.all(axis=-1))


KINDS = {
    "and": GateKind("and", 2, _all),
    "copy": GateKind("copy", 1, _all),
}


@final
@dataclass(frozen=True)
class Gate:
    """One output: the function named `kind` of the features `inputs`.

    >>> Gate("and", (0, 3)).value({3, 0, 7})
    True
    """

    kind: str
    inputs: tuple[int, ...]

    def value(self, active: Container[int]) -> bool:
        """The output when exactly the features in `active` are 1."""
        bits = np.array([feature in active for feature in self.inputs], dtype=np.bool_)
        return bool(KINDS[self.kind].value(bits))


@final
@dataclass(frozen=True, eq=False)
class GateGroup:
    """All gates of one kind in a problem, as arrays.

    `outputs` (G,) numbers the outputs, `inputs` (G, fan-in) holds their features.
    """

    kind: str
    outputs: npt.NDArray[np.int64]
    inputs: npt.NDArray[np.int64]

    def values(self, features: BoolArray) -> BoolArray:
        """The gates on a block of inputs: (inputs in the block, features) -> (inputs in the block, G)."""
        return KINDS[self.kind].value(features[:, self.inputs])
