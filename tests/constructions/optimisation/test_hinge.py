"""The gradient of the squared hinge against differences of the loss."""

import numpy as np

from constructions.optimisation.hinge import Hinge, Sets, hinge_gradient, set_scores
from constructions.optimisation.kernels import PAD, Neurons

CHANNELS = np.array([[0, 1], [1, 2]], dtype=np.int32)
OUTPUTS = np.array([0, 1, 1], dtype=np.int32)
SETS = np.array([[0, 1], [PAD, 2], [0, 2]], dtype=np.int32)
WEIGHTS = np.array([1, 2, 3], dtype=np.float64)


def received() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    return np.column_stack([rng.normal(size=(3, 3)), np.zeros(3)]), rng.normal(size=3)


def loss(matrix: np.ndarray, bias: np.ndarray, side: int, target: float) -> float:
    total = 0.0
    for output, members, weight in zip(OUTPUTS, SETS, WEIGHTS, strict=True):
        sums = bias + sum(matrix[:, j] for j in members if j != PAD)
        score = np.maximum(sums[CHANNELS[output]], 0).sum()
        total += weight * max(0.0, side * (score - target)) ** 2
    return total


def gradient(matrix: np.ndarray, bias: np.ndarray, side: int, target: float, leak: float):
    slopes = np.zeros_like(matrix), np.zeros_like(bias)
    some, hinge = Sets(OUTPUTS, SETS, WEIGHTS), Hinge(side, target, leak)
    hinge_gradient(Neurons(matrix, bias, CHANNELS), some, hinge, *slopes)
    return slopes


def test_the_gradient_is_that_of_the_loss():
    matrix, bias = received()
    for side, target in ((1, 0.2), (-1, 2.5)):
        slope, bias_slope = gradient(matrix, bias, side, target, 0.0)
        for place in np.ndindex(3, 3):
            moved = matrix.copy()
            moved[place] += 1e-6
            difference = (loss(moved, bias, side, target) - loss(matrix, bias, side, target)) / 1e-6
            np.testing.assert_allclose(slope[place], difference, rtol=1e-3, atol=1e-3)
        for e in range(3):
            moved = bias.copy()
            moved[e] += 1e-6
            difference = (loss(matrix, moved, side, target) - loss(matrix, bias, side, target)) / 1e-6
            np.testing.assert_allclose(bias_slope[e], difference, rtol=1e-3, atol=1e-3)


def test_an_inactive_neuron_passes_only_the_leak():
    matrix, bias = np.zeros((3, 4)), np.full(3, -1.0)
    assert not gradient(matrix, bias, -1, 1.0, 0.0)[1].any()
    # Output 0 wants 1 and scores 0: slope -2 on the neurons 0 and 1; outputs 1 twice with weights 2 and 3.
    np.testing.assert_allclose(gradient(matrix, bias, -1, 1.0, 0.5)[1], [-1, -6, -5])


def test_scores_are_those_of_the_definition():
    matrix, bias = received()
    scores = np.empty(3)
    set_scores(Neurons(matrix, bias, CHANNELS), OUTPUTS, SETS, scores)
    np.testing.assert_allclose(
        scores,
        [
            np.maximum((bias + sum(matrix[:, j] for j in members if j != PAD))[CHANNELS[output]], 0).sum()
            for output, members in zip(OUTPUTS, SETS, strict=True)
        ],
    )
