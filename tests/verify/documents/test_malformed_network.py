"""Network files that are damaged or wrong: each is a DocumentError, quickly and in little memory."""

import json
import random
import struct
import tracemalloc

import numpy as np
import pytest
from safetensors.numpy import save

from tests.verify import networks as build
from tests.verify.cases import CYCLE, CYCLE_CODE, PATH
from verify import DocumentError, load_network, save_network

LAYER = {"W1": np.array([[1, 1]], dtype=np.int8), "b1": np.array([-1], dtype=np.int8)}
NOTE = {
    "format": "superproof-network-1",
    "input_code": {"family": "identity", "size": 2},
    "output_code": {"family": "identity", "size": 1},
    "threshold": 1,
    "construction": {"name": "x", "arguments": {}, "seed": 0},
}


def file(tensors=None, note=None, **changes) -> bytes:
    text = note if isinstance(note, str) else json.dumps({**(NOTE if note is None else note), **changes})
    return bytes(save(LAYER if tensors is None else tensors, {"superproof": text}))


def layer(**changes) -> dict[str, np.ndarray]:
    return {**LAYER, **{k: np.asarray(v) for k, v in changes.items()}}


def random_signs(rows=2, columns=2, **more):
    return {"family": "random-signs", "rows": rows, "columns": columns, "seed": 0, **more}


def header(text: str, data: bytes = b"", length: int | None = None) -> bytes:
    return struct.pack("<Q", len(text.encode()) if length is None else length) + text.encode() + data


def forged(name="W1", dtype="I8", shape=(1, 2), offsets=(0, 2), data=b"\1\1") -> bytes:
    return header(json.dumps({name: {"dtype": dtype, "shape": shape, "data_offsets": offsets}}), data)


