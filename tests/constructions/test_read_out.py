"""The margin of codes that hold features, against all sparse inputs listed one by one, and against the provers."""

from itertools import combinations

import numpy as np
import pytest

from constructions.read_out import read_out_margin
from verify import BareCode, ConstantWeightCode, HadamardCode, IdentityCode, Margin, RandomSignCode, ReedSolomonCode
from verify.codes.base import expand

CODES = [
    IdentityCode(6),
    HadamardCode(rows=5, columns=8, seed=0),
    HadamardCode(rows=5, columns=7, seed=0),
    HadamardCode(rows=70, columns=9, seed=3),
    RandomSignCode(rows=67, columns=9, seed=0),
    RandomSignCode(rows=3, columns=6, seed=1),
    ConstantWeightCode(rows=9, columns=8, weight=3, seed=0),
    ReedSolomonCode(field=3, blocks=3, degree=2, columns=9),
    BareCode([[2, -1, 0, 3], [1, 1, -5, 0]]),
]


@pytest.mark.parametrize("code", CODES, ids=lambda code: f"{code.family}-{code.rows}-{code.columns}")
@pytest.mark.parametrize("sparsity", [1, 2, 3])
def test_the_margin_is_that_of_all_sparse_inputs(code, sparsity):
    words = expand(code).astype(np.int64)
    true, false = [], []
    for size in range(sparsity + 1):
        for active in combinations(range(code.columns), size):
            scores = words.T @ words[:, active].sum(axis=1)
            true += [int(scores[i]) for i in range(code.columns) if i in active]
            false += [int(scores[i]) for i in range(code.columns) if i not in active]
    assert read_out_margin(code, sparsity) == Margin(min(true), max(false))


def test_impossible_questions_are_refused():
    with pytest.raises(ValueError, match="sparsity must be at most the number of features"):
        read_out_margin(IdentityCode(3), 4)
    with pytest.raises(ValueError, match="inner products below"):
        read_out_margin(BareCode([[2**20, 1]]), 1)
