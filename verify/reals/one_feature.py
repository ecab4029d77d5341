"""How far every output is off while one feature alone is not 0."""

from collections.abc import Callable

import numpy as np

from verify.arrays import Longs
from verify.reals.error_function import ErrorFunction
from verify.reals.problem import RealProblem
from verify.reals.rounded import rounded
from verify.reals.support_bounds import Screen


def interference_bounds(
    problem: RealProblem, function: ErrorFunction, look: Callable[[], None] = lambda: None
) -> tuple[Longs, int]:
    """A bound for every output and feature, (m', m) over 2**exponent, and the exponent.

    Guarantee: for every output i and feature j, wherever y_j is in its range (with `corners`: at an end of it) and all
    others are 0: |E_i(y)| <= bounds[i, j] / 2**exponent. Bounds are below 2**53, and above the largest error by some
    2**-18 of the largest terms of E_i. `look`, which may raise, is called now and then.

    >>> from verify import FloatNetwork, autoencoder
    >>> from verify.reals.difference import error_function
    >>> network = FloatNetwork([([[1.0, -0.5]], [0.0], False), ([[1.0], [-0.5]], [0.0, 0.0], True)], 0.5)
    >>> problem = autoencoder(2, 1)
    >>> bounds, exponent = interference_bounds(problem, error_function(problem, network.layers))
    >>> (bounds / 2.0**exponent).round(3).tolist()
    [[0.0, 0.0], [0.0, 0.75]]
    """
    form, features = rounded(problem, function), problem.features
    screen, blocks = Screen(form, corners=problem.corners), []
    for start in range(0, features, screen.block):
        look()
        blocks.append(screen.bounds(features, list(range(start, min(features, start + screen.block)))))
    return np.hstack(blocks), form.exponent
