"""A float network of one hidden layer in integers that float64 adds exactly, for the bounds of its first layer."""

from typing import final

import numpy as np

from verify.arrays import Longs, Reals
from verify.floats.first_sums import FirstLayer, Slopes
from verify.floats.network import FloatNetwork
from verify.floats.sides import Side, Sides
from verify.floats.to_integers import Rounded, rounded

BITS = range(49, 16, -4)
MOST = 2**52
"""Every sum in a bound is an integer below this: float64 adds them exactly, whatever the order."""
MOST_SLOTS = 32


@final
class TwoLayers:
    """The network rounded to integers, in float64; `outputs` has the sides of every output.

    Errors: ValueError for networks of other depths; OverflowError where no scale keeps all sums of bounds below 2**52.
    """

    def __init__(self, network: FloatNetwork, active: int) -> None:
        if len(network.layers) != 2:
            raise ValueError(f"bounds are for networks of one hidden layer, not of {len(network.layers) - 1}")
        self._active, found = active, _rounded_for_bounds(network, active)
        self.first = FirstLayer(found.layers[0], active)
        sides = Sides(network, active, found, found.errors, MOST // MOST_SLOTS)
        self.outputs, self.doubt = sides.of_outputs, sides.doubt
        self.slopes = self.widest = len(self.first.bias)

    def terms(
        self, side: Side, active: tuple[int, ...], state: Reals, free: Longs, slopes: Slopes
    ) -> tuple[Reals, int]:
        """The term of every free feature, and what s of them must exceed for `side` to be exceeded.

        `active` are active with z = `state`, and s features more, or fillers.
        """
        lines, convex, slots = (
            self.first.lines(side.weights, slopes),
            self.first.convex(side.weights),
            self._active - len(active),
        )
        return self.first.terms(state, free, slots, lines, convex), slots * side.limit

    def sums(self, side: Side, state: Reals, sets: Longs) -> Reals:
        """What `side` limits, with sets of features, one a row, added to z = `state`."""
        found: Reals = self.first.neurons(state, sets) @ side.weights
        return found


def _rounded_for_bounds(network: FloatNetwork, active: int) -> Rounded:
    """Integers such that nothing is dropped between the layers and every sum of `active` terms stays below 2**52."""
    for bits in BITS:
        found = rounded(network, active, bits=bits, drops=False)
        first, last = found.layers
        if first.drop:
            continue
        widest = np.abs(first.weights).max(axis=1)
        sizes = [2 * active * int(most) + abs(int(b)) for most, b in zip(widest, first.bias, strict=True)]
        sums = [sum(abs(int(w)) * size for w, size in zip(row, sizes, strict=True)) for row in last.weights]
        if active * (max(sums) + 2) < MOST and max(sums) + 2 < MOST // MOST_SLOTS:
            return found
    raise OverflowError("no scale keeps the sums of bounds on this network below 2**52")
