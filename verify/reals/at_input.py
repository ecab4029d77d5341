"""The error of any network on one input, exactly."""

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import final

import numpy as np

from verify.floats.exact_values import ExactNetwork
from verify.floats.network import FloatNetwork
from verify.reals.error_function import require_sizes
from verify.reals.problem import RealProblem


@final
class ExactErrors:
    """f_i(y) - t_i(y) in fractions, for networks of any depth. Errors: ValueError where sizes differ.

    >>> from verify.reals.problem import autoencoder
    >>> network = FloatNetwork([([[0.5]], [0.25], True)], 0.5)
    >>> ExactErrors(autoencoder(1, 1), network).at(0, {0: Fraction(1, 3)})
    Fraction(1, 12)
    """

    def __init__(self, problem: RealProblem, network: FloatNetwork) -> None:
        require_sizes(problem, network.layers)
        self._layers, self._targets = ExactNetwork(network).layers, problem.targets

    def at(self, output: int, values: Mapping[int, Fraction]) -> Fraction:
        """E_output where the features have these values, and are 0 elsewhere."""
        whole = lcm(*(value.denominator for value in values.values()))
        state = np.array([value.numerator * (whole // value.denominator) for value in values.values()], dtype=object)
        for place, layer in enumerate(self._layers):
            rows = slice(output, output + 1) if place + 1 == len(self._layers) else slice(None)
            weights = layer.weights[rows] if place else layer.weights[rows][:, list(values)]
            sums = weights @ state + layer.bias[rows] * whole
            state = np.where(layer.rectified[rows], np.maximum(sums, 0), sums)
        answer = Fraction(int(state[0]), whole) * Fraction(2) ** self._layers[-1].exponent
        return answer - self._targets[output](values)
