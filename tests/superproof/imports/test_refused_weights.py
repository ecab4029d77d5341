"""Files of weights that are damaged, of other types, or of no form: refused in a sentence; and those of torch."""

import zipfile

import numpy as np
import pytest
from safetensors.numpy import save_file

from superproof.imports.files import read_network
from tests.superproof.imports.weights_read import HIDDEN, OUT, PAIR, PROBLEM, M, notes, numbers, read
from verify import DocumentError

REFUSED = {
    "another width": ({"0.weight": numbers(5, 7)}, "no order of its matrices"),
    "a norm": ({"0.weight": PAIR[0], "1.weight": numbers(5), "2.weight": PAIR[2]}, "architecture: no chain uses"),
    "a convolution": ({"0.weight": numbers(2, 2, 2, 2)}, "another architecture"),
    "no matrix": ({"scale": numbers(4)}, "no matrix at all"),
    "a batch norm": ({"0.weight": PAIR[0], "1.running_mean": numbers(5), "2.weight": PAIR[2]}, "has a batch norm"),
    "a short bias": ({"0.weight": PAIR[0], "0.bias": numbers(4), "2.weight": PAIR[2]}, "must have 5 entries, .* not 4"),
    "NaN": ({"0.weight": np.full((OUT, M), np.nan, np.float32)}, "0.weight must hold finite numbers"),
    "two types": ({"0.weight": PAIR[0], "2.weight": PAIR[2].astype(np.float64)}, "one floating type, not of float32"),
    "integers": ({"0.weight": np.ones((OUT, M), np.int64)}, "one floating type, not of none"),
    "one name twice": ({"0.weight": PAIR[0], "module.0.weight": PAIR[0]}, "two tensors '0.weight'"),
    "many names": ({f"{'x' * k}.weight": numbers(M, M) for k in range(1, 11)}, "--layers"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_form_is_refused_in_one_sentence(name, tmp_path):
    tensors, words = REFUSED[name]
    with pytest.raises(DocumentError, match=words) as refusal:
        read(tmp_path, tensors)
    assert "\n" not in str(refusal.value)


def test_safetensors_of_others_are_read(tmp_path):
    names = ("0.weight", "0.bias", "2.weight", "2.bias")
    save_file(dict(zip(names, PAIR, strict=True)), tmp_path / "net.safetensors")
    network = read_network(tmp_path / "net.safetensors", PROBLEM)
    assert network == read(tmp_path, dict(zip(names, PAIR, strict=True)))
    with pytest.raises(DocumentError, match="superproof import first"):
        read_network(tmp_path / "net.safetensors", None)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_a_damaged_archive_is_refused_in_one_sentence(save, tmp_path):
    """Whatever byte is another one: read as it was, where none of its numbers is touched, or refused."""
    save(tmp_path / "net.npz", **{"0.weight": PAIR[0], "2.weight": PAIR[2]})
    whole = (tmp_path / "net.npz").read_bytes()
    network, refused = read_network(tmp_path / "net.npz", PROBLEM), 0
    for place in range(0, len(whole), 11):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        (tmp_path / "net.npz").write_bytes(damaged)
        try:
            assert read_network(tmp_path / "net.npz", PROBLEM) == network
        except DocumentError as refusal:
            refused += "\n" not in str(refusal)
    assert refused


def test_an_npz_with_objects_is_refused(tmp_path):
    np.savez(tmp_path / "net.npz", W=np.array([{}], dtype=object))
    with pytest.raises(DocumentError, match="cannot be read as npz"):
        read_network(tmp_path / "net.npz", PROBLEM)


class TestTorchFiles:
    @pytest.fixture
    def torch(self):
        return pytest.importorskip("torch")

    @pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
    def test_a_state_dict_is_the_module(self, torch, dtype, tmp_path):
        from superproof.imports.torch_module import from_torch

        torch.manual_seed(0)
        module = torch.nn.Sequential(torch.nn.Linear(M, 5), torch.nn.ReLU(), torch.nn.Linear(5, OUT))
        module.to(getattr(torch, dtype))
        torch.save({"state_dict": module.state_dict(), "epoch": 3}, tmp_path / "net.pt")
        assert read_network(tmp_path / "net.pt", PROBLEM) == from_torch(module)

    def test_a_pickle_that_needs_code_is_refused(self, torch, tmp_path):
        torch.save(torch.nn.Linear(M, OUT), tmp_path / "net.pt")
        with pytest.raises(DocumentError, match=r"needs code to be run, which is never done: save module.state_dict"):
            read_network(tmp_path / "net.pt", PROBLEM)

    def test_a_state_dict_is_found_beside_other_things(self, torch, tmp_path):
        state = {"0.weight": torch.tensor(PAIR[0]), "2.weight": torch.tensor(PAIR[2])}
        optimizer = {"state": {0: {"exp_avg": torch.ones(3)}}, "param_groups": []}
        torch.save({"net": state, "optimizer": optimizer, "step": 5}, tmp_path / "net.pt")
        network = read_network(tmp_path / "net.pt", PROBLEM)
        assert "left out, as no weights: optimizer (beside net), step (beside net)" in notes(network)
        torch.save({"net": state, "teacher": state}, tmp_path / "net.pt")
        with pytest.raises(DocumentError, match="or hold one, not a dict of net, teacher"):
            read_network(tmp_path / "net.pt", PROBLEM)

    def test_scripts_and_other_layouts_are_refused(self, torch, tmp_path):
        with zipfile.ZipFile(tmp_path / "net.pt", "w") as archive:
            archive.writestr("net/constants.pkl", b"")
        with pytest.raises(DocumentError, match="is a TorchScript archive, which is code to be run"):
            read_network(tmp_path / "net.pt", PROBLEM)
        torch.save({"0.weight": torch.ones(OUT, M).to_sparse()}, tmp_path / "net.pt")
        with pytest.raises(DocumentError, match=r"0\.weight is sparse or quantized: save it as a plain tensor"):
            read_network(tmp_path / "net.pt", PROBLEM)

    @pytest.mark.parametrize("zipped", [True, False])
    def test_a_damaged_torch_file_is_refused_in_one_sentence(self, torch, zipped, tmp_path):
        state = {"0.weight": torch.tensor(PAIR[0]), "2.weight": torch.tensor(PAIR[2])}
        torch.save(state, tmp_path / "net.pt", _use_new_zipfile_serialization=zipped)
        whole, refused = (tmp_path / "net.pt").read_bytes(), 0
        for place in range(0, len(whole), 29):
            (tmp_path / "net.pt").write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
            try:
                read_network(tmp_path / "net.pt", PROBLEM)
            except DocumentError as refusal:
                refused += "\n" not in str(refusal)
        assert refused

    def test_what_is_no_state_dict_is_refused(self, torch, tmp_path):
        torch.save([1, 2], tmp_path / "net.pt")
        with pytest.raises(DocumentError, match="a dict of tensors by name, or hold one, not list"):
            read_network(tmp_path / "net.pt", PROBLEM)
        data = (tmp_path / "net.pt").read_bytes()
        (tmp_path / "net.pt").write_bytes(data[: len(data) // 2])
        with pytest.raises(DocumentError, match="cannot be read as a torch file"):
            read_network(tmp_path / "net.pt", PROBLEM)


@pytest.mark.parametrize("kind", ["int64", "int8", "bool", "complex64"])
@pytest.mark.parametrize(("name", "shape"), [("0.bias", (HIDDEN,)), ("1.weight", (HIDDEN, HIDDEN)), ("mask", (M,))])
def test_no_tensor_of_another_type_is_left_out_unsaid(name, shape, kind, tmp_path):
    """A bias of integers is used by torch, and was once left out of a network that was proved."""
    tensors = {"0.weight": numbers(HIDDEN, M), "2.weight": numbers(OUT, HIDDEN), name: np.ones(shape, kind)}
    with pytest.raises(
        DocumentError, match=rf"beside float32 it has {name} \({kind}\): save them as float32, or --layers"
    ):
        read(tmp_path, tensors)
    layers = ("0.weight", "2.weight")
    if len(shape) == 1:
        with pytest.raises(DocumentError, match="or --biases says that they are none"):
            read(tmp_path, tensors, layers=layers)
    network = read(tmp_path, tensors, layers=layers, biases=("none", "none"))
    assert f"left out, as --layers names others: {name}" in notes(network)


def test_counters_without_a_dimension_are_no_weights(tmp_path):
    tensors = {"0.weight": numbers(HIDDEN, M), "2.weight": numbers(OUT, HIDDEN), "steps": np.int64(7)}
    assert "left out, as no weights: steps" in notes(read(tmp_path, tensors))
