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
    st.integers(0, 2**32), st.integers(1, 5), st.sampled_from([3, 500, 10**6]), st.sampled_from([1, 7, 4000]),
    st.booleans(),
)  # fmt: skip
def test_sums_bound_the_exact_sums_from_both_sides(seed, slots, size, weight, shared):
    rng = np.random.default_rng(seed)
    block = rng.integers(-size, size + 1, (6, 20)).astype(np.int32)
    weights, p = rng.integers(1, weight + 1, 6), rng.integers(-2 * size, 2 * size + 1, 6)
    screen = Screen(block, slots, int(weights.sum()), p if shared else None)
    scaled = slots * block.astype(np.int64)
    assert screen.tops.tolist() == scaled.max(axis=1).tolist()
    for convex in (True, False):
        used = np.flatnonzero(p > -screen.tops) if convex else np.arange(6)
        found = screen.sums(used, weights[used], p[used] if convex else None, shared=shared and convex)
        exact = weights[used] @ (np.maximum(scaled[used], -p[used, None]) if convex else scaled[used])
        unit = 2**screen.exponent
        assert (exact <= unit * found.astype(np.int64)).all()
        assert (exact >= unit * (found.astype(np.int64) - weights[used].sum())).all()


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