ONE = '{"W1":{"dtype":"I8","shape":[1,2],"data_offsets":[0,2]}}'
META = json.dumps({"__metadata__": {"superproof": json.dumps(NOTE)}})
CASES = {
    "empty": (b"", "is empty"),
    "text": (b"hello, this is no network at all", "is not a safetensors file"),
    "zeros": (b"\0" * 1000, "is not"),
    "header longer than the file": (header("{}", length=10**6), "is not a safetensors file"),
    "header of 2**63 bytes": (header("{}", length=2**63), "is not a safetensors file"),
    "header no JSON": (header("{" * 50), "is not a safetensors file"),
    "header deep": (header("[" * 100_000), "is not a safetensors file"),
    "header not UTF-8": (struct.pack("<Q", 4) + b'"\xff\xfe"', "is not a safetensors file"),
    "shape and data differ": (forged(shape=(1, 3)), "is not a safetensors file"),
    "shape overflows": (forged(shape=(2**62, 2**62)), "is not a safetensors file"),
    "shape of no array": (forged(shape=(0, 2**62, 2**62), offsets=(0, 0), data=b""), "sizes that arrays can have"),
    "65 dimensions": (forged(shape=(1,) * 65, offsets=(0, 1), data=b"\1"), "sizes that arrays can have"),
    "offsets past the end": (forged(offsets=(0, 2**40), shape=(1, 2**40)), "is not a safetensors file"),
    "offsets backwards": (forged(offsets=(2, 0)), "is not a safetensors file"),
    "unknown type": (forged(dtype="I128"), "tensor W1 must hold signed integers, not I128$"),
    "type a number": (forged(dtype=8), "tensor W1 must hold signed integers, not 8"),
    "a key of a tensor twice": (header(ONE.replace('"shape"', '"dtype":"I8","shape"'), b"\1\1"), "occurs twice"),
    "a tensor twice": (header(ONE[:-1] + "," + ONE[1:], b"\1\1"), "occurs twice"),
    "unknown key of a tensor": (header(ONE.replace('"shape"', '"x":1,"shape"'), b"\1\1"), "and no other"),
    "metadata twice": (header(META[:-1] + "," + META[1:]), "occurs twice"),
    "a key of the metadata twice": (
        header(META.replace('"superproof"', '"superproof":"","superproof"')),
        "occurs twice",
    ),
    "metadata no strings": (header('{"__metadata__":{"superproof":1}}'), "must be an object of strings"),
    "unknown metadata": (save(LAYER, {"superproof": json.dumps(NOTE), "claim": "proved"}), "not 'claim'"),
    "two tensors in one place": (header(ONE[:-1] + "," + ONE[1:].replace("W1", "b1"), b"\1\1"), "without gaps"),
    "a gap": (header(ONE.replace("[0,2]", "[1,3]"), b"\0\1\1"), "without gaps"),
    "a size that is true": (header(ONE.replace("[1,2]", "[true,2]"), b"\1\1"), "must be sizes"),
    "no metadata": (save(LAYER), "metadata key 'superproof' is missing"),
    "other metadata": (save(LAYER, {"format": "pt"}), "metadata key 'superproof' is missing"),
    "metadata no JSON": (file(note="{"), "is not JSON"),
    "metadata with a mark": (file(note="\ufeff" + json.dumps(NOTE)), "is not JSON"),
    "metadata an array": (file(note="[]"), "must hold one JSON object"),
    "metadata deep": (file(note="[" * 100_000), "nested too deeply"),
    "metadata with a fraction": (file(construction={"p": 0.5}), "numbers must be integers, not 0.5"),
    "metadata with a repeated key": (file(note='{"threshold": 1, "threshold": 1}'), "occurs twice"),
    "metadata with an unknown key": (file(margin=3), "keys must be among .*, not 'margin'"),
    "wrong format": (file(format="superproof-network-2"), "format must be 'superproof-network-1'"),
    "construction no object": (file(construction="x"), "construction must be an object, not 'x'"),
    "threshold a boolean": (file(threshold=True), "threshold must be an integer, not true"),
    "threshold a string": (file(threshold="1"), "threshold must be an integer, not '1'"),
    "threshold null": (file(threshold=None), "threshold must be an integer, not null"),
    "threshold a fraction": (file(threshold=1.0), "numbers must be integers, not 1.0"),
    "threshold of 64 bits": (file(threshold=2**63), "below 2\\*\\*63, but may take 64 bits"),
    "threshold of many bits": (file(threshold=-(10**3990)), "below 2\\*\\*63"),
    "no tensors": (file({}), "tensors must be W1, b1, .*, not none"),
    "no bias": (file({"W1": LAYER["W1"]}), "tensors must be W1, b1, .*, not W1"),
    "no weights": (file({"b1": LAYER["b1"]}), "tensors must be W1, b1, .*, not b1"),
    "weights misnamed": (file({"w1": LAYER["W1"], "b1": LAYER["b1"]}), "tensors must be"),
    "numbered from 0": (file({"W0": LAYER["W1"], "b0": LAYER["b1"]}), "tensors must be"),
    "a layer skipped": (file(layer(W3=[[1]], b3=[0])), "tensors must be"),
    "leading zero": (file({"W01": LAYER["W1"], "b01": LAYER["b1"]}), "tensors must be"),
    "extra tensor": (file(layer(C=[1])), "tensors must be"),
    "two extra tensors": (file(layer(C=[1], D=[1])), "tensors must be"),
    "a code nobody asked for": (file(layer(A=[[1, 0], [0, 1]])), "tensors must be"),
    "float weights": (file(layer(W1=[[1.0, 1.0]])), "tensor W1 must hold signed integers, not F64"),
    "NaN weights": (file(layer(W1=[[np.nan, 1.0]])), "tensor W1 must hold signed integers, not F64"),
    "half weights": (file(layer(W1=np.ones((1, 2), dtype=np.float16))), "signed integers, not F16"),
    "boolean weights": (file(layer(W1=[[True, True]])), "tensor W1 must hold signed integers, not BOOL"),
    "unsigned weights": (file(layer(W1=np.ones((1, 2), dtype=np.uint8))), "signed integers, not U8"),
    "unsigned bias": (file(layer(b1=np.ones(1, dtype=np.uint64))), "tensor b1 must hold signed integers, not U64"),
    "complex weights": (file(layer(W1=np.ones((1, 2), dtype=np.complex64))), "signed integers, not C64"),
    "bfloat weights": (forged(dtype="BF16", offsets=(0, 4), data=b"\0" * 4), "not BF16: a network of floats"),
    "eight-bit floats": (forged(dtype="F8_E4M3"), "not F8_E4M3: .* rounded to integers .*docs/limits.md"),
    "float tensor beside": (file(layer(C=[0.5])), "tensor C must hold signed integers, not F64: a network of floats"),
    "weights a vector": (file(layer(W1=np.array([1, 1]))), "W1 must have 2 dimensions, not 1"),
    "weights a number": (file(layer(W1=np.array(1))), "W1 must have 2 dimensions, not 0"),
    "bias a matrix": (file(layer(b1=np.array([[1]]))), "b1 must have 1 dimensions, not 2"),
    "weights without rows": (file(layer(W1=np.empty((0, 2), dtype=np.int8))), "W1 must not be empty"),
    "too many columns": (file(layer(W1=np.array([[1, 1, 1]]))), "W1 must have 2 columns, .* not 3"),
    "too many biases": (file(layer(b1=np.array([1, 1]))), "b1 must have 1 entries, .* not 2"),
    "layers that do not chain": (file(layer(W2=[[1, 1]], b2=[0])), "W2 must have 1 columns, .* not 2"),
    "weights that overflow": (file(layer(W1=np.array([[2**62, 2**62]]))), "below 2\\*\\*63"),
    "the least integer": (file(layer(W1=np.array([[-(2**63), 0]]))), "below 2\\*\\*63"),
    "bias that overflows": (file(layer(W1=np.array([[2**62, 0]]), b1=np.array([2**62]))), "below 2\\*\\*63"),
    "no input code": (file(note={k: v for k, v in NOTE.items() if k != "input_code"}), "'input_code' is missing"),
    "code a number": (file(input_code=3), "a code must be a recipe"),
    "code null": (file(input_code=None), "a code must be a recipe"),
    "code another word": (file(input_code="matrix"), "a code must be a recipe"),
    "code tensor missing": (file(input_code="tensor"), "needs the tensor A, which is missing"),
    "reading tensor missing": (file(output_code="tensor"), "needs the tensor B, which is missing"),
    "code tensor a vector": (file(layer(A=[1, 1]), input_code="tensor"), "bare code must have 2 dimensions"),
    "code tensor of another size": (file(layer(A=[[1, 1]]), input_code="tensor"), "W1 must have 1 columns"),
    "code tensor huge entries": (file(layer(A=np.full((2, 2), 2**62)), input_code="tensor"), "below 2\\*\\*63"),
    "unknown family": (file(input_code={"family": "golay"}), "family must be one of"),
    "no family": (file(input_code={"size": 2}), "family must be one of .*, not None"),
    "family a list": (file(input_code={"family": ["identity"]}), "family must be one of"),
    "extra recipe key": (file(input_code=random_signs(weight=1)), "takes exactly the keys"),
    "recipe key missing": (file(input_code={"family": "random-signs", "rows": 2}), "takes exactly the keys"),
    "recipe size a boolean": (file(input_code=random_signs(columns=True)), "columns must be an integer, not True"),
    "recipe size zero": (file(input_code=random_signs(columns=0)), "columns must be at least 1, not 0"),
    "recipe seed negative": (file(input_code=random_signs(seed=-1)), "seed must be at least 0, not -1"),
    "recipe seed too large": (file(input_code=random_signs(seed=2**63)), "seed must be at most"),
    "recipe size astronomical": (file(input_code=random_signs(columns=10**3000)), "columns must be at most"),
    "rows for the moon": (file(input_code=random_signs(rows=2**40)), "W1 must have 1099511627776 columns"),
    "words to read for the moon": (
        file(output_code={"family": "hadamard", "rows": 1, "columns": 2**40, "seed": 0}),
        "order must be at most",
    ),
    "draws for the moon": (
        file(input_code={"family": "constant-weight", "rows": 2, "columns": 2**40, "weight": 2, "seed": 0}),
        "columns \\* weight must be at most",
    ),
    "field no prime": (
        file(input_code={"family": "reed-solomon", "field": 2**31 - 2, "blocks": 1, "degree": 1, "columns": 1}),
        "field must be a prime",
    ),
    "field for the moon": (
        file(input_code={"family": "reed-solomon", "field": 2**40, "blocks": 2**40, "degree": 2, "columns": 1}),
        "blocks \\* field must be at most",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_malformed_network_is_refused_with_file_and_rule(tmp_path, name):
    content, words = CASES[name]
    path = tmp_path / "network.safetensors"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=words) as caught:
        load_network(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert len(message) < len(str(path)) + 400


def test_the_network_that_was_spoiled_above_is_right(tmp_path):
    (tmp_path / "n").write_bytes(file())
    assert load_network(tmp_path / "n").widths == (2, 1)
    (tmp_path / "n").write_bytes(file(note={k: v for k, v in NOTE.items() if k != "construction"}))
    assert load_network(tmp_path / "n").construction == {}


@pytest.fixture(params=["naive", "bare", "structured"])
def saved(request, tmp_path):
    network = {
        "naive": build.naive(PATH),
        "bare": build.through_sums(PATH),
        "structured": build.structured(CYCLE, 14, 0, CYCLE_CODE, 46, -14),
    }[request.param]
    save_network(network, tmp_path / "n")
    return tmp_path / "n", network


def test_truncated_at_any_length(saved):
    path, _ = saved
    data = path.read_bytes()
    for length in {*range(0, len(data), max(1, len(data) // 200)), len(data) - 1, *range(16)}:
        path.write_bytes(data[:length])
        with pytest.raises(DocumentError):
            load_network(path)


def test_lengthened(saved):
    path, _ = saved
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(DocumentError):
        load_network(path)


def test_any_byte_changed_is_refused_or_gives_another_network(saved):
    """No byte is silently ignored, but for those of the construction note, which is no part of the statement."""
    path, network = saved
    data = path.read_bytes()
    rng = random.Random(3)
    for place in rng.sample(range(len(data)), min(400, len(data))):
        spoiled = bytearray(data)
        spoiled[place] ^= 1 << rng.randrange(8)
        path.write_bytes(spoiled)
        try:
            again = load_network(path)
        except DocumentError:
            continue
        padding = data[place : place + 1] == b" "
        assert again.digest != network.digest or again.construction != network.construction or padding, place


def test_random_bytes(tmp_path):
    rng = random.Random(5)
    for length in [*range(64), *[rng.randrange(2000) for _ in range(100)]]:
        (tmp_path / "n").write_bytes(rng.randbytes(length))
        with pytest.raises(DocumentError):
            load_network(tmp_path / "n")


def test_a_recipe_for_astronomical_sizes_costs_nothing(tmp_path):
    """Even a recipe that is within all rules is not expanded when a file is read."""
    wide = {"family": "random-signs", "rows": 2, "columns": 2**40, "seed": 0}
    (tmp_path / "n").write_bytes(file(input_code=wide))
    tracemalloc.start()
    assert load_network(tmp_path / "n").inputs == 2**40
    assert tracemalloc.get_traced_memory()[1] < 2**22
    tracemalloc.stop()
