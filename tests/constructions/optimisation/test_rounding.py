"""Rounding decides in integers, so whatever it returns is right."""

import networkx as nx
import numpy as np
import pytest

from constructions.optimisation.rounding import Layer, rounded
from constructions.optimisation.task import Task, task_of
from constructions.optimisation.training import Training
from verify import HadamardCode, IdentityCode, Problem, Proved, TwoAnd, prove


def start(task: Task) -> Layer | None:
    training = Training(task, 1)
    return rounded(task, training.weights, training.bias)


def cycle(sparsity: int) -> Problem:
    return TwoAnd.from_graph(nx.cycle_graph(12), sparsity=sparsity)


@pytest.mark.parametrize("sparsity", [2, 3, 4])
def test_a_layer_that_separates_becomes_a_proved_network(sparsity):
    task = task_of(cycle(sparsity), 400, 2, 0)
    assert isinstance(task.input_code, IdentityCode)
    layer = start(task)
    assert layer is not None
    assert isinstance(prove(task.problem, layer.network({}), prover="enumerate"), Proved)


def test_few_bits_are_enough_where_the_margin_is_wide():
    task = task_of(cycle(2), 400, 2, 0)
    layer = start(task)
    assert np.abs(layer.weights).max() == 31


def test_a_layer_that_does_not_separate_is_refused():
    task = task_of(cycle(2), 6, 3, 0)
    assert isinstance(task.input_code, HadamardCode)
    assert start(task) is None
