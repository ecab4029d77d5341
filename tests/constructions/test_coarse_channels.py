"""Weights of few levels: proved, on their grid, and wrong once a weight is changed too often."""

import numpy as np
import pytest

from bounds import parameter_bits
from constructions import ConstructionError, NotFoundError, coarse_channels
from constructions.optimisation.coarse import Descent
from constructions.optimisation.grid import Grid
from constructions.optimisation.rounding import decided
from constructions.optimisation.task import task_of
from tests.constructions.problems import is_proved, regular
from verify import Network, Proved, TwoAnd, gate_problem, prove


@pytest.mark.parametrize(("levels", "neurons"), [(2, 36), (3, 30), (7, 26)])
def test_few_levels_are_enough(levels, neurons):
    problem = regular(32)
    network = coarse_channels(problem, neurons=neurons, levels=levels, seed=1)
    assert network == coarse_channels(problem, neurons=neurons, levels=levels, seed=1)
    grid, weights = Grid.of(levels), network.layers[0].weights
    assert np.array_equal(weights, grid.nearest(weights.astype(np.float32), 1.0))
    assert is_proved(problem, network)
    flipped = Network([(-weights, network.layers[0].bias)], network.input_code, network.output_code, network.threshold)
    assert not isinstance(prove(problem, flipped), Proved)


def test_weights_of_one_bit_cost_little_more_than_a_bit():
    network = coarse_channels(regular(32), neurons=36, seed=1)
    weights = network.layers[0].weights.size
    assert weights <= parameter_bits(network).least <= weights + 8 * network.neurons + 300


def test_moves_alone_find_a_network():
    """Without any training, from weights of no meaning."""
    task = task_of(regular(16), 40, 6, 0)
    random = np.random.default_rng(0)
    start = random.choice((-1, 1), (40, 16)), np.zeros(40, np.int64)
    grid = Grid.of(2)
    descent = Descent(task, 60, grid, start, 30, 0)
    layers = (
        decided(task, *grid.integers(descent.weights, descent.bias, 1.0)) for _ in descent.candidates(lambda *_: None)
    )
    layer = next(filter(None, layers))
    assert is_proved(task.problem, layer.network({}))


def test_other_gates_and_sparsities():
    gates = [("xor", 0, 1), ("or", 1, 2), ("andnot", 3, 0), ("and", 2, 3), ("atleast-2", 0, 1, 3)]
    problem = gate_problem(6, 3, gates)
    assert is_proved(problem, coarse_channels(problem, neurons=60, levels=7))


def test_what_is_not_found_is_said_with_the_nearest():
    with pytest.raises(NotFoundError, match=r"no exact network with 12 neurons, 2 levels.*more levels") as told:
        coarse_channels(regular(32), neurons=12, steps=5, rounds=3)
    assert told.value.imperfect is not None
    assert set(np.unique(told.value.imperfect.layers[0].weights)) <= {-1, 1}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"levels": 1}, "levels must be at least 2"),
        ({"levels": 256}, "levels must be at most 255"),
        ({"rounds": 0}, "rounds must be at least 1"),
    ],
)
def test_arguments_out_of_range(arguments, words):
    with pytest.raises(ValueError, match=words):
        coarse_channels(regular(32), neurons=40, **arguments)


def test_a_rule_is_said_beforehand():
    with pytest.raises(ConstructionError, match="coarse_channels needs a sparsity of at least 2"):
        coarse_channels(TwoAnd(3, 1, ((0, 1),)), neurons=3)
