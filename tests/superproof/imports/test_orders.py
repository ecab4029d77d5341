"""Whatever matrices are called and whichever way round they are stored: read as what they are, or refused."""

import itertools

import numpy as np
import pytest

from tests.superproof.imports.weights_read import PROBLEM, TIED, M, notes, read
from verify import DocumentError

WIDTH, HIDDEN = 6, 5
INPUTS = np.array(list(itertools.product((0.0, 1.0), repeat=M)))
ENDS = (("W_E", "W_U"), ("embed", "unembed"), ("embed.W", "unembed.W"), ("W_embed", "W_unembed"))
OTHER_ENDS = (("embed.weight", "unembed.weight"), ("encoder.weight", "decoder.weight"), ("W_feat", "W_read"))
BLOCKS = (
    "layers.{}.mlp_{}.weight",
    "layers.{}.mlp_{}",
    "blocks.{}.W_{}",
    "mlp_{1}.{0}.weight",
    "W_{1}_{0}",
    "fc{}_{}.weight",
)


def eighths(*shape):
    """Small multiples of 1/8: sums and products of a few of them are exact."""
    return np.random.default_rng(sum(shape)).integers(-8, 9, shape).astype(np.float32) / 8


def scores(network, inputs):
    for layer in network.layers:
        sums = inputs @ layer.weights.T + layer.bias
        inputs = np.where(layer.rectified, np.maximum(sums, 0), sums)
    return inputs


def stream(ends, block, turned_ends, turned_blocks):
    """Tensors of a stream of two blocks by these names, and its scores on all inputs; matrices as (inputs, outputs)
    where they are turned."""
    into, out = eighths(M, WIDTH), eighths(WIDTH, M)
    values, tensors = INPUTS @ into, {ends[0]: into if turned_ends else into.T}
    for place in range(2):
        there, back = eighths(WIDTH, HIDDEN) + place, eighths(HIDDEN, WIDTH)
        values = values + np.maximum(values @ there, 0) @ back
        tensors[block.format(place, "in")] = there if turned_blocks else there.T
        tensors[block.format(place, "out")] = back if turned_blocks else back.T
    return tensors | {ends[1]: out if turned_ends else out.T}, values @ out


@pytest.mark.parametrize("ends", [*ENDS, *OTHER_ENDS])
@pytest.mark.parametrize("block", BLOCKS)
def test_a_stream_is_read_as_it_is_or_refused(ends, block, tmp_path):
    """In all orientations, those of ends and of blocks by themselves; names that tell no end are open."""
    for turned in itertools.product((False, True), repeat=2):
        tensors, expected = stream(ends, block, *turned)
        if ends == ("W_feat", "W_read"):
            with pytest.raises(DocumentError, match=r"fit in two orders: --layers NAME,NAME,\.\.\. decides"):
                read(tmp_path, tensors, TIED, form="residual")
            continue
        network = read(tmp_path, tensors, TIED, form="residual")
        assert np.array_equal(scores(network, INPUTS), expected)
        mixed = turned[0] != turned[1] and ends[0].endswith("weight") == block.endswith("weight")
        assert ("the other way round, which alone fits (--transposed)" in notes(network)) == mixed


@pytest.mark.parametrize("block", [block for block in BLOCKS if "mlp_" not in block])
def test_a_stream_is_taken_for_no_chain(block, tmp_path):
    with pytest.raises(DocumentError, match="may be a chain or a residual stream: --form decides"):
        read(tmp_path, stream(("A.weight", "B.weight"), block, False, block != BLOCKS[-1])[0], TIED, form=None)


def test_matrices_of_one_pattern_are_stored_alike_unless_told(tmp_path):
    """Told which of W_in and W_out is transposed, and so a fit is no accident of shapes."""
    there, back = eighths(M, HIDDEN), eighths(HIDDEN, M)
    tensors = {"W_in": there, "W_out": back.T}
    with pytest.raises(DocumentError, match=r"--transposed NAME,\.\.\. which of them are stored as inputs, outputs"):
        read(tmp_path, tensors, TIED)
    network = read(tmp_path, tensors, TIED, transposed=("W_in",))
    assert np.array_equal(scores(network, INPUTS), np.maximum(INPUTS @ there, 0) @ back)
    assert "stored as (inputs, outputs): W_in" in notes(network)
    with pytest.raises(DocumentError, match="has no matrix 'W_up', which --transposed names"):
        read(tmp_path, tensors, TIED, transposed=("W_up",))


def test_blocks_that_may_be_ends_are_refused(tmp_path):
    sizes = ((WIDTH, M), (M, WIDTH), (WIDTH, M), (M, WIDTH))
    with pytest.raises(DocumentError, match=r"a map into it and one out of it, or without: name the matrices"):
        read(tmp_path, {f"fc{k}.weight": eighths(*size) for k, size in enumerate(sizes)}, TIED, form="residual")


