"""Sums in 16 bits bound the exact sums, and large numbers change no answer of the checker."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructions import structured_channels
from verify import Network, TwoAnd, Valid
from verify.checker.branch import check_branching
from verify.checker.branch.screen import Screen
from verify.progress import Deadline, silent
from verify.provers.branch import prove_by_branching


@given(
    st.integers(0, 2**32),
    st.sampled_from([3, 500, 10**6]),
    st.sampled_from([1, 7, 4000]),
    st.sampled_from([1, 20, 48]),
    st.sampled_from([1, 3, 16]),
)
def test_sums_bound_the_exact_sums_of_every_column_of_a_pool(seed, size, heaviest, columns, pool):
    rng = np.random.default_rng(seed)
    block = rng.integers(-size, size + 1, (9, columns)).astype(np.int32)
    rows, slots = rng.integers(0, 9, (4, 6)), rng.integers(1, 6, (4, 3))
    weights = rng.integers(1, heaviest + 1, (4, 1, 6))
    p = rng.integers(-2 * size, 2 * size + 1, (4, 3, 6)) * slots[:, :, None]
    screen = Screen(block, int(weights.sum(axis=-1).max()), pool)
    assert screen.tops.tolist() == block.max(axis=1).tolist()
    scaled = slots[:, :, None, None] * block[rows][:, None].astype(np.int64)
    unit, pools = (slots << screen.exponent)[:, :, None], np.arange(columns) // pool
    bounded = np.maximum(p, -slots[:, :, None] * screen.tops[rows][:, None])
    for given_weights in (weights, None):
        factor = np.ones_like(weights) if given_weights is None else weights
        whole = factor.sum(axis=-1)[:, :, None]
        terms = (factor[..., None] * np.maximum(scaled + p[..., None], 0)).sum(axis=2)
        constant = (factor * bounded).sum(axis=-1)[:, :, None]
        above, below = (
            screen.sums(rows, given_weights, p // slots[:, :, None], side).astype(np.int64)[:, :, pools]
            for side in (1, -1)
        )
        assert (terms <= unit * above + constant).all()
        assert (terms >= unit * (below - whole) + constant).all()
        if pool == 1:
            assert (terms >= unit * (above - whole) + constant).all()
    sums = (weights[..., None] * scaled).sum(axis=2)
    above, below = (screen.sums(rows, weights, None, side).astype(np.int64)[:, :, pools] for side in (1, -1))
    assert (sums <= unit * above).all()
    assert (sums >= unit * (below - weights.sum(axis=-1)[:, :, None])).all()


@pytest.mark.parametrize("scale", [1, 1000, 10**6])
@pytest.mark.parametrize("sparsity", [2, 3])
def test_large_numbers_are_checked_as_exactly_as_small_ones(scale, sparsity):
    problem = TwoAnd.random_regular(128, 2, sparsity=sparsity, seed=0)
    small = structured_channels(problem, neurons=400, weight=12)
    layer = small.layers[0]
    network = Network(
        [(layer.weights.astype(np.int64) * scale, layer.bias.astype(np.int64) * scale)],
        small.input_code, small.output_code, small.threshold * scale,
    )  # fmt: skip
    certificate = prove_by_branching(problem, network).certificate
    assert isinstance(check_branching(problem, network, certificate, Deadline(None), silent), Valid)
    certificate.arrays["bounds"][5] -= 1
    assert not isinstance(check_branching(problem, network, certificate, Deadline(None), silent), Valid)
