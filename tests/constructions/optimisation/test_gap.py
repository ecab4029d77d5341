"""Training for the widest gap: what it climbs, and what it is worth."""

from itertools import combinations

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


def test_the_gap_told_is_that_over_all_sets_or_wider_and_grows():
    problem = regular(16)
    task = task_of(problem, 12, 4, 0)
    training, seen = GapTraining(task, 400), []
    for _ in training.candidates(lambda done, total: seen.append(training.separated)):
        pass
    weights, bias = training.best
    received = np.pad(weights @ task.words, ((0, 0), (0, 1)))

    def score(output, active):
        return float(
            np.maximum(received[task.channels[output]][:, active].sum(axis=1) + bias[task.channels[output]], 0).sum()
        )

    pairs = [set(pair) for pair in problem.pairs]
    sets = [(-1, -1), *((i, -1) for i in range(16)), *combinations(range(16), 2)]
    true = [score(k, sorted(pair)) for k, pair in enumerate(pairs)]
    false = [score(k, some) for k, pair in enumerate(pairs) for some in sets if set(some) != pair]
    random = range(len(training.random.outputs))
    lift = np.mean(true) - np.mean([score(training.random.outputs[t], training.random.sets[t]) for t in random])
    assert (min(true) - max(false)) / lift <= training.separated + 1e-4
    assert training.separated > seen[1] + 0.1
