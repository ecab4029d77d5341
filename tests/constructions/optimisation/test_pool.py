"""What the pool remembers and forgets."""

import numpy as np

from constructions.optimisation.cases import FALSE, TRUE
from constructions.optimisation.kernels import PAD, Neurons
from constructions.optimisation.mining import Mined
from constructions.optimisation.pool import Pool

CHANNELS = np.array([[0], [1]], dtype=np.int32)


def mined(*places: tuple[int, list[int]]) -> Mined:
    outputs = np.array([output for output, _ in places], dtype=np.int32)
    return Mined(outputs, np.array([members for _, members in places], dtype=np.int32), 2.0, True)


def empty(side: int = FALSE) -> Pool:
    return Pool(4, side, 1.0, np.empty(0, np.int32), np.empty((0, 2), np.int32))


def test_a_set_is_kept_once_whatever_the_order_of_its_features():
    pool = empty()
    pool.add(mined((0, [2, 1]), (0, [1, PAD])))
    pool.add(mined((0, [1, 2]), (1, [1, 2])))
    places = sorted(zip(pool.outputs.tolist(), pool.sets.tolist(), strict=True))
    assert places == [(0, [-1, 1]), (0, [1, 2]), (1, [1, 2])]


def test_sets_that_stay_wrong_gain_weight_up_to_a_limit_and_are_not_forgotten():
    pool = empty()
    pool.add(mined((0, [0, 1]), (1, [0, 1])))
    received = np.zeros((2, 5), dtype=np.float32)
    received[0, :2] = 1  # output 0 scores 2 on {0, 1}, output 1 scores 0
    for _ in range(50):
        pool.boost(Neurons(received, np.zeros(2, np.float32), CHANNELS))
    assert sorted(pool.weights.tolist()) == [1, 30]
    pool.forget()
    assert pool.outputs.tolist() == [0]


def test_the_sets_given_at_the_start_are_never_forgotten():
    gates = np.array([[0, 1], [2, 3]], dtype=np.int32)
    pool = Pool(4, TRUE, 4.0, np.arange(2, dtype=np.int32), gates)
    pool.add(mined((0, [0, 1])))
    pool.forget()
    assert sorted(pool.sets.tolist()) == gates.tolist()
    assert pool.weights.tolist() == [4, 4]
