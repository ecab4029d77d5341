import copy
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify import BareCode, HadamardCode, IdentityCode, Network, activations, outputs, scores
from verify.statement import forward


def network_of(seed, scale=1, m=5):
    rng = np.random.default_rng(seed)
    layers = [(rng.integers(-4, 5, (4, 3)), rng.integers(-3, 4, 4)), (scale * rng.integers(-4, 5, (6, 4)), [1] * 6)]
    codes = BareCode(rng.integers(-2, 3, (3, m))), BareCode(rng.integers(-2, 3, (6, 7)))
    return Network(layers, *codes, threshold=int(rng.integers(-5, 20)))


@given(st.integers(0, 2**32), st.sampled_from([1, 2**46]), st.lists(st.sets(st.integers(0, 4)), max_size=6))
@settings(deadline=None)
def test_sets_vectors_and_batches_are_read_alike(seed, scale, inputs):
    network = network_of(seed, scale)
    batch = np.array([[j in active for j in range(5)] for active in inputs], dtype=bool).reshape(-1, 5)
    read = network(batch)
    assert read.shape == (len(inputs), 7)
    for row, active in enumerate(inputs):
        expected = forward.outputs(network, active)
        for same in (active, tuple(active), sorted(active, reverse=True) if len(active) != 5 else active, batch[row]):
            assert outputs(network, same) == expected
        assert tuple(np.flatnonzero(read[row])) == expected == tuple(np.flatnonzero(network(batch[row])))
        assert (scores(network, batch)[row] == forward.scores(network, active)).all()
        assert all(
            (a == b).all()
            for a, b in zip(
                activations(network, batch[row].tolist()), forward.activations(network, active), strict=True
            )
        )


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ([0, 1, 1, 0, 0], TypeError, "0/1 vector or a list of feature numbers"),
        (np.array([0, 1, 1, 0, 0]), TypeError, "0/1 vector"),
        (np.array([0.0, 1.0]), TypeError, "must be an integer"),
        ([True, 1], TypeError, "neither a boolean vector"),
        ({True, False}, TypeError, "neither a boolean vector"),
        ([True, False], ValueError, "5 entries, one a feature, not 2"),
        ([3, 3], ValueError, "named twice"),
        ({5}, ValueError, "from 0 to 4"),
        ({-1}, ValueError, "from 0 to 4"),
        (np.zeros((2, 5), dtype=int), TypeError, "boolean array"),
        (np.zeros((2, 4), dtype=bool), ValueError, "5 columns"),
    ],
)
def test_what_is_ambiguous_or_no_input_is_refused(given, error, words):
    with pytest.raises(error, match=words):
        network_of(0)(given)


def test_one_input_is_asked_of_outputs_and_a_batch_of_the_network():
    with pytest.raises(TypeError, match="call the network"):
        outputs(network_of(0), np.zeros((2, 5), dtype=bool))


def test_copies_and_pickles_are_the_same_network():
    network = Network(
        [([[1, 1]], [-1])], HadamardCode(2, 2, 0), IdentityCode(1), threshold=1, construction={"name": "n"}
    )
    for same in (copy.deepcopy(network), copy.copy(network), pickle.loads(pickle.dumps(network))):
        assert same == network
        assert same.construction == network.construction
        assert not same.layers[0].weights.flags.writeable
