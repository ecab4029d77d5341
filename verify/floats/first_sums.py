"""The first hidden layer of a float network in integers, and bounds on sums over it that are one term a feature (ours).

With the features T active, s slots for others, and z(T) = W 1_T + b, a neuron of weight w in a sum is, for every set S
of s more features,

    w ReLU(z(T) + sum of G_k over S) <= 1/s sum over S of w ReLU(s G_k + z(T))   where w > 0, by convexity,
    w ReLU(z(T) + sum of G_k over S) <= 1/s sum over S of c (s G_k + z(T))       where w < 0, for any w <= c <= 0,

So s times a sum is at most a sum of one term a feature, and no set of features with a smaller one need be looked at.
Details: docs/methods.md.
"""

from typing import NamedTuple, final

import numpy as np
import numpy.typing as npt

from verify.arrays import Longs, Reals
from verify.floats.fine import Units
from verify.floats.machine import worst_losses
from verify.floats.network import FloatNetwork
from verify.floats.to_integers import Rounded, RoundedLayer, cutoffs, rounded

STEPS = 127
"""Slopes are counted in 127ths."""
Slopes = npt.NDArray[np.int8]
"""0..127 for every hidden neuron, layer by layer."""
BITS = range(49, 16, -4)
MOST = 2**52
"""Every sum in a bound is an integer below this: float64 adds them exactly, whatever the order."""
MOST_SLOTS = 32


@final
class FirstLayer:
    """z = W y + b: `words` (features and slots, n) are what each feature adds to z.

    The last `filling` rows are 0: features that nothing receives, one a slot.
    """

    def __init__(self, layer: RoundedLayer, active: int) -> None:
        self.words = np.concatenate([layer.weights.T, np.zeros((active, len(layer.bias)))])
        self.filling, self.bias, self.rectified = active, layer.bias, layer.rectified
        self._floor = np.where(layer.rectified, 0.0, -np.inf)

    def convex(self, weights: Reals) -> Reals:
        """The weights that the convex bound is for, and 0 besides."""
        return np.where(self.rectified & (weights > 0), weights, 0.0)

    def terms(self, state: Reals, free: Longs, slots: int, weights: Reals, slopes: Slopes) -> Reals:
        """The term of every free feature, `slots` being free and z = `state` so far: (free,), or one a row of weights.

        c of every neuron is w where it is linear, 0 where the convex bound is taken, else by the slope it is given.
        """
        z = self.words[free]
        z *= slots
        z += state
        with_slopes = np.maximum(np.floor(weights * slopes / STEPS), weights)
        found = z @ np.where(self.rectified, np.where(weights < 0, with_slopes, 0.0), weights).T
        np.maximum(z, 0, out=z)
        found += z @ self.convex(weights).T
        return found

    def neurons(self, state: Reals, sets: Longs) -> Reals:
        """max(z, 0), or z, with sets of features, one a row, added to z = `state`."""
        z = self.words[sets[:, 0]]
        for features in sets.T[1:]:
            z += self.words[features]
        z += state
        np.maximum(z, self._floor, out=z)
        return z


class Side(NamedTuple):
    """One output where it must be `truth`: surely right unless `weights` x > `limit`, x the neurons that it reads."""

    output: int
    truth: bool
    weights: Reals
    limit: int


def sides_of(
    network: FloatNetwork, active: int, found: Rounded, errors: Units, most: int
) -> tuple[list[tuple[Side, Side]], str | None]:
    """Of every output the sides on which it must be 0, and 1, for inputs with at most `active` active features.

    `found` is `network` rounded, in units off by at most `errors`. What is surely right is so in exact arithmetic, and
    as executed too unless the second says why nothing is. Limits are cut at `most`, which no sum reaches.
    """
    doubt: str | None = None
    try:
        errors = errors + worst_losses(network, active)
    except OverflowError as error:
        doubt = str(error)
    above, below = cutoffs(network, found.scales, errors)
    last, sides = found.layers[-1], []
    for output, (weights, bias) in enumerate(zip(last.weights, last.bias.tolist(), strict=True)):
        false = Side(output, False, weights, max(-most, min(int(below[output]) - int(bias), most)))
        true = Side(output, True, -weights, max(-most, min(int(bias) - int(above[output]), most)))
        sides.append((false, true))
    return sides, doubt


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
        self.outputs, self.doubt = sides_of(network, active, found, found.errors, MOST // MOST_SLOTS)
        self.slopes = self.widest = len(self.first.bias)

    def terms(
        self, side: Side, active: tuple[int, ...], state: Reals, free: Longs, slopes: Slopes
    ) -> tuple[Reals, int]:
        """The term of every free feature, and what s of them must exceed for `side` to be exceeded.

        `active` are active with z = `state`, and s features more, or fillers.
        """
        slots = self._active - len(active)
        return self.first.terms(state, free, slots, side.weights, slopes), slots * side.limit

    def sums(self, side: Side, state: Reals, sets: Longs) -> Reals:
        """What `side` limits, with sets of features, one a row, added to z = `state`."""
        return self.first.neurons(state, sets) @ side.weights


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
