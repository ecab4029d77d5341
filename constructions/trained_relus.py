"""ReLUs of more features than neurons, trained for the worst error: a norm of all errors that grows to a maximum."""

from itertools import combinations, product

import numpy as np

from constructions.errors import ConstructionError
from constructions.optimisation.adam import Adam
from constructions.relu_words import relu_network
from verify import FloatNetwork
from verify.arrays import Floats

RATE, START, END = 0.02, 2.0, 40.0
"""The step of Adam, and the exponent of the norm at the start and from half of the training on."""
MOST = 2**21
"""Of features times inputs."""


def trained_relus(features: int, neurons: int, sparsity: int, *, seed: int = 0, steps: int = 4000) -> FloatNetwork:
    """W2 ReLU(W1 y) + b for max(0, y_i), features in [-1, 1], at most `sparsity` of them not 0; in float32.

    All inputs of which every entry is -1, 0 or 1 are trained on, and what is best on them is returned, each bias in the
    middle of its errors there. Nothing is guaranteed: `worst_errors` says how wrong it is. Source: ours. Errors:
    ConstructionError for sizes below 1, and where features times inputs are more than 2**21.

    >>> trained_relus(3, 2, 1, steps=10).widths
    (3, 2, 3)
    """
    if min(features, neurons, sparsity, steps) < 1 or sparsity > features:
        raise ConstructionError(
            "features, neurons, sparsity and steps must be at least 1, and sparsity at most features"
        )
    inputs = _corners(features, sparsity)
    wanted, rng = np.maximum(inputs, 0), np.random.default_rng(seed)
    first = np.abs(rng.normal(size=(neurons, features))) * (rng.random((neurons, features)) < 3 / np.sqrt(neurons))
    first = (first / np.sqrt(neurons)).astype(np.float32)
    second, bias = first.T.copy(), np.full(features, -0.1, dtype=np.float32)
    parameters = first, second, bias
    optimisers = [Adam(array, RATE, steps) for array in parameters]
    least, best = np.inf, [array.copy() for array in parameters]
    for step in range(steps):
        before = inputs @ first.T
        fired = np.maximum(before, 0)
        errors = fired @ second.T + bias - wanted
        worst = float(np.abs(errors).max())
        if worst < least:
            least, best = worst, [array.copy() for array in parameters]
        power = START + (END - START) * min(1.0, 2 * step / steps)
        slope = _slope(errors / np.float32(worst), np.float32(power))
        back = (slope @ second) * (before > 0)
        for optimiser, array, gradient in zip(
            optimisers, parameters, (back.T @ inputs, slope.T @ fired, slope.sum(axis=0)), strict=True
        ):
            optimiser.step(array, gradient)
    first, second, bias = best
    errors = np.maximum(inputs @ first.T, 0) @ second.T + bias - wanted
    bias -= (errors.max(axis=0) + errors.min(axis=0)) / 2
    note = {"name": "trained relus", "sparsity": sparsity, "seed": seed, "steps": steps}
    return relu_network(first, second, bias, note)


def _slope(errors: Floats, power: np.float32) -> Floats:
    """The gradient of the norm of that power, errors being at most 1."""
    sizes = np.abs(errors)
    total = (sizes**power).sum()
    return np.asarray(np.sign(errors) * sizes ** (power - 1) / total ** (1 - 1 / power), dtype=np.float32)


def _corners(features: int, sparsity: int) -> Floats:
    """(k, m): every input of -1, 0 and 1 with at most so many that are not 0."""
    rows: list[Floats] = []
    for size in range(sparsity + 1):
        for support in combinations(range(features), size):
            if len(rows) * features > MOST:
                raise ConstructionError(f"{features} features, {sparsity} at a time, have too many corners to train on")
            for signs in product((-1, 1), repeat=size):
                row = np.zeros(features, dtype=np.float32)
                row[list(support)] = signs
                rows.append(row)
    return np.array(rows)
