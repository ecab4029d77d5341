"""Closed forms of toy models: the worst error is the one that the geometry says, and no other bias makes it less."""

import numpy as np
import pytest

from bounds.welch import least_worst_error
from constructions.errors import ConstructionError
from constructions.tied_words import antipodal, polygon, side_by_side, simplex, tied_network
from verify import FloatNetwork, autoencoder, worst_errors

COS = np.cos(2 * np.pi / 5)
KNOWN = [
    (simplex(2), 2, 1 / 4),
    (simplex(5), 3, 2 / 10),
    (simplex(4), 1, 0),
    (antipodal(3), 1, 0),
    (antipodal(3), 2, 1 / 2),
    (polygon(5), 1, COS / 2),
    (polygon(5), 2, (2 * COS + np.cos(np.pi / 5)) / 2),
    (side_by_side(simplex(2), simplex(2)), 2, 1 / 4),
    (side_by_side(polygon(8), simplex(1)), 1, np.sqrt(0.5) / 2),
]


@pytest.mark.parametrize(("words", "sparsity", "right"), KNOWN)
def test_the_worst_error_is_that_of_the_geometry(words, sparsity, right):
    network = tied_network(words, sparsity)
    found = worst_errors(autoencoder(words.shape[1], sparsity), network)
    assert float(max(found.at_most)) == pytest.approx(right, abs=2e-3 if sparsity > 2 else 1e-6)
    assert sparsity == 1 or float(max(found.at_most)) >= least_worst_error(*words.shape[::-1])


@pytest.mark.parametrize("shift", [-0.02, 0.02])
def test_another_bias_is_worse(shift):
    words = polygon(5)
    best, problem = tied_network(words, 2), autoencoder(5, 2)
    first, last = best.layers
    moved = (last.bias + shift).astype(np.float32)
    other = FloatNetwork([(first.weights, first.bias, False), (last.weights, moved, True)], 0.5)
    assert max(worst_errors(problem, other).at_most) > max(worst_errors(problem, best).at_most)


def test_words_are_of_length_one_and_no_trained_network_is_below_the_bound():
    rng = np.random.default_rng(0)
    for n in (2, 3, 4):
        assert np.allclose(np.linalg.norm(simplex(n), axis=0), 1)
        words = rng.normal(size=(n, 2 * n))
        network = tied_network(words / np.linalg.norm(words, axis=0), 2)
        assert float(max(worst_errors(autoencoder(2 * n, 2), network).at_most)) >= least_worst_error(2 * n, n)
    with pytest.raises(ConstructionError, match="words must have length 1"):
        tied_network(2 * polygon(3), 1)
    with pytest.raises(ConstructionError, match="sparsity must be from 1 to the number of features, 3, not 4"):
        tied_network(polygon(3), 4)
