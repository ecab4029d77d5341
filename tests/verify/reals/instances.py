"""Small random problems about real features and networks for them, with coefficients that make ties and parallels."""

from fractions import Fraction

import numpy as np

from verify.floats.network import FloatNetwork
from verify.reals.hinges import absolute, feature, maximum, minimum, relu
from verify.reals.problem import RealProblem, real_problem

FORMS = ("hidden", "tied", "skip")


def random_instance(seed: int) -> tuple[RealProblem, FloatNetwork]:
    rng = np.random.default_rng(seed)
    m, n, outputs = int(rng.integers(2, 5)), int(rng.integers(1, 5)), int(rng.integers(1, 4))
    low = Fraction(int(rng.integers(-8, 3)), 4)
    high = low + Fraction(int(rng.integers(1, 10)), 4)
    v = int(rng.integers(1, 3))
    targets = [_target(rng, m) for _ in range(outputs)]
    problem = real_problem(m, v, targets, ranges=(low, high), corners=seed % 5 == 0)
    return problem, random_network(rng, m, n, outputs, FORMS[seed % 3])


def random_network(rng: np.random.Generator, m: int, n: int, outputs: int, form: str) -> FloatNetwork:
    def numbers(*shape: int):
        return np.round(rng.normal(size=shape) * 4) / 4

    layers: list[tuple[object, object, object]]
    if form == "tied":
        layers = [(numbers(n, m), np.zeros(n), False), (numbers(outputs, n), numbers(outputs), True)]
    elif form == "skip":
        carried = np.vstack([numbers(n, m), np.eye(m)])
        mask = np.arange(n + m) < n
        layers = [
            (carried, np.append(numbers(n), np.zeros(m)), mask),
            (numbers(outputs, n + m), numbers(outputs), False),
        ]
    else:
        bias = numbers(n) * (rng.integers(2) == 1)
        layers = [(numbers(n, m), bias, True), (numbers(outputs, n), numbers(outputs), False)]
    return FloatNetwork(layers, 0.0)


def _target(rng: np.random.Generator, m: int):
    i, j = (feature(int(k)) for k in rng.permutation(m)[:2])
    choices = [i, relu(i), absolute(i) - j, maximum(i, j), 2 * minimum(i, j + 0.5) - 0.25, i - j + 1]
    return choices[int(rng.integers(len(choices)))] + 0
