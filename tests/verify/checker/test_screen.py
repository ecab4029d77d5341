"""The fast way closes only what the definition closes, whatever the numbers are, and nearly all of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions import structured_channels
from verify import BareCode, Certificate, Invalid, Network, RandomSignCode, TwoAnd, Valid, check, problem_digest
from verify.checker.branch import check as module
from verify.checker.branch.definition import worst_sum
from verify.checker.branch.ground import Ground
from verify.checker.branch.screen import Leaves, Screens
from verify.checker.budget import Budget
from verify.progress import Deadline
from verify.provers.branch import prove_by_branching


@given(
    st.integers(0, 2**32),
    st.sampled_from([0, 3, 500, 10**6, 2**31, 2**40]),
    st.sampled_from([1, 7, 4000]),
    st.sampled_from([1, 4, 21]),
    st.integers(-3, 3),
)
@settings(max_examples=60, deadline=None)
def test_a_node_that_is_closed_the_fast_way_closes_by_the_definition(seed, size, heaviest, columns, off):
    """The limits lie at some node's largest term, or beside it."""
    rng = np.random.default_rng(seed)
    entries = rng.integers(-size, size + 1, (9, columns))
    kind = np.min_scalar_type(-1 - size)
    ground = Ground(rng.integers(0, 9, (4, 6)), rng.integers(0, heaviest + 1, (4, 6)), np.zeros(9, np.int64),
                    entries.astype(np.result_type(kind, np.int16)))  # fmt: skip
    nodes = 12
    slots, side = rng.integers(0, 4, nodes), rng.choice([-1, 1], nodes)
    p = rng.integers(-3 * size - 2, 3 * size + 3, (nodes, 6))
    leaves = Leaves(rng.integers(0, 4, nodes), rng.integers(0, columns, (nodes, 3)), p, slots, side)
    worst, mean = [], []
    for x in range(nodes):
        free = np.ones(columns, dtype=np.bool_)
        free[leaves.settled[x]] = False
        weights, mine = ground.weights[leaves.output[x]], entries[ground.rows[leaves.output[x]]].astype(np.int64)
        worst.append(worst_sum(weights, p[x], mine, free, int(slots[x]), int(side[x])))
        mean.append(worst[-1] // max(int(slots[x]), 1))
    limits = {1: int(rng.choice(mean)) + off, -1: int(rng.choice(mean)) + off}
    closes = Screens(ground, limits, Budget(Deadline(None))).closed(leaves)
    for x in range(nodes):
        by_definition = worst[x] < max(int(slots[x]), 1) * limits[int(side[x])]
        assert by_definition or not closes[x]
        if slots[x] < 2:
            assert by_definition == closes[x]


@pytest.mark.parametrize("scale", [1, 1000, 10**6])
@pytest.mark.parametrize("sparsity", [2, 3])
def test_large_numbers_are_checked_as_exactly_as_small_ones(monkeypatch, scale, sparsity):
    problem = TwoAnd.random_regular(64, 2, sparsity=sparsity, seed=0)
    small = structured_channels(problem, neurons=300, weight=12)
    layer = small.layers[0]
    network = Network(
        [(layer.weights.astype(np.int64) * scale, layer.bias.astype(np.int64) * scale)],
        small.input_code, small.output_code, small.threshold * scale,
    )  # fmt: skip
    certificate = prove_by_branching(problem, network).certificate
    for large in (0, 2**60):
        monkeypatch.setattr(module, "LARGE", large)
        assert isinstance(check(problem, network, certificate), Valid)


def test_more_slots_than_16_bits_hold_are_no_trouble_where_nothing_is_received(monkeypatch):
    """Once the fast way multiplied zeros of 16 bits by the number of slots, and ended in OverflowError."""
    monkeypatch.setattr(module, "LARGE", 1)
    features, sparsity = 2**15 + 9, 2**15 + 8
    problem = TwoAnd(features, sparsity, ((0, 1),))
    network = Network([([[0]], [0])], RandomSignCode(1, features, 0), BareCode([[1]]), threshold=1)
    never = Certificate(problem_digest(problem), network.digest, "branch", sparsity, 0, None, {"attained": None})
    answer = check(problem, network, never)
    assert isinstance(answer, Invalid)
    assert "is not settled by its bound 0" in answer.reason
