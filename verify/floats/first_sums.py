"""The first hidden layer of a float network in integers, and bounds on sums over it that are one term a feature (ours).

With the features T active, s slots for others, and z(T) = W 1_T + b, a neuron of weight w in a sum is, for every set S
of s more features,

    w ReLU(z(T) + sum of G_k over S) <= 1/s sum over S of w ReLU(s G_k + z(T))   where w > 0, by convexity,
    w ReLU(z(T) + sum of G_k over S) <= 1/s sum over S of c (s G_k + z(T))       where w < 0, for any w <= c <= 0,

So s times a sum is at most a sum of one term a feature, and no set of features with a smaller one need be looked at.
Details: docs/methods.md.
"""

from typing import final

import numpy as np
import numpy.typing as npt

from verify.arrays import Longs, Reals
from verify.floats.to_integers import RoundedLayer

STEPS = 127
"""Slopes are counted in 127ths."""
Slopes = npt.NDArray[np.int8]
"""0..127 for every hidden neuron, layer by layer."""


@final
class FirstLayer:
    """z = W y + b: `words` (features and slots, n) are what each feature adds to z.

    The last `filling` rows are 0: features that nothing receives, one a slot.
    """

    def __init__(self, layer: RoundedLayer, active: int) -> None:
        self.words = np.concatenate([layer.weights.T, np.zeros((active, len(layer.bias)))])
        self.filling, self.bias, self.rectified = active, layer.bias, layer.rectified
        self._floor = np.where(layer.rectified, 0.0, -np.inf)

    def lines(self, weights: Reals, slopes: Slopes) -> Reals:
        """c of every neuron with the slope it is given: w where it is linear, 0 where the convex bound is taken."""
        with_slopes = np.maximum(np.floor(weights * slopes / STEPS), weights)
        return np.where(self.rectified, np.where(weights < 0, with_slopes, 0.0), weights)

    def convex(self, weights: Reals) -> Reals:
        """The weights that the convex bound is for, and 0 besides."""
        return np.where(self.rectified & (weights > 0), weights, 0.0)

    def terms(self, state: Reals, free: Longs, slots: int, lines: Reals, convex: Reals) -> Reals:
        """The term of every free feature, `slots` being free and z = `state` so far: (free,), or one a row of lines."""
        z = self.words[free]
        z *= slots
        z += state
        found = z @ lines.T
        np.maximum(z, 0, out=z)
        found += z @ convex.T
        return found

    def neurons(self, state: Reals, sets: Longs) -> Reals:
        """max(z, 0), or z, with sets of features, one a row, added to z = `state`."""
        z = self.words[sets[:, 0]]
        for features in sets.T[1:]:
            z += self.words[features]
        z += state
        np.maximum(z, self._floor, out=z)
        return z
