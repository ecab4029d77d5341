"""More ReLUs than neurons: training for the worst error lowers it, closed forms keep their guarantee, bounds hold."""

import numpy as np
import pytest

from bounds.welch import least_read_out_error
from constructions.errors import ConstructionError
from constructions.relu_words import lone_relus
from constructions.tied_words import paley
from constructions.trained_relus import trained_relus
from verify import compressed, worst_errors


def worst(network, sparsity, *, residual=False):
    return max(worst_errors(compressed(network.inputs, sparsity, residual=residual), network).at_most)


@pytest.mark.parametrize(("features", "neurons", "sparsity"), [(5, 3, 1), (5, 4, 2)])
def test_training_lowers_the_worst_error_and_stays_above_the_bound(features, neurons, sparsity):
    short, long = (trained_relus(features, neurons, sparsity, seed=16, steps=steps) for steps in (2, 600))
    assert trained_relus(features, neurons, sparsity, seed=16, steps=2).digest == short.digest
    assert least_read_out_error(features, neurons) <= worst(long, sparsity) < worst(short, sparsity)


@pytest.mark.parametrize("residual", [False, True])
def test_one_relu_at_a_time_keeps_its_guarantee_in_one_neuron_more_than_the_words_have(residual):
    prime, words = 5, paley(5)
    network = lone_relus(words, residual=residual)
    mu = 1 / np.sqrt(prime)
    found = worst(network, 1, residual=residual)
    assert found <= mu / (1 + mu) + 2.0**-20
    assert found >= least_read_out_error(prime + 1, len(words) + 1)


@pytest.mark.parametrize("sizes", [(0, 1, 1), (3, 0, 1), (3, 2, 4), (3, 2, 0), (2000, 2, 2)])
def test_sizes_that_cannot_be_trained_are_refused(sizes):
    with pytest.raises(ConstructionError):
        trained_relus(*sizes)