def test_tensors_without_the_axis_are_shared_by_all_instances(tmp_path):
    there, back = eighths(HIDDEN, M), eighths(M, HIDDEN)
    tensors = {"W_in": there, "W_out": np.stack([back + 1, back, back + 2]), "b_out": np.stack([eighths(M)] * 3)}
    network = read(tmp_path, tensors, TIED, instance=1)
    assert np.array_equal(scores(network, INPUTS), np.maximum(INPUTS @ there.T, 0) @ back.T + eighths(M))
    assert "instance 1 of 3 | shared by all instances: W_in" in notes(network)
    with pytest.raises(DocumentError, match=r"another architecture: kernel \[2, 2, 2, 2\] are no matrices"):
        read(tmp_path, tensors | {"kernel": eighths(2, 2, 2, 2)}, TIED, instance=1)


def test_tied_weights_of_one_matrix_have_the_bias_of_the_other(tmp_path):
    weights, bias = eighths(HIDDEN, M), eighths(M)
    expected = np.maximum(INPUTS @ weights.T @ weights + bias, 0)
    network = read(tmp_path, {"linear1.weight": weights, "linear2.bias": bias}, TIED)
    assert np.array_equal(scores(network, INPUTS), expected)
    assert "bias of linear1.weight: linear2.bias" in notes(network)


def test_a_tied_pair_with_a_bias_between_is_told_where_its_relu_is(tmp_path):
    weights = eighths(HIDDEN, M)
    tensors = {"0.weight": weights, "2.weight": weights.T, "0.bias": eighths(HIDDEN), "2.bias": eighths(M)}
    with pytest.raises(
        DocumentError, match="ReLU between, or an autoencoder, ReLU behind: --form chain or tied decides"
    ):
        read(tmp_path, tensors, TIED)
    between = INPUTS @ weights.T + eighths(HIDDEN)
    chain, tied = (read(tmp_path, tensors, TIED, form=form) for form in ("chain", "tied"))
    assert np.array_equal(scores(chain, INPUTS), np.maximum(between, 0) @ weights + eighths(M))
    assert np.array_equal(scores(tied, INPUTS), np.maximum(between @ weights + eighths(M), 0))
    assert "activation relu between maps" in notes(chain)
    assert "activation relu behind the last map alone" in notes(tied)


TWO = [
    ("0.weight", "2.weight"),
    ("fc1.weight", "fc2.weight"),
    ("W_in", "W_out"),
    ("a.weight", "b.weight"),
    ("W1", "W2"),
]


@pytest.mark.parametrize("hidden", [M, HIDDEN])
@pytest.mark.parametrize("names", TWO)
def test_a_chain_of_tied_weights_is_never_taken_for_a_linear_pair(names, hidden, tmp_path):
    """-1 copies nothing through a ReLU, and everything without: a proof once was about the other network."""
    weights = eighths(hidden, M) if hidden != M else -np.eye(M, dtype=np.float32)
    tensors = dict(zip(names, (weights, weights.T), strict=True))
    with pytest.raises(DocumentError, match="may be a chain, ReLU between, or an autoencoder"):
        read(tmp_path, tensors, TIED)
    network = read(tmp_path, tensors, TIED, form="chain", layers=names, transposed=())
    assert np.array_equal(scores(network, INPUTS), np.maximum(INPUTS @ weights.T, 0) @ weights)


@pytest.mark.parametrize("hidden", [M, HIDDEN])
def test_names_of_toy_models_with_a_bias_between_leave_the_relu_open(hidden, tmp_path):
    weights = eighths(hidden, M)
    tensors = {"linear1.weight": weights, "linear2.weight": weights.T, "linear2.bias": eighths(M)}
    assert "read as a tied pair" in notes(read(tmp_path, tensors, TIED))
    with pytest.raises(DocumentError, match="may be a chain, ReLU between, or an autoencoder"):
        read(tmp_path, tensors | {"linear1.bias": eighths(hidden)}, TIED)


def test_a_large_file_of_another_architecture_is_refused_at_once(tmp_path):
    """Of a transformer no order ends at the outputs, and there are more than could ever be tried."""
    parts = {"attn.q": (M, M), "attn.k": (M, M), "attn.v": (M, M), "mlp.c_fc": (9, M), "mlp.c_proj": (M, 9)}
    tensors = {f"h.{k}.{name}.weight": eighths(*size) for k in range(12) for name, size in parts.items()}
    for more in ({}, {"ln.w": eighths(M, M), "wte.weight": eighths(7, M)}):
        with pytest.raises(DocumentError, match=r"no order of its matrices .* leads from 4 features to 3 outputs"):
            read(tmp_path, tensors | more, PROBLEM)
    with pytest.raises(DocumentError, match="has 300 matrices, and orders are tried of at most 256"):
        read(tmp_path, {f"{k}.weight": eighths(M, M) for k in range(300)}, TIED, form="chain")
