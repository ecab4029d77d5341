"""Second layers fitted to the inputs that are hard."""

import networkx as nx
import numpy as np

from constructions.regimes import Design, input_channels
from constructions.regimes.fitting import CUT, fit, fitted
from tests.constructions.problems import is_proved, of


def test_a_fit_gives_every_wanted_neuron_one_and_others_at_most_the_cut():
    rng = np.random.default_rng(0)
    states = rng.integers(0, 2, (30, 40)).astype(np.float32)
    wanted = rng.random((12, 40)) < 0.1
    given = fit(states, wanted) @ states
    assert (given[wanted] >= 1).all()
    assert (given[~wanted] <= CUT).all()


def test_a_fit_of_states_that_no_weights_tell_apart_ends():
    states = np.ones((3, 2), dtype=np.float32)
    given = fit(states, np.array([[True, False]])) @ states
    assert given[0, 0] == given[0, 1]


def test_a_network_that_reads_hard_inputs_right_keeps_its_second_layer():
    problem = of(nx.complete_graph(20))
    network = input_channels(problem, neurons=180)
    kept = fitted(problem, network, 1.0, 0)
    assert np.array_equal(kept.layers[1].weights, network.layers[1].weights)
    assert is_proved(problem, kept)


def test_where_no_fit_is_found_the_network_is_returned_as_it_was():
    problem = of(nx.complete_graph(12), 3)
    network = input_channels(problem, neurons=40, design=Design(channel=4, weight=2))
    assert fitted(problem, network, 4.0, 0) == network
    assert not is_proved(problem, network)
