"""A further round starts where the last one came nearest."""

import numpy as np

from constructions.optimisation.task import task_of
from constructions.optimisation.training import WAKING, Training
from tests.constructions.problems import regular


def test_a_further_round_begins_with_the_best_weights_of_the_last():
    training = Training(task_of(regular(16), 12, 4, 0), 9, WAKING)
    list(training.candidates(lambda done, total: None))
    best, seen = [array.copy() for array in training.best], []
    more = training.again()
    assert all(np.array_equal(*pair) for pair in zip(best, (more.weights, more.bias), strict=True))
    list(more.candidates(lambda done, total: seen.append((done, total))))
    assert seen[-1] == (3, 3)
    assert more.separated >= training.separated
