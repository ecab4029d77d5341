"""What holds for every family of codes."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.codes.strategies import codes, public_codes, sparse_codes
from verify import (
    BareCode,
    Code,
    ConstantWeightCode,
    HadamardCode,
    RandomSignCode,
    ReedSolomonCode,
    SparseCode,
    code_from_recipe,
)
from verify.codes.base import expand
from verify.errors import shown


@settings(deadline=None)
@given(codes, st.data())
def test_blocks_are_columns_of_the_whole(code, data):
    whole = expand(code)
    assert whole.shape == (code.rows, code.columns)
    assert not whole.flags.writeable
    start = data.draw(st.integers(0, code.columns))
    stop = data.draw(st.integers(start, code.columns))
    assert np.array_equal(code.block(start, stop), whole[:, start:stop])


@settings(deadline=None)
@given(codes)
def test_largest_entry_bounds_every_entry(code):
    assert max(abs(int(entry)) for entry in expand(code).ravel()) <= code.largest_entry


@settings(deadline=None)
@given(codes, st.data())
def test_words_outside_the_code_are_refused(code, data):
    for start, stop in ((-1, 0), (0, code.columns + 1), (code.columns, code.columns + 1), (1, 0)):
        with pytest.raises(IndexError, match="words"):
            code.block(start, stop)


@settings(deadline=None)
@given(sparse_codes, st.data())
def test_supports_are_the_ones_of_the_block_ascending(code, data):
    assert isinstance(code, SparseCode)
    start = data.draw(st.integers(0, code.columns))
    stop = data.draw(st.integers(start, code.columns))
    supports, block = code.supports(start, stop), code.block(start, stop)
    assert supports.shape == (stop - start, code.weight)
    assert block.sum() == (stop - start) * code.weight
    for word, rows in zip(block.T, supports, strict=True):
        assert np.flatnonzero(word).tolist() == rows.tolist()


@settings(deadline=None)
@given(public_codes)
def test_recipes_round_trip_through_json(code):
    again = code_from_recipe(json.loads(json.dumps(code.recipe())))
    assert again == code
    assert hash(again) == hash(code)
    assert np.array_equal(expand(again), expand(code))


@pytest.mark.parametrize("family", ["dense", "sparse"])
def test_only_constant_weight_0_1_families_are_sparse(family):
    dense = [BareCode([[1]]), HadamardCode(1, 1, 0), RandomSignCode(1, 1, 0)]
    sparse = [ConstantWeightCode(2, 2, 1, 0)]
    for code in dense if family == "dense" else sparse:
        assert isinstance(code, Code)
        assert isinstance(code, SparseCode) == (family == "sparse")


@pytest.mark.parametrize(
    ("recipe", "error", "words"),
    [
        (None, TypeError, "must be a recipe"),
        ("identity", TypeError, "must be a recipe"),
        (["identity"], TypeError, "must be a recipe"),
        ({}, ValueError, "family must be one of"),
        ({"family": "golay"}, ValueError, "not 'golay'"),
        ({"family": ["identity"]}, ValueError, "family must be one of"),
        ({"family": "identity"}, ValueError, r"exactly the keys \['size'\], not \[\]"),
        ({"family": "identity", "size": 2, "seed": 0}, ValueError, "exactly the keys"),
        ({"family": "identity", "size": True}, TypeError, "size must be an integer, not True"),
        ({"family": "identity", "size": 2.0}, TypeError, "size must be an integer, not 2.0"),
        ({"family": "identity", "size": "2"}, TypeError, "size must be an integer, not '2'"),
        ({"family": "identity", "size": 0}, ValueError, "at least 1, not 0"),
        ({"family": "identity", "size": 2**40 + 1}, ValueError, "at most 1099511627776"),
        ({"family": "identity", "size": 10**5000}, ValueError, "an integer of 16610 bits"),
        ({"family": "random-signs", "rows": 1, "columns": 1, "seed": -1}, ValueError, "seed must be at least 0"),
        ({"family": "random-signs", "rows": 1, "columns": 1, "seed": 2**63}, ValueError, "seed must be at most"),
        ({"family": "hadamard", "rows": 2**40, "columns": 1, "seed": 0}, ValueError, "order must be at most"),
        ({"family": "hadamard", "rows": 1, "columns": 2**24 + 1, "seed": 0}, ValueError, "order must be at most"),
        (
            {"family": "constant-weight", "rows": 3, "columns": 1, "weight": 4, "seed": 0},
            ValueError,
            "weight must be at most rows = 3, not 4",
        ),
        (
            {"family": "constant-weight", "rows": 2**40, "columns": 2**40, "weight": 2**40, "seed": 0},
            ValueError,
            "columns \\* weight must be at most",
        ),
        ({"family": "reed-solomon", "field": 4, "blocks": 2, "degree": 2, "columns": 4}, ValueError, "a prime, not 4"),
        (
            {"family": "reed-solomon", "field": 3, "blocks": 4, "degree": 2, "columns": 4},
            ValueError,
            "field = 3, not 4",
        ),
        (
            {"family": "reed-solomon", "field": 3, "blocks": 2, "degree": 3, "columns": 4},
            ValueError,
            "blocks = 2, not 3",
        ),
        (
            {"family": "reed-solomon", "field": 3, "blocks": 2, "degree": 2, "columns": 10},
            ValueError,
            "3 \\*\\* 2, not 10",
        ),
        (
            {"family": "reed-solomon", "field": 2**40, "blocks": 2**40, "degree": 2**40, "columns": 2**40},
            ValueError,
            "blocks \\* field must be at most",
        ),
    ],
    ids=shown,
)
def test_bad_recipes_are_refused_with_the_rule(recipe, error, words):
    with pytest.raises(error, match=words):
        code_from_recipe(recipe)


def test_the_largest_reed_solomon_recipes_are_read_at_once():
    code = code_from_recipe(
        {"family": "reed-solomon", "field": 46337, "blocks": 46337, "degree": 46337, "columns": 2**40}
    )
    assert isinstance(code, ReedSolomonCode)
    assert code.supports(2**40 - 1, 2**40).shape == (1, 46337)
    assert (
        code_from_recipe({**code.recipe(), "field": 2**31 - 1, "blocks": 1, "degree": 1, "columns": 9}).rows
        == 2**31 - 1
    )
