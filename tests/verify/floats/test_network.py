"""The float network: what it takes, what it refuses, and that it means what its numbers say."""

import pickle
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings

from tests.verify.floats.strategies import fractions, networks, random_network, reads
from verify import FloatNetwork

ONE = [([[1.0, -2.0]], [0.5], True)]


@settings(max_examples=30, deadline=None)
@given(networks)
def test_scores_and_readings_are_those_of_fractions(network):
    inputs = [set(c) for k in range(4) for c in combinations(range(3), k)]
    batch = np.array([[j in active for j in range(3)] for active in inputs])
    found = network(batch)
    for active, row in zip(inputs, found, strict=True):
        assert network.scores(active) == fractions(network, active)
        assert network(active).tolist() == row.tolist() == reads(network, active)


@settings(max_examples=30, deadline=None)
@given(networks)
def test_copies_are_equal(network):
    copy = pickle.loads(pickle.dumps(network))
    assert copy == network
    assert hash(copy) == hash(network)
    assert copy.layers[0].weights.dtype == np.float64


def test_every_part_of_the_statement_is_in_the_digest():
    digests = {
        FloatNetwork(*arguments).digest
        for arguments in (
            (ONE, [0.5]),
            (ONE, [0.5], "float64"),
            (ONE, [0.5], "float32", True),
            (ONE, [0.25]),
            ([([[1.0, -2.0]], [0.5], False)], [0.5]),
            ([([[1.0, -2.0]], [0.25], True)], [0.5]),
            ([([[-2.0, 1.0]], [0.5], True)], [0.5]),
            ([([[1.0], [-2.0]], [0.5, 0.0], True)], [0.5, 0.5]),
        )
    }
    assert len(digests) == 8


def test_minus_zero_is_zero_and_notes_are_no_part():
    one = FloatNetwork([([[-0.0, 1.0]], [0.0], True)], 0.0)
    other = FloatNetwork([([[0.0, 1.0]], [-0.0], True)], -0.0, construction={"name": "trained"})
    assert one == other
    assert not np.signbit(other.thresholds[0])
    assert repr(other) == "<trained: 2 features, neurons none, 1 outputs, float32>"


@pytest.mark.parametrize(
    ("values", "precision", "words"),
    [
        ([[np.nan, 1.0]], "float32", r"every entry of W1 must be finite, but entry \[0, 0\] is nan"),
        ([[1.0, -np.inf]], "float32", r"must be finite, but entry \[0, 1\] is -inf"),
        ([[0.1, 1.0]], "float32", r"must be a number of float32, but entry \[0, 0\] is 0.1 \(round"),
        ([[2049.0, 1.0]], "float16", "must be a number of float16"),
        ([[65520.0, 1.0]], "float16", "must be a number of float16"),
        ([[2.0**-25, 1.0]], "float16", "must be a number of float16"),
        ([[257.0, 1.0]], "bfloat16", "must be a number of bfloat16"),
        ([[2.0**128, 1.0]], "float32", "must be a number of float32"),
        ([[2.0**-150, 1.0]], "float32", "must be a number of float32"),
        ([[2**53 + 1, 1.0]], "float64", "must be a number of float64"),
        (np.array([[2**53 + 1, 1]]), "float64", "must be a number of float64"),
        ([[10**400, 1.0]], "float64", "must be a number of float64"),
    ],
)
def test_numbers_that_a_format_does_not_have(values, precision, words):
    with pytest.raises(ValueError, match=words):
        FloatNetwork([(values, [0.0], True)], [0.0], precision)


@pytest.mark.parametrize("largest", ["float16", "float32", "float64"])
def test_the_ends_of_formats_are_taken(largest):
    kind = np.finfo(largest)
    values = np.array([[kind.max, kind.smallest_subnormal, kind.tiny]], dtype=largest)
    network = FloatNetwork([(values, [0.0], True)], [0.0], largest)
    assert network.layers[0].weights.astype(largest).tolist() == values.tolist()


@pytest.mark.parametrize("precision", ["float16", "float32", "float64"])
def test_what_a_format_holds_is_what_numpy_keeps(precision):
    rng = np.random.default_rng(0)
    values = rng.normal(size=2000) * 2.0 ** rng.integers(-160, 130, size=2000)
    with np.errstate(over="ignore"):
        kept = values.astype(precision).astype(np.float64)
    from verify.floats.precision import PRECISIONS

    assert (PRECISIONS[precision].holds(values) == (kept == values)).all()
    finite = kept[np.isfinite(kept)]
    assert PRECISIONS[precision].holds(finite).all()


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (([], [0.0]), ValueError, "at least one layer"),
        ((ONE, [0.0, 1.0]), ValueError, "thresholds must have 1 entries, one an output, not 2"),
        ((ONE, [0.0], "float8"), ValueError, "precision must be one of float16"),
        ((ONE, [0.0], "float32", 1), TypeError, "strict must be True or False, not 1"),
        (([([[True, 1.0]], [0.0], True)], [0.0]), TypeError, "W1 must be an array of floats or integers, not of bool"),
        (([(np.ones((1, 2), bool), [0.0], True)], [0.0]), TypeError, "not of bool"),
        (([([["1"]], [0.0], True)], [0.0]), TypeError, "not of str"),
        (([([[1.0]], [0.0], 1)], [0.0]), TypeError, "must be True, False or 1 booleans"),
        (([([[1.0]], [0.0], [True, False])], [0.0]), TypeError, "must be True, False or 1 booleans"),
        (([([[1.0]], [0.0, 1.0], True)], [0.0]), ValueError, "b1 must have 1 entries"),
        (([([1.0], [0.0], True)], [0.0]), ValueError, "W1 must have 2 dimensions"),
        (([*ONE, ([[1.0, 1.0]], [0.0], True)], [0.0]), ValueError, "W2 must have 1 columns, one a neuron before it"),
    ],
)
def test_what_is_refused(arguments, error, words):
    with pytest.raises(error, match=words):
        FloatNetwork(*arguments)


def test_nothing_of_it_changes():
    network = random_network(0)
    with pytest.raises(AttributeError, match="strict was assigned"):
        network.strict = True
    with pytest.raises(AttributeError, match="layers was deleted"):
        del network.layers
    with pytest.raises(ValueError, match="WRITEABLE"):
        network.layers[0].weights.flags.writeable = True
    with pytest.raises(ValueError, match="WRITEABLE"):
        network.layers[0].rectified.flags.writeable = True


def test_sizes_of_a_residual_stream():
    """Four features in a stream of two; a block of three neurons adds to it."""
    embed = np.full((2, 4), 0.5)
    inner = np.vstack([np.eye(2), np.ones((3, 2))])
    back = np.hstack([np.eye(2), np.full((2, 3), 0.25)])
    mask = [False, False, True, True, True]
    layers = [(embed, np.zeros(2), False), (inner, np.zeros(5), mask), (back, np.zeros(2), False)]
    network = FloatNetwork([*layers, (np.ones((6, 2)), np.zeros(6), False)], np.full(6, 0.5))
    assert network.widths == (4, 2, 5, 2, 6)
    assert (network.neurons, network.rectified_neurons) == (5, 3)
    assert network.parameters == 8 + 8 + 8 + 12 + 6
    entries = (8 + 2) + (10 + 5) + (10 + 2) + (12 + 6) + 6
    assert network.parameter_bits == min(32 * entries, 32 * network.parameters + entries) + 5
