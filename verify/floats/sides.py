"""What of a rounded float network must not be exceeded for an output to be surely right."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Reals
from verify.floats.fine import Units
from verify.floats.machine import worst_losses
from verify.floats.network import FloatNetwork
from verify.floats.to_integers import Rounded, cutoffs


@final
@dataclass(frozen=True, eq=False)
class Side:
    """One output where it must be `truth`: surely right unless `weights` x > `limit`, x the neurons that it reads."""

    output: int
    truth: bool
    weights: Reals
    limit: int


@final
class Sides:
    """Of every output the sides on which it must be 0, and 1, for inputs with at most `active` active features.

    `found` is `network` rounded, in units off by at most `errors`. What is surely right is so in exact arithmetic, and
    as executed too unless `doubt` says why nothing is. Limits are cut at `most`, which no sum reaches.
    """

    def __init__(self, network: FloatNetwork, active: int, found: Rounded, errors: Units, most: int) -> None:
        self.doubt: str | None = None
        try:
            errors = errors + worst_losses(network, active)
        except OverflowError as error:
            self.doubt = str(error)
        above, below = cutoffs(network, found.scales, errors)
        last = found.layers[-1]
        self.of_outputs = [
            (
                Side(output, False, weights, int(np.clip(int(below[output]) - int(offset), -most, most))),
                Side(output, True, -weights, int(np.clip(int(offset) - int(above[output]), -most, most))),
            )
            for output, (weights, offset) in enumerate(zip(last.weights, last.bias.tolist(), strict=True))
        ]
