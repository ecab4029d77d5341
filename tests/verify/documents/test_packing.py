"""Packed matrices: read back exactly, as small as is said, and refused where they are not what is written."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from safetensors.numpy import save

from verify import DocumentError, HadamardCode, IdentityCode, Network, load_network, save_network
from verify.documents.packing import KEYS, packed, unpacked


@given(
    st.tuples(st.integers(-9, 9), st.integers(1, 9), st.sampled_from((1, 2, 3, 4, 7, 13))).flatmap(
        lambda form: arrays(
            np.int8,
            array_shapes(min_dims=2, max_dims=2, max_side=15),
            elements=st.integers(0, form[2] - 1).map(lambda digit: form[0] + form[1] * digit),
        )
    )
)
def test_what_is_packed_is_read_back(matrix):
    made = packed(matrix)
    assert made is not None
    again = unpacked("n", "W1", *made)
    assert again.dtype == np.int8
    assert np.array_equal(again, matrix)


@pytest.mark.parametrize("matrix", [[[-128, 1]], [[0, 1, 127]], [[0, 2**40]], [[]], [1, 2]])
def test_what_does_not_fit_is_not_packed(matrix):
    assert packed(np.array(matrix, np.int64)) is None


def test_a_network_of_one_bit_takes_a_bit_a_weight_and_is_the_same(tmp_path):
    signs = np.random.default_rng(0).choice((-1, 1), (200, 200))
    network = Network([(signs, np.arange(200))], HadamardCode(200, 300, 0), IdentityCode(200), threshold=3)
    sizes = {}
    for pack in (False, True):
        save_network(network, tmp_path / "n", pack=pack)
        again, sizes[pack] = load_network(tmp_path / "n"), (tmp_path / "n").stat().st_size
        assert again == network
        assert again.construction == network.construction
    assert sizes[True] < sizes[False] - 200 * 200 * (1 - 1 / 7)


GOOD = dict(zip(KEYS, (1, 2, -1, 2, 2), strict=True))
CASES = {
    "unknown tensor": ({"W2": GOOD}, "packed must name tensors of the file, not 'W2'"),
    "no object": ({"W1": 3}, "packed W1 must be an object with rows, columns"),
    "unknown key": ({"W1": {**GOOD, "zero": 0}}, "keys must be among .*, not 'zero'"),
    "key missing": ({"W1": {"rows": 1}}, "key 'columns' is missing"),
    "true": ({"W1": {**GOOD, "rows": True}}, "rows must be an integer, not true"),
    "no rows": ({"W1": {**GOOD, "rows": 0}}, "63 of its rows x columns entries a word, not 0 x 2 in 1 words"),
    "both negative": ({"W1": {**GOOD, "rows": -1, "columns": -2}}, "not -1 x -2 in 1 words"),
    "too many": ({"W1": {**GOOD, "columns": 2**70}}, "entries a word, not 1 x 1180591620717411303424 in 1 words"),
    "one level": ({"W1": {**GOOD, "levels": 1}}, "levels must be from 2 to 127, not 1"),
    "many levels": ({"W1": {**GOOD, "levels": 2**70}}, "levels must be from 2 to 127"),
    "step zero": ({"W1": {**GOOD, "step": 0}}, "step must be from 1 to 254, not 0"),
    "beyond": ({"W1": {**GOOD, "least": 126}}, "least must be at least -127, and no entry above 127, not 126"),
    "digits beyond": ({"W1": {**GOOD, "columns": 1}}, "zeros for the digits that no entry takes"),
    "other base": ({"W1": {**GOOD, "levels": 3, "step": 1, "columns": 1}}, "zeros for the digits"),
    "matrix": ({"b1": GOOD, "W1": GOOD}, "packed b1 must be one row of I64, not 1 dimensions of int8"),
}


@pytest.mark.parametrize(("facts", "words"), CASES.values(), ids=list(CASES))
def test_what_nobody_packs_is_refused(tmp_path, facts, words):
    refused(tmp_path, np.array([3], np.int64), facts, words)


def test_words_are_not_negative(tmp_path):
    refused(tmp_path, np.array([-1], np.int64), {"W1": GOOD}, "no negative word, not -1")


def refused(tmp_path, word, facts, words):
    note = {
        "format": "superproof-network-1",
        "threshold": 1,
        "packed": facts,
        "input_code": {"family": "identity", "size": 2},
        "output_code": {"family": "identity", "size": 1},
    }
    path = tmp_path / "n.safetensors"
    path.write_bytes(save({"W1": word, "b1": np.array([-1], np.int8)}, {"superproof": json.dumps(note)}))
    with pytest.raises(DocumentError, match=words):
        load_network(path)
