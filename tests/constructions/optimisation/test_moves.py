"""Moves on a grid: the loss never rises, weights stay levels, and the scores that are carried along are right."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions.optimisation.grid import Grid
from constructions.optimisation.moves import Coarse, Readers, Scored, move_neuron
from verify.arrays import Floats

LEVELS = (2, 3, 4, 7, 15, 255)


def loss(scored: Scored) -> float:
    return float((scored.weights.astype(np.float64) * np.maximum(scored.excess, 0) ** 2).sum())


def pool(layer: Coarse, channels: np.ndarray, random: np.random.Generator) -> tuple[Scored, np.ndarray]:
    """Random sets of up to three features, of random outputs and sides, as the layer scores them."""
    many = 40
    sets = random.integers(-1, layer.words.shape[1] - 1, (many, 3)).astype(np.int32)
    outputs = random.integers(0, len(channels), many)
    sides = random.choice(np.array([-1, 1], np.float32), many)
    weights = random.uniform(0.5, 9, many).astype(np.float32)
    totals, excess = scores(layer, sets, channels[outputs], sides)
    return Scored(sets, sides, weights, totals, excess), channels[outputs]


def scores(layer: Coarse, sets: np.ndarray, neurons: np.ndarray, sides: Floats) -> tuple[Floats, Floats]:
    received = layer.weights @ layer.words
    totals = layer.bias[neurons] + sum(received[neurons, column[:, None]] for column in sets.T)
    return totals, sides * (np.maximum(totals, 0).sum(axis=1) - 3)


@settings(max_examples=20, deadline=None)
@given(levels=st.sampled_from(LEVELS), seed=st.integers(0, 2**32))
def test_a_move_never_raises_the_loss_nor_leaves_the_grid(levels, seed):
    random = np.random.default_rng(seed)
    grid, n, m = Grid.of(levels), 6, 9
    words = np.pad(random.choice(np.array([-1, 1], np.float32), (n, m)), ((0, 0), (0, 1)))
    start = grid.nearest(random.normal(size=(n, n)).astype(np.float32), 0.5)
    layer = Coarse(start, random.integers(-3, 4, n).astype(np.float32), words)
    scored, neurons = pool(layer, np.array([[0, 1, 2], [2, 3, 4], [5, 4, 0]]), random)
    order = np.argsort(neurons.ravel(), kind="stable")
    starts = np.searchsorted(neurons.ravel()[order], np.arange(n + 1))
    readers = Readers(starts, *np.divmod(order, neurons.shape[1]))
    for e in range(n):
        before = loss(scored)
        moves = move_neuron(e, random.permutation(n + 1), layer, grid.top, grid.step, scored, readers)
        assert loss(scored) < before if moves else loss(scored) == before
    assert np.array_equal(layer.weights, grid.nearest(layer.weights, 1.0))
    totals, excess = scores(layer, scored.sets, neurons, scored.sides)
    assert np.array_equal(totals, scored.totals)
    assert np.array_equal(excess, scored.excess)


@pytest.mark.parametrize("levels", LEVELS)
def test_a_grid_has_so_many_levels_and_gives_the_nearest(levels):
    grid = Grid.of(levels)
    values = np.arange(-grid.top, grid.top + 1, grid.step)
    assert len(values) == levels
    far = np.linspace(-2, 2, 997, dtype=np.float32) * grid.top
    nearest = grid.nearest(far, 1.0)
    assert set(nearest.tolist()) == set(values.tolist())
    assert np.allclose(np.abs(far - nearest), np.abs(far[:, None] - values).min(axis=1))
