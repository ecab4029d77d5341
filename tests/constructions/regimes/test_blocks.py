"""Blocks of the compute layer: what the inputs of an output give to its channel, and what meets by chance."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructions import ConstructionError
from constructions.regimes.partition import TECHNIQUES, compute_blocks, least_for_blocks
from constructions.regimes.planes import largest_order, plane_lines
from constructions.regimes.split import REGIMES, Thresholds, oriented, split
from constructions.regimes.techniques import (
    dedicated_block,
    input_block,
    meeting_points,
    mixed_block,
    output_block,
    single_block,
    words,
)
from verify import TwoAnd

BUILDERS = [output_block, mixed_block, input_block, dedicated_block]


def weights_of(block, features):
    weights = np.zeros((block.rows, features), dtype=np.int64)
    np.add.at(weights, (block.neurons, block.features), block.weights)
    return weights


@pytest.mark.parametrize("order", [2, 3, 4, 5, 7, 8, 9, 11])
def test_two_lines_of_a_plane_meet_in_exactly_one_point(order):
    lines = plane_lines(order)
    incidence = np.zeros((len(lines), len(lines)), dtype=np.int64)
    incidence[np.arange(len(lines))[:, None], lines] = 1
    meetings = incidence @ incidence.T
    assert (meetings[~np.eye(len(lines), dtype=bool)] == 1).all()
    points = meeting_points(lines)
    assert all(points[a, b] in lines[a] and points[a, b] in lines[b] for a in range(5) for b in range(5))


def test_the_largest_order_is_a_prime_or_a_listed_prime_power():
    assert [largest_order(p) for p in (0, 7, 13, 21, 30, 31, 72, 73)] == [0, 2, 3, 4, 4, 5, 7, 8]


@given(st.integers(2, 30), st.integers(1, 12), st.integers(1, 6), st.integers(0, 5))
def test_words_name_one_point_in_every_sub_block(count, points, k, seed):
    chosen = words(count, points, k, np.random.default_rng(seed))
    assert chosen.shape == (count, k)
    assert chosen.min() >= 0
    assert chosen.max() < points


@given(st.integers(4, 14), st.floats(0.3, 1.0), st.integers(0, 20), st.sampled_from(BUILDERS), st.integers(2, 3))
def test_the_two_inputs_of_an_output_excite_its_whole_channel_by_one(features, density, seed, build, sparsity):
    graph = nx.gnp_random_graph(features, density, seed=seed)
    if graph.number_of_edges() == 0:
        return
    problem = TwoAnd.from_graph(graph, sparsity=sparsity)
    block = build(problem, np.arange(problem.outputs), 31, 3, np.random.default_rng(seed))
    weights = weights_of(block, features)
    assert block.channels.shape == (problem.outputs, 3)
    assert sorted(block.outputs.tolist()) == list(range(problem.outputs))
    assert set(block.channels.ravel().tolist()) == set(range(block.rows))
    for rows, output in zip(block.channels, block.outputs, strict=True):
        a, b = problem.pairs[output]
        assert (weights[rows, a] + weights[rows, b] - block.rest == 1).all()
    assert (weights.max(axis=0) <= block.rest).all()  # one input alone never fires


def test_input_channels_of_a_complete_graph_meet_nowhere_else():
    problem = TwoAnd.from_graph(nx.complete_graph(20), sparsity=2)
    block = input_block(problem, np.arange(problem.outputs), 21, 4, np.random.default_rng(0))
    weights = weights_of(block, 20)
    for rows, (a, b) in zip(block.channels, problem.pairs, strict=True):
        fired = np.flatnonzero(weights[:, a] + weights[:, b] > block.rest)
        assert fired.tolist() == sorted(rows.tolist())


def test_partners_of_a_hub_never_fire_its_block_without_it():
    problem = TwoAnd.from_graph(nx.star_graph(30), sparsity=3)
    block = dedicated_block(problem, np.arange(30), 5, 4, np.random.default_rng(0))
    weights = weights_of(block, 31)
    hub, leaves = weights[:, 0], np.sort(weights[:, 1:], axis=1)
    assert (hub == 3).all()
    assert (leaves[:, -3:].sum(axis=1) <= block.rest).all()


def test_every_output_belongs_to_exactly_one_regime():
    problem = TwoAnd.from_graph(nx.les_miserables_graph(), sparsity=2)
    found = split(problem, Thresholds.of(problem.outputs))
    assert list(found) == list(REGIMES) == list(TECHNIQUES)
    assert sorted(np.concatenate(list(found.values())).tolist()) == list(range(problem.outputs))
    heavy, light = oriented(problem, np.arange(problem.outputs))
    assert all(problem.influence[h] >= problem.influence[a] for h, a in zip(heavy, light, strict=True))


def test_thresholds_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="thresholds need 0 <= light <= heavy, not light 5 and heavy 3"):
        Thresholds(5, 3)


def test_a_layer_that_is_too_small_for_its_regimes_says_the_smallest_that_would_do():
    problem = TwoAnd.from_graph(nx.les_miserables_graph(), sparsity=2)
    regimes = split(problem, Thresholds.of(problem.outputs))
    with pytest.raises(ConstructionError, match=r"channels of 6 needs at least (\d+) neurons, not 50") as error:
        compute_blocks(problem, regimes, 50, 6, 0, sparing=False)
    least = int(str(error.value).split("at least ")[1].split()[0])
    blocks = compute_blocks(problem, regimes, least, 6, 0, sparing=False)
    assert [block.regime for block in blocks] == list(regimes)
    assert sum(block.rows for block in blocks) <= least


def test_outputs_that_are_alone_fire_exactly_when_they_are_one_whatever_else_is_active():
    problem = TwoAnd.from_graph(nx.petersen_graph(), sparsity=4)
    block = single_block(problem, "LL", np.arange(problem.outputs), 5)
    weights = weights_of(block, 10)
    for active in combinations(range(10), 4):
        fired = np.maximum(weights[:, list(active)].sum(axis=1) - block.rest, 0)
        ones = [a in active and b in active for a, b in problem.pairs]
        assert fired.tolist() == [block.unit * one for one in ones]


def test_a_regime_too_small_for_its_technique_gets_one_neuron_an_output():
    problem = TwoAnd.from_graph(nx.les_miserables_graph(), sparsity=2)
    regimes = split(problem, Thresholds.of(problem.outputs))
    blocks = compute_blocks(problem, regimes, 140, 10, 0, sparing=True)
    assert [(block.regime, block.alone) for block in blocks] == [
        ("LL", True), ("LH", True), ("HH", False), ("VH", True),
    ]  # fmt: skip
    assert sum(block.rows for block in blocks) <= 140
    assert sorted(np.concatenate([block.outputs for block in blocks]).tolist()) == list(range(254))
    least = least_for_blocks(problem, regimes, 10, sparing=True)
    with pytest.raises(ConstructionError, match=f"channels of 10 needs at least {least} neurons, not {least - 1}"):
        compute_blocks(problem, regimes, least - 1, 10, 0, sparing=True)
    assert sum(block.rows for block in compute_blocks(problem, regimes, least, 10, 0, sparing=True)) <= least
