"""The engine under enumeration and sampling: exact extremes, in pieces or whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions import structured_channels
from tests.verify import networks as build
from tests.verify.cases import CASES, Case
from tests.verify.oracle import PlainNetwork, too_active, true_outputs
from verify import TwoAnd
from verify.scoring import scan
from verify.scoring.extremes import NO_SCORE
from verify.scoring.first_layer import received
from verify.scoring.rows import rows_of_code, rows_of_matrix
from verify.scoring.scan import Scanner, memory
from verify.scoring.sparse_states import columns_of
from verify.statement.inputs import sparse_blocks

ALWAYS_SPARSE, ALWAYS_DENSE = 0, 2**60


@pytest.mark.parametrize("faster", [ALWAYS_SPARSE, ALWAYS_DENSE], ids=["sparse", "dense"])
@pytest.mark.parametrize("case", CASES[::3], ids=str)
def test_extremes_are_those_of_the_definition(case: Case, faster: int, monkeypatch):
    monkeypatch.setattr(scan, "FASTER_DENSE", faster)
    scanner, plain = Scanner(case.problem, case.network), PlainNetwork(case.network)
    for active in sparse_blocks(case.problem, 10**6):
        extremes = scanner.extremes(active)
        for s, features in enumerate(map(tuple, active.tolist())):
            if too_active(case.problem, features):
                assert (extremes.smallest_true[s], extremes.largest_false[s]) == (NO_SCORE, -NO_SCORE)
                continue
            ones, scores = true_outputs(case.problem, features), plain.scores(features)
            true = [score for i, score in enumerate(scores) if i in ones]
            false = [score for i, score in enumerate(scores) if i not in ones]
            assert extremes.smallest_true[s] == min(true, default=NO_SCORE)
            assert extremes.largest_false[s] == max(false, default=-NO_SCORE)


@pytest.mark.parametrize("faster", [ALWAYS_SPARSE, ALWAYS_DENSE], ids=["sparse", "dense"])
@pytest.mark.parametrize("case", CASES[1::5], ids=str)
@pytest.mark.parametrize("block", [1, 2, 16, 100])
def test_scanning_in_several_pieces_equals_one_piece(case: Case, block: int, faster: int, monkeypatch):
    whole = Scanner(case.problem, case.network)
    monkeypatch.setattr(scan, "FASTER_DENSE", faster)
    pieces = Scanner(case.problem, case.network)
    pieces.block = block
    for active in sparse_blocks(case.problem, 10**6):
        one, many = whole.extremes(active), pieces.extremes(active)
        assert np.array_equal(one.smallest_true, many.smallest_true)
        assert np.array_equal(one.largest_false, many.largest_false)
        assert np.array_equal(one.wrong(case.network.threshold), many.wrong(case.network.threshold))


def test_a_network_whose_neurons_are_mostly_silent_is_scanned_by_its_active_neurons(monkeypatch):
    problem = TwoAnd.random_regular(256, 2, sparsity=2, seed=0)
    network = structured_channels(problem, neurons=256)
    followed, times = Scanner(problem, network).operations(0), scan.FASTER_DENSE
    monkeypatch.setattr(scan, "FASTER_DENSE", ALWAYS_DENSE)
    assert 0 < followed < Scanner(problem, network).operations(0) / times


def test_the_columns_of_a_matrix_are_those_of_its_transpose():
    rng = np.random.default_rng(3)
    for _ in range(20):
        matrix = rng.integers(-1, 2, size=rng.integers(1, 7, size=2))
        columns, transposed = columns_of(rows_of_matrix(matrix, np.int64)), rows_of_matrix(matrix.T, np.int64)
        for name in ("pointers", "indices", "values", "all_ones"):
            assert np.array_equal(getattr(columns, name), getattr(transposed, name))


@pytest.mark.parametrize("case", CASES[::4], ids=str)
@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_received_is_the_product_of_first_layer_and_input_code(case: Case, kind):
    network, plain = case.network, PlainNetwork(case.network)
    if max(network.activation_bounds) >= np.iinfo(kind).max:
        return
    matrix = received(network, np.dtype(kind))
    assert matrix.dtype == kind
    for feature in range(network.inputs):
        word = plain.carried[feature]
        assert matrix[feature].tolist() == [sum(w * word[e] for e, w in row) for row in plain.layers[0][0]]


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 5), st.integers(0, 10**6))
def test_rows_times_a_block_is_the_matrix_product(rows, columns, inputs, seed):
    rng = np.random.default_rng(seed)
    matrix = rng.integers(-2, 3, size=(rows, columns))
    x, bias = rng.integers(-9, 9, size=(columns, inputs)), rng.integers(-9, 9, size=rows)
    for kind in (np.int32, np.int64):
        product = rows_of_matrix(matrix, kind).apply(x.astype(kind), bias)
        assert np.array_equal(product, matrix @ x + bias[:, None])
        assert product.dtype == kind


@pytest.mark.parametrize("case", CASES[::4], ids=str)
def test_rows_of_a_code_are_its_words(case: Case):
    code = case.network.output_code
    found = rows_of_code(code, np.int64)
    identity = np.eye(code.rows, dtype=np.int64)
    assert np.array_equal(found.apply(identity, np.zeros(code.columns)), code.block(0, code.columns).T)
    assert found.all_ones == bool(
        (code.block(0, code.columns) >= 0).all() and found.nonzeros == code.block(0, code.columns).sum()
    )


def test_memory_grows_with_features_and_neurons():
    case = next(case for case in CASES if case.name == "naive complete graph")
    assert memory(case.problem, case.network) >= 4 * 6 * 15
    assert memory(case.problem, build.naive(case.problem, scale=2**40)) > memory(case.problem, case.network)
