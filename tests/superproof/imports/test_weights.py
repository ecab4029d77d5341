"""Files of weights in the forms that people store: read as the network that they are, or refused with what decides."""

import numpy as np
import pytest

from superproof.imports.files import read_network
from superproof.imports.read_chain import Reading
from tests.superproof.imports.weights_read import HIDDEN, OUT, PAIR, PROBLEM, TIED, M, notes, numbers, read
from verify import DocumentError

SPELLINGS = {
    "numbers": ("0.weight", "0.bias", "2.weight", "2.bias"),
    "layers": ("layers.2.weight", "layers.2.bias", "layers.10.weight", "layers.10.bias"),
    "fc": ("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"),
    "words": ("hidden.weight", "hidden.bias", "head.weight", "head.bias"),
    "W_in": ("W_in", "b_in", "W_out", "b_out"),
    "W1": ("W1", "b1", "W2", "b2"),
    "last names": ("weights.0", "biases.0", "weights.1", "biases.1"),
    "beside": ("fc1_weight", "fc1_bias", "fc2_weight", "fc2_bias"),
    "kernels": ("dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"),
    "prefixes": ("_orig_mod.module.0.weight", "module.0.bias", "model._orig_mod.2.weight", "2.bias"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_chain_is_read_whatever_its_names(spelling, tmp_path):
    network = read(tmp_path, dict(zip(SPELLINGS[spelling], PAIR, strict=True)))
    assert network.widths == (M, 5, OUT)
    assert [layer.rectified.all() for layer in network.layers] == [True, False]
    for layer, weights, bias in zip(network.layers, PAIR[::2], PAIR[1::2], strict=True):
        assert np.array_equal(layer.weights, weights)
        assert np.array_equal(layer.bias, bias)
    assert (network.strict, set(network.thresholds)) == (True, {0})


def test_orientation_is_that_which_fits_and_is_said(tmp_path):
    straight = read(tmp_path, {"W_in": PAIR[0], "W_out": PAIR[2]})
    turned = read(tmp_path, {"W_in": PAIR[0].T, "W_out": PAIR[2].T})
    assert turned == straight
    assert "stored as (inputs, outputs): W_in, W_out" in notes(turned)
    assert "no bias of W_in: 0" in notes(straight)
    assert read(tmp_path, {"0.weight": PAIR[0].T, "2.weight": PAIR[2].T}) == straight


def test_what_fits_in_two_orientations_is_refused_until_told(tmp_path):
    square = {"W_in": numbers(M, M), "W_out": numbers(M, M).T}
    with pytest.raises(DocumentError, match="two orientations: --transposed decides"):
        read(tmp_path, square, TIED, form="chain")
    network = read(tmp_path, square, TIED, form="chain", transposed=True)
    assert np.array_equal(network.layers[0].weights, square["W_in"].T)
    torchs = read(tmp_path, {"0.weight": square["W_in"]}, TIED, form="chain")
    assert np.array_equal(torchs.layers[0].weights, square["W_in"])
    assert "square, and taken as (outputs, inputs) (--transposed): 0.weight" in notes(torchs)


def test_a_residual_stream_has_blocks_that_add(tmp_path):
    stream = {"W_E": numbers(M, 6), "W_U": numbers(6, OUT)}
    for block in range(2):
        stream |= {f"layers.{block}.mlp_in.weight": numbers(5, 6) + block, f"layers.{block}.mlp_in.bias": numbers(5)}
        stream |= {f"layers.{block}.mlp_out.weight": numbers(6, 5) - block, f"layers.{block}.mlp_out.bias": numbers(6)}
    network = read(tmp_path, stream)
    assert network.widths == (M, 6, 5 + 6, 6, 5 + 6, 6, OUT)
    assert "read as a residual" in notes(network)
    assert "stored as (inputs, outputs): W_E, W_U" in notes(network)


def test_blocks_of_two_matrices_are_a_stream_or_a_chain_as_told(tmp_path):
    blocks = {"embed.weight": numbers(5, M), "unembed.weight": numbers(OUT, 5)}
    blocks |= {f"blocks.0.fc{k + 1}.weight": w for k, w in enumerate((numbers(6, 5), numbers(5, 6)))}
    with pytest.raises(DocumentError, match="chain or a residual stream: --form decides"):
        read(tmp_path, blocks)
    assert read(tmp_path, blocks, form="residual").widths == (M, 5, 6 + 5, 5, OUT)
    assert read(tmp_path, blocks, form="chain").widths == (M, 5, 6, 5, OUT)


def test_a_tied_pair_is_linear_then_rectified(tmp_path):
    W, b = numbers(2, M), numbers(M)
    network = read(tmp_path, {"W": W, "b_final": b}, TIED)
    assert [layer.rectified.all() for layer in network.layers] == [False, True]
    assert np.array_equal(network.layers[1].weights, W.T)
    assert np.array_equal(network.layers[1].bias, b)
    both = read(tmp_path, {"linear1.weight": W, "linear2.weight": W.T, "linear2.bias": b}, TIED)
    assert both == network
    assert read(tmp_path, {"W": W.T, "b_final": b}, TIED) == network
    assert read(tmp_path, {"linear1.weight": W, "b_final": b}, TIED, form="tied") == network
    assert read(tmp_path, {"linear1.W": W, "b_final": b}, TIED, form="tied") == network
    assert read(tmp_path, {"linear1.weight": W, "b_final": b}, TIED, layers=("linear1.weight",), form="tied") == network
    assert not read(tmp_path, {"W": W, "b_final": b}, TIED, activation="none").layers[1].rectified.any()


def test_no_bias_is_left_out_silently_where_layers_are_named(tmp_path):
    tensors = {"0.weight": numbers(HIDDEN, M), "2.weight": numbers(M, HIDDEN), "shift": numbers(M)}
    with pytest.raises(DocumentError, match=r"has shift, which may be the bias of 2\.weight .*: --biases NAME,none"):
        read(tmp_path, tensors, TIED, layers=("0.weight", "2.weight"), form="chain")
    read(tmp_path, tensors | {"2.bias": numbers(M)}, TIED, layers=("0.weight", "2.weight"), form="chain")
    other = {"head.weight": numbers(M, HIDDEN), "head.bias": numbers(M)}
    del tensors["shift"]
    read(tmp_path, tensors | other, TIED, layers=("0.weight", "2.weight"), form="chain")


@pytest.mark.parametrize(
    "names", [("mlp_in.weight", "mlp_out.weight"), ("linear1", "linear2"), ("linear1.W", "linear2.W")]
)
def test_biases_of_a_block_are_counted(tmp_path, names):
    inner, outer = numbers(5), numbers(6)
    tensors = {"W_E": numbers(M, 6), "W_U": numbers(6, M), "layers.0.bias1": inner, "layers.0.bias2": outer}
    turn = (lambda matrix: matrix) if names[0].endswith("weight") else np.transpose
    tensors |= {f"layers.0.{names[0]}": turn(numbers(5, 6)), f"layers.0.{names[1]}": turn(numbers(6, 5))}
    network = read(tmp_path, tensors, TIED, form="residual")
    assert not [line for line in network.construction["read"] if "no bias of layers" in line]
    assert np.array_equal(network.layers[1].bias[-5:], inner) or np.array_equal(network.layers[1].bias[:5], inner)


def test_an_instance_is_chosen(tmp_path):
    W, b = np.stack([numbers(2, M), numbers(2, M) + 1]), np.stack([numbers(M), numbers(M) + 1])
    with pytest.raises(DocumentError, match="2 instances along the first axis: --instance 0 to 1"):
        read(tmp_path, {"W": W, "b_final": b}, TIED)
    with pytest.raises(DocumentError, match="from 0 to 1, not 2"):
        read(tmp_path, {"W": W, "b_final": b}, TIED, instance=2)
    network = read(tmp_path, {"W": W, "b_final": b}, TIED, instance=1)
    assert np.array_equal(network.layers[1].bias, b[1])
    assert "instance 1 of 2" in notes(network)
    with pytest.raises(DocumentError, match="no axis of instances"):
        read(tmp_path, {"W": W[0]}, TIED, instance=0)


def test_two_heads_are_refused_until_one_is_named(tmp_path):
    tensors = {"0.weight": PAIR[0], "head_a.weight": PAIR[2], "head_b.weight": -PAIR[2]}
    with pytest.raises(DocumentError, match=r"2 heads.*--layers 0\.weight,head_a\.weight or --layers 0.*head_b"):
        read(tmp_path, tensors)
    network = read(tmp_path, tensors, layers=("0.weight", "head_b.weight"))
    assert np.array_equal(network.layers[1].weights, -PAIR[2])


BLOCK = {"W_E": numbers(M, 6), "W_U": numbers(6, M)}
BIASED = (numbers(6, 5), numbers(5), numbers(5, 6), numbers(6))
PLACES = {
    "older names": ("linear1", "bias1", "linear2", "bias2"),
    "bias1": ("mlp_in.weight", "bias1", "mlp_out.weight", "bias2"),
    "b_in": ("mlp_in.W", "b_in", "mlp_out.W", "b_out"),
    "mlp_in_bias": ("mlp_in", "mlp_in_bias", "mlp_out", "mlp_out_bias"),
}


def scores(network, features):
    for layer in network.layers:
        z = layer.weights @ features + layer.bias
        features = np.where(layer.rectified, np.maximum(z, 0), z)
    return features


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("tied", [False, True])
def test_no_bias_of_a_block_is_left_out_unsaid(place, tied, tmp_path):
    """Biases beside the matrices of a block are theirs, and one W_E may be the map out of the stream as well."""
    block = {f"layers.0.{name}": array for name, array in zip(PLACES[place], BIASED, strict=True)}
    ends = {"W_E": BLOCK["W_E"]} if tied else BLOCK
    network = read(tmp_path, ends | block, TIED, form="residual", activation="relu-all")
    said = notes(network)
    assert f"bias of layers.0.{PLACES[place][0]}: layers.0.{PLACES[place][1]}" in said
    assert ("the last map is W_E transposed" in said) == tied
    x = np.array([1.0, 0, 1, 0])
    stream = x @ BLOCK["W_E"]
    stream = stream + np.maximum(stream @ BIASED[0] + BIASED[1], 0) @ BIASED[2] + BIASED[3]
    last = BLOCK["W_E"].T if tied else BLOCK["W_U"]
    assert np.allclose(scores(network, x), np.maximum(stream @ last, 0))


def test_biases_of_any_name_are_named(tmp_path):
    tensors = {"A": PAIR[0], "B": PAIR[2], "first": PAIR[1], "second": PAIR[3]}
    with pytest.raises(DocumentError, match=r"no chain uses first, second.*--layers with --biases"):
        read(tmp_path, tensors)
    named = read(tmp_path, tensors, layers=("A", "B"), biases=("first", "second"))
    assert named == read(tmp_path, dict(zip(SPELLINGS["numbers"], PAIR, strict=True)))
    assert "bias of A: first" in notes(named)
    partly = read(tmp_path, tensors, layers=("A", "B"), biases=("none", "second"))
    assert not partly.layers[0].bias.any()
    assert "no bias of A: 0 | bias of B: second | left out, as --layers names others: first" in notes(partly)
    for biases, words in (
        (("first",), "one a map"),
        (("first", "third"), "no vector 'third'"),
        (("second",) * 2, "5 entries"),
    ):
        with pytest.raises(DocumentError, match=words):
            read(tmp_path, tensors, layers=("A", "B"), biases=biases)


def test_a_fixed_matrix_is_added_to_the_scores(tmp_path):
    tensors = {"W_in": numbers(2, M), "W_out": numbers(M, 2), "M": numbers(M, M)}
    network, x = read(tmp_path, tensors, TIED, skip="M"), np.array([0.0, 1, 0, 1])
    assert np.allclose(
        scores(network, x), tensors["W_out"] @ np.maximum(tensors["W_in"] @ x, 0) + tensors["M"] @ x, atol=1e-6
    )
    assert "added to the scores: M, as (outputs, inputs), times the features" in notes(network)
    with pytest.raises(DocumentError, match="--skip must name a matrix of 4 outputs and 4 features"):
        read(tmp_path, tensors, TIED, skip="W_in")


def test_a_threshold_that_the_format_lacks_is_refused_with_the_nearest(tmp_path):
    for kind, nearest in (("float32", "0.30000001192092896"), ("float16", "0.300048828125")):
        with pytest.raises(DocumentError, match=f"threshold 0.3 is no number of {kind}, where .* {nearest}: give"):
            read(tmp_path, {"0.weight": PAIR[0][:OUT].astype(kind)}, reading=Reading(0.3))


def test_a_large_file_of_zeros_is_no_archive(tmp_path):
    with (tmp_path / "net.pt").open("wb") as stream:
        stream.truncate(3 * 2**30)  # Takes no room.
    with pytest.raises(DocumentError, match="begins neither as a torch file"):
        read_network(tmp_path / "net.pt", PROBLEM)


def test_what_is_left_out_is_said(tmp_path):
    tensors = {"0.weight": PAIR[0], "1.weight": numbers(5), "2.weight": PAIR[2]}
    network = read(tmp_path, tensors, layers=("0.weight", "2.weight"))
    assert "left out, as --layers names others: 1.weight" in notes(network)


def test_a_file_of_too_many_numbers_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("superproof.imports.weights.MOST_NUMBERS", 10)
    with pytest.raises(DocumentError, match="holds 35 numbers, and at most 10 are read"):
        read(tmp_path, {"0.weight": PAIR[0], "2.weight": PAIR[2]})


def test_activations_and_readings_are_as_told(tmp_path):
    chain = {"0.weight": PAIR[0], "2.weight": PAIR[2]}
    assert read(tmp_path, chain, activation="relu-all").layers[1].rectified.all()
    assert not read(tmp_path, chain, activation="none").layers[0].rectified.any()
    network = read(tmp_path, chain, reading=Reading([0.5, 0.25, 1.0], strict=False))
    assert (network.thresholds.tolist(), network.strict) == ([0.5, 0.25, 1.0], False)
