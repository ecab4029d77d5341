"""Reflections, and the heuristic that says where they begin to succeed."""

import numpy as np
import pytest

from constructions.decorrelation import Band, Limits, basis, least_dimension, reflections
from verify import HadamardCode
from verify.codes.base import expand


@pytest.mark.parametrize("sparsity", [1, 2, 3, 6])
def test_a_band_leaves_the_signal_above_the_interference(sparsity):
    band = Band.of(sparsity)
    assert 0 < sparsity * band.high < 1 - (sparsity - 1) * band.low


def test_reflections_stay_within_what_weights_can_make_and_end_within_the_band():
    right = basis(expand(HadamardCode(rows=44, columns=64, seed=0)))
    wanted, band = np.eye(64, dtype=np.bool_), Band.of(2)
    made = list(reflections(Limits.of(wanted, band), right, right, 60))
    assert all(np.abs(right @ (right.T @ M @ right) @ right.T - M).max() < 1e-4 for M in made)
    assert (made[-1][wanted] > 0.99).all()
    assert np.abs(made[-1][~wanted]).max() < max(band.low, band.high) + 0.01


def test_more_sparsity_and_more_wanted_entries_need_more_dimensions():
    shares = [least_dimension(share, 2) for share in (0.0005, 0.001, 0.01, 0.05)]
    assert shares == sorted(shares)
    sparsities = [least_dimension(0.001, v) for v in (1, 2, 3, 4)]
    assert sparsities == sorted(sparsities)
    assert 0 < shares[0] < shares[-1] < 1
