"""A float network on given inputs, exactly: dyadic rationals as Python integers at a common exponent."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple, final

import numpy as np

from verify.arrays import Bools, Numbers, Reals

Exact = Numbers
"""Python integers, of any size."""
DIGITS = 53
ALL = slice(None)


class ExactLayer(NamedTuple):
    """z = weights x + bias in units of 2**`exponent`, x in those of the layer before; entries are Python integers."""

    weights: Exact
    bias: Exact
    rectified: Bools
    exponent: int


@final
class ExactNetwork:
    """A float network in Python integers: nothing is rounded, nothing overflows.

    Scores and thresholds are in units of 2**`exponent`. Cost: an integer product of some 100 nanoseconds a weight and
    an input; meant for single inputs, and the yardstick of everything faster.

    >>> from verify import FloatNetwork
    >>> network = FloatNetwork([([[0.5, 3.0]], [-0.25], False)], [3.25])
    >>> exact = ExactNetwork(network)
    >>> exact.exponent, exact.scores([(0, 1)]).tolist(), exact.thresholds.tolist(), exact.reads([(0, 1)]).tolist()
    (-2, [[13]], [13], [[True]])
    """

    def __init__(self, network: Any) -> None:
        exponent, layers = 0, []
        for layer in network.layers:
            weights, unit = integers(layer.weights)
            bias, of_bias = integers(layer.bias)
            # Of products and biases the finer unit; weights are scaled to it once and for all.
            finer = min(unit + exponent, of_bias)
            layers.append(
                ExactLayer(weights << (unit + exponent - finer), bias << (of_bias - finer), layer.rectified, finer)
            )
            exponent = finer
        thresholds, of_thresholds = integers(network.thresholds)
        self.exponent = min(exponent, of_thresholds)
        self.layers = tuple(layers)
        self.thresholds: Exact = thresholds << (of_thresholds - self.exponent)
        self.strict, self._up = network.strict, exponent - self.exponent

    def states(self, inputs: Sequence[Collection[int]], outputs: slice = ALL) -> list[Exact]:
        """x_1, ..., x_L on inputs given by their active features: (neurons, inputs), in the units of the layers.

        Of x_L these `outputs` only.
        """
        found: list[Exact] = []
        for layer in self.layers:
            mine = outputs if layer is self.layers[-1] else ALL
            weights, bias = layer.weights[mine], layer.bias[mine]
            if found:
                z = weights @ found[-1] + bias[:, None]
            else:
                z = np.empty((len(bias), len(inputs)), dtype=object)
                for place, active in enumerate(inputs):
                    z[:, place] = weights[:, sorted(active)].sum(axis=1) + bias
            found.append(np.where(layer.rectified[mine, None] & (z < 0).astype(np.bool_), 0, z))
        return found

    def scores(self, inputs: Sequence[Collection[int]], outputs: slice = ALL) -> Exact:
        """All scores, or those of some outputs, (outputs, inputs)."""
        return self.states(inputs, outputs)[-1] << self._up

    def excess(self, inputs: Sequence[Collection[int]], outputs: slice = ALL) -> Exact:
        """Scores less their thresholds, (outputs, inputs)."""
        return self.scores(inputs, outputs) - self.thresholds[outputs, None]

    def reads(self, inputs: Sequence[Collection[int]], outputs: slice = ALL) -> Bools:
        """What every output reads, (outputs, inputs)."""
        excess = self.excess(inputs, outputs)
        return (excess > 0 if self.strict else excess >= 0).astype(np.bool_)


def integers(values: Reals) -> tuple[Exact, int]:
    """Python integers a and an exponent e <= 0 with values = a 2**e, e as large as can be.

    >>> integers(np.array([0.75, -2.0]))
    (array([3, -8], dtype=object), -2)
    """
    mantissas, exponents = np.frexp(values)
    whole = np.ldexp(mantissas, DIGITS).astype(np.int64)
    powers = exponents.astype(np.int64) - DIGITS
    # Trailing zeros of each mantissa; the lowest bit that is set is a power of two, and so exact as a float.
    _, lowest = np.frexp((whole & -whole).astype(np.float64))
    zeros = np.where(whole != 0, lowest.astype(np.int64) - 1, 0)
    whole, powers = whole >> zeros, np.where(whole != 0, powers + zeros, 0)
    unit, some = int(powers.min(initial=0)), whole != 0
    found = np.zeros(whole.shape, dtype=object)
    found[some] = whole[some].astype(object) << (powers - unit)[some].astype(object)
    return found, unit
