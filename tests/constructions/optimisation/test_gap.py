"""Training for the widest gap: what it climbs, and what it is worth."""

import numpy as np
import pytest

from constructions.optimisation.gap import GapTraining, pull
from constructions.optimisation.hinge import Sets, set_scores
from constructions.optimisation.kernels import Neurons
from constructions.optimisation.task import task_of
from tests.constructions.problems import regular


def weighted_scores(received, bias, channels, some):
    scores = np.empty(len(some.outputs))
    set_scores(Neurons(received, bias, channels), some.outputs, some.sets, scores)
    return float(some.weights @ scores)


def test_pull_adds_the_gradient_of_the_weighted_scores():
    rng = np.random.default_rng(0)
    received, bias = rng.normal(size=(6, 9)), rng.normal(size=6)
    received[:, -1] = 0
    channels = np.array([[0, 1, 2], [2, 3, 5]], np.int32)
    sets = rng.integers(0, 8, (20, 2)).astype(np.int32)
    some = Sets(rng.integers(0, 2, 20).astype(np.int32), sets, rng.normal(size=20))
    gradient, bias_gradient = np.zeros_like(received), np.zeros_like(bias)
    pull(Neurons(received, bias, channels), some, 0.0, gradient, bias_gradient)
    for array, slope in ((received[:, :-1], gradient[:, :-1]), (bias, bias_gradient)):
        for place in np.ndindex(array.shape):
            before, tiny = weighted_scores(received, bias, channels, some), 1e-7
            array[place] += tiny
            measured = (weighted_scores(received, bias, channels, some) - before) / tiny
            array[place] -= tiny
            assert measured == pytest.approx(slope[place], abs=1e-5)


def test_silent_neurons_pass_on_what_leaks():
    received, bias = np.zeros((1, 2)), np.array([-1.0])
    some = Sets(np.zeros(1, np.int32), np.zeros((1, 1), np.int32), np.array([2.0]))
    gradient, bias_gradient = np.zeros_like(received), np.zeros_like(bias)
    pull(Neurons(received, bias, np.zeros((1, 1), np.int32)), some, 0.5, gradient, bias_gradient)
    assert (bias_gradient.tolist(), gradient[0, 0]) == ([1.0], 1.0)


def test_the_gap_widens_and_the_widest_is_kept():
    problem = regular(64)
    training, seen = GapTraining(task_of(problem, 28, 12, 0), 200), []
    first = training.weights.copy()
    for _ in training.candidates(lambda done, total: seen.append(training.separated)):
        pass
    assert seen == sorted(seen)
    assert training.separated > seen[1]
    assert not np.array_equal(training.best[0], first)
