"""Files of float networks: whole round trips in every format, and one sentence for what is wrong."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from safetensors import safe_open
from safetensors.numpy import save

from tests.verify.floats.strategies import networks, random_network
from verify import (
    DocumentError,
    FloatNetwork,
    IdentityCode,
    Network,
    load_any_network,
    load_float_network,
    load_network,
    save_float_network,
    save_network,
)

NOTE = {"format": "superproof-float-network-1", "precision": "float32", "strict": False, "construction": {}}
ONE = np.ones(1, np.float32)
TENSORS = {"W1": np.ones((1, 2), np.float32), "b1": ONE, "r1": np.ones(1, np.int8), "thresholds": ONE}


def file(note=None, **changes) -> bytes:
    tensors = {name: array for name, array in {**TENSORS, **changes}.items() if array is not None}
    return bytes(save(tensors, {"superproof": json.dumps({**NOTE, **(note or {})})}))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(networks)
def test_round_trip(tmp_path, network):
    path = tmp_path / "network.safetensors"
    save_float_network(network, path)
    assert load_float_network(path) == network
    assert load_any_network(path) == network


@pytest.mark.parametrize("precision", ["float16", "float32", "float64"])
def test_the_library_reads_what_we_write(tmp_path, precision):
    network = random_network(3, precision=precision)
    save_float_network(network, tmp_path / "x.safetensors")
    with safe_open(tmp_path / "x.safetensors", "numpy") as found:
        assert found.get_tensor("W1").dtype == precision
        assert found.get_tensor("W1").astype(np.float64).tolist() == network.layers[0].weights.tolist()
        assert found.get_tensor("r1").astype(bool).tolist() == network.layers[0].rectified.tolist()


def test_torch_reads_bfloat16(tmp_path):
    pytest.importorskip("torch")
    from safetensors.torch import load_file

    network = random_network(5, precision="bfloat16")
    save_float_network(network, tmp_path / "x.safetensors")
    assert load_file(tmp_path / "x.safetensors")["W1"].double().tolist() == network.layers[0].weights.tolist()


def test_a_note_is_kept_and_an_integer_network_told_apart(tmp_path):
    network = FloatNetwork([([[1.0]], [0.0], True)], 0.5, construction={"name": "superproof-float-network-1"})
    save_float_network(network, tmp_path / "float.safetensors")
    assert load_any_network(tmp_path / "float.safetensors").construction == network.construction
    integer = Network([([[1]], [0])], IdentityCode(1), IdentityCode(1), 1, dict(network.construction))
    save_network(integer, tmp_path / "integer.safetensors")
    assert load_any_network(tmp_path / "integer.safetensors") == integer
    with pytest.raises(DocumentError, match="must hold signed integers, not F32"):
        load_network(tmp_path / "float.safetensors")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (file(note={"format": "superproof-network-1"}), "format must be 'superproof-float-network-1'"),
        (file(note={"precision": "float8"}), "precision must be one of float16"),
        (file(note={"precision": "float16"}), "a float16 network must be of type F16, not F32"),
        (file(note={"strict": 1}), "strict must be True or False"),
        (file(note={"claim": "proved"}), "keys must be among"),
        (file(W1=None), "tensors must be W1, b1, r1"),
        (file(W2=ONE, b2=ONE, r2=ONE), "tensor r2 .*type I8, not F32|tensors"),
        (file(W2=ONE), "tensors must be W1, b1, r1"),
        (file(r1=np.array([2], np.int8)), "tensor r1 must hold 0 and 1 only"),
        (file(r1=np.ones(2, np.int8)), "must be True, False or 1 booleans"),
        (file(b1=np.array([np.nan], np.float32)), "every entry of b1 must be finite"),
        (file(b1=np.ones(1, np.int8)), "type F32, not I8"),
        (file(W1=np.ones(2, np.float32)), "W1 must have 2 dimensions"),
        (file(W1=np.ones((1, 0), np.float32)), "W1 must not be empty"),
        (file() + b"more", "must end where its last tensor does"),
        (file()[:-1], "without gaps|must end where"),
        (save(TENSORS), "metadata key 'superproof' is missing"),
        (save({"x": np.ones(1, np.uint8)}), "must hold floats or signed integers, not U8"),
    ],
)
def test_one_sentence_for_what_is_wrong(tmp_path, content, words):
    path = tmp_path / "bad.safetensors"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=words) as caught:
        load_float_network(path)
    assert "\n" not in str(caught.value)
