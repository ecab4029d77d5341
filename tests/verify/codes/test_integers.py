"""Arrays of integers: what is let in, and how it is kept."""

import pickle
from copy import copy, deepcopy

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify import BareCode, HadamardCode, IdentityCode, Network, gate_problem
from verify.codes.integers import read_only_integers
from verify.errors import shown


@given(st.lists(st.integers(-(2**63) + 1, 2**63 - 1), min_size=1))
def test_values_are_kept_exactly_in_the_narrowest_type(values):
    array = read_only_integers("b", values, dimensions=1)
    assert array.tolist() == values
    bits = next(b for b in (8, 16, 32, 64) if all(-(2 ** (b - 1)) <= v < 2 ** (b - 1) for v in values))
    assert array.dtype == np.dtype(f"int{bits}")
    assert not array.flags.writeable


def test_later_changes_of_the_source_do_not_reach_the_copy():
    source = np.array([[1, 2]], dtype=np.int8)
    kept = read_only_integers("W", source, dimensions=2)
    source[0, 0] = 9
    assert kept.tolist() == [[1, 2]]
    with pytest.raises(ValueError, match="read-only"):
        kept[0, 0] = 9


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ([1.0], TypeError, "not of float"),
        ([float("nan")], TypeError, "not of float"),
        ([True], TypeError, "not of bool"),
        ([1, True], TypeError, "not of bool"),  # once read as 1, because numpy mixes them
        ([np.True_], TypeError, "not of bool"),
        (np.array([True]), TypeError, "not of bool"),
        (np.array([1.0]), TypeError, "not of float64"),
        (np.array(["1"]), TypeError, "not of <U1"),
        (["1"], TypeError, "not of str"),
        ([None], TypeError, "not of NoneType"),
        (None, TypeError, "not of NoneType"),
        ([1j], TypeError, "not of complex"),
        ([2**63], OverflowError, "below 2\\*\\*63"),
        ([-1, 2**63], OverflowError, "below 2\\*\\*63"),  # numpy alone makes floats of these
        ([-(2**63)], OverflowError, "below 2\\*\\*63"),
        ([10**5000], OverflowError, "an integer of 16610 bits"),
        (np.array([2**63], dtype=np.uint64), OverflowError, "not 9223372036854775808"),
        (np.array([-(2**63)]), OverflowError, "not 9223372036854775808"),
        ([], ValueError, "must not be empty"),
        ([[1]], ValueError, "1 dimensions, not 2"),
        (7, ValueError, "1 dimensions, not 0"),
    ],
    ids=shown,
)
def test_what_is_not_made_of_integers_is_refused(values, error, words):
    with pytest.raises(error, match=words):
        read_only_integers("b", values, dimensions=1)


def test_ragged_rows_are_refused():
    with pytest.raises((TypeError, ValueError), match="W must"):
        read_only_integers("W", [[1], [1, 2]], dimensions=2)


@pytest.mark.parametrize("values", [[np.int8(3)], np.array([3], dtype=np.uint64), np.array([3], dtype=object), (3,)])
def test_integers_of_every_kind_are_taken(values):
    assert read_only_integers("b", values, dimensions=1).tolist() == [3]


def test_bare_codes_are_equal_when_their_entries_are():
    assert BareCode([[1, 2]]) == BareCode(np.array([[1, 2]], dtype=np.int64))
    assert hash(BareCode([[1, 2]])) == hash(BareCode(np.array([[1, 2]], dtype=np.int64)))
    assert BareCode([[1, 2]]) != BareCode([[1, 3]])
    assert BareCode([[1, 2]]) != BareCode([[1], [2]])


@pytest.mark.parametrize("again", [lambda one: one, copy, deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_arrays_of_networks_and_codes_cannot_be_made_writable(again):
    """Certificates name networks by a digest that is computed once: afterwards nobody may change what it names.

    Nor in a copy, which numpy would make of writable arrays: those that codes hold, and those that they remember.
    """
    matrix = np.array([[1, 2], [3, 4]])
    bare, signs = BareCode(matrix), HadamardCode(rows=2, columns=2, seed=0)
    network = Network([(matrix, [0, 0])], bare, signs, threshold=1)
    problem = gate_problem(3, 2, [("and", 0, 1)])
    assert signs.row_numbers.shape == (2,)
    assert len(problem.level_groups) == 1
    network, problem = again(network), again(problem)
    group = problem.level_groups[0][0]
    of_network = (network.layers[0].weights, network.layers[0].bias)
    for array in (*of_network, network.input_code.matrix, network.output_code.row_numbers, group.outputs, group.inputs):
        with pytest.raises(ValueError, match="cannot set WRITEABLE flag"):
            array.flags.writeable = True
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    matrix[...] = 9
    assert network.layers[0].weights.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("code", [BareCode([[1, -2]]), HadamardCode(3, 5, seed=1), IdentityCode(3)], ids=repr)
def test_copies_of_codes_are_the_same_codes(code):
    for again in (copy(code), deepcopy(code), pickle.loads(pickle.dumps(code))):
        assert again == code
        assert again.block(0, code.columns).tolist() == code.block(0, code.columns).tolist()
