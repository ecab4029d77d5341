"""Files for others: what is read back is the same network, and what others run gives the same scores."""

import json
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from superproof.exports.as_floats import float_network_of
from superproof.exports.onnx_file import save_onnx
from superproof.exports.vnnlib import save_vnnlib
from superproof.exports.weight_file import save_npz, save_torch
from superproof.imports.files import read_network
from superproof.imports.read_chain import Choices, Reading
from verify import (
    BareCode,
    DocumentError,
    FloatNetwork,
    Gate,
    Gates,
    HadamardCode,
    IdentityCode,
    Network,
    TwoAnd,
    scores,
)  # fmt: skip

PRECISIONS = ("float16", "bfloat16", "float32", "float64")
DYADIC = st.sampled_from([0.0, 0.5, -0.5, 1.0, -1.0, 1.5, -2.0])


@st.composite
def networks(draw, rectified_scores=False):
    widths = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    layers = []
    for number, (columns, rows) in enumerate(pairwise(widths), start=2):
        last = number == len(widths)
        matrix = draw(st.lists(st.lists(DYADIC, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
        bias = draw(st.lists(DYADIC, min_size=rows, max_size=rows))
        mask = [rectified_scores] * rows if last else draw(st.lists(st.booleans(), min_size=rows, max_size=rows))
        layers.append((matrix, bias, np.array(mask)))
    thresholds = draw(st.lists(DYADIC, min_size=widths[-1], max_size=widths[-1]))
    return FloatNetwork(layers, thresholds, draw(st.sampled_from(PRECISIONS)), draw(st.booleans()), {"name": "drawn"})


SAVERS = {"net.onnx": (save_onnx, "onnx"), "net.pt": (save_torch, "torch"), "net.npz": (save_npz, "numpy")}
QUICK = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", SAVERS)
@QUICK
@given(network=networks())
def test_a_round_trip_is_exact(name, tmp_path, network):
    save, package = SAVERS[name]
    pytest.importorskip(package)
    if name == "net.npz" and network.precision == "bfloat16":
        with pytest.raises(DocumentError, match="numpy has no bfloat16"):
            save(network, tmp_path / name)
        return
    save(network, tmp_path / name)
    assert read_network(tmp_path / name, None) == network


@QUICK
@given(network=networks())
def test_onnxruntime_has_the_same_scores(tmp_path, network):
    pytest.importorskip("onnx")
    onnxruntime = pytest.importorskip("onnxruntime")
    if network.precision not in ("float32", "float64"):
        return
    save_onnx(network, tmp_path / "net.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "net.onnx")
    inputs = np.array(list(product((0, 1), repeat=network.inputs)))
    found = session.run(None, {"features": inputs.astype(network.precision)})[0]
    assert [network.scores(features.astype(bool)) for features in inputs] == found.tolist()


def test_a_file_that_was_changed_is_read_as_what_it_is(tmp_path):
    onnx = pytest.importorskip("onnx")
    network = FloatNetwork([([[1.0, 1.0]], [0.0], True), ([[2.0]], [0.0], False)], 1.5)
    save_onnx(network, tmp_path / "net.onnx")
    model = onnx.load_model(tmp_path / "net.onnx")
    model.graph.node[1].op_type = "Identity"
    onnx.save_model(model, tmp_path / "net.onnx")
    found = read_network(tmp_path / "net.onnx", None)
    assert (found.widths, found.thresholds.tolist(), found.strict) == ((2, 1, 1), [0], True)
    assert not found.layers[0].rectified.any()


@pytest.mark.parametrize(
    ("input_code", "output_code"),
    [
        (IdentityCode(3), IdentityCode(2)),
        (HadamardCode(4, 3, 1), BareCode([[1, 0], [1, -1]])),
        (IdentityCode(3), BareCode([[1, 0], [1, -1]])),
    ],
)
def test_an_integer_network_is_the_same_in_floats(input_code, output_code):
    weights = np.arange(2 * input_code.rows).reshape(2, -1) - 3
    network = Network([(weights, [1, -1])], input_code, output_code, 2)
    floats = float_network_of(network)
    assert (floats.precision, floats.strict, floats.thresholds.tolist()) == ("float32", False, [2, 2])
    for features in product((False, True), repeat=3):
        active = [place for place, on in enumerate(features) if on]
        assert floats.scores(np.array(features)) == scores(network, active).tolist()


def test_numbers_that_floats_would_round_go_to_float64_or_are_refused():
    def network(weight):
        return Network([([[weight]], [0])], IdentityCode(1), IdentityCode(1), 1)

    assert float_network_of(network(2**24)).precision == "float32"
    assert float_network_of(network(2**24 + 1)).precision == "float64"
    with pytest.raises(OverflowError, match="float64 holds integers of 53 bits"):
        float_network_of(network(2**53 + 1))


def test_names_of_the_field_are_for_plain_chains(tmp_path):
    chain = FloatNetwork([([[1.0, 1.0]], [-1.0], True), ([[2.0], [3.0]], [0.0, 0.5], False)], 0.0, strict=True)
    problem = Gates(inputs=2, sparsity=2, gates=[Gate("and", (0, 1)), Gate("or", (0, 1))])
    for names, first in (("sequential", "0.weight"), ("W_in", "W_in")):
        save_npz(chain, tmp_path / "net.npz", names)
        assert first in np.load(tmp_path / "net.npz")
        assert read_network(tmp_path / "net.npz", problem) == chain
        given = Choices(Reading(0.5, strict=False))
        assert read_network(tmp_path / "net.npz", problem, given).thresholds.tolist() == [0.5, 0.5]
    linear = FloatNetwork([([[1.0, 1.0]], [-1.0], False), ([[2.0]], [0.0], False)], 0.0)
    with pytest.raises(DocumentError, match="names of W_in are for chains"):
        save_npz(linear, tmp_path / "other.npz", "W_in")
    assert not (tmp_path / "other.npz").exists()


def test_vnnlib_has_a_case_for_every_value_of_a_gates_inputs(tmp_path):
    problem = TwoAnd(inputs=3, sparsity=1, pairs=((0, 2),))
    network = Network([([[1, 0, 1]], [-1])], IdentityCode(3), IdentityCode(1), 1)
    save_vnnlib(problem, network, tmp_path / "net.vnnlib")
    text = (tmp_path / "net.vnnlib").read_text()
    assert text.count("(and ") == 3
    assert "(assert (<= (+ X_0 X_1 X_2) 1.0))" in text
    assert "(and (<= X_0 1.0) (>= X_0 1.0) (<= X_2 0.0) (>= X_2 0.0) (>= Y_0 0.5))" in text
    assert text.count("(") == text.count(")")
    save_vnnlib(problem, network, tmp_path / "net.vnnlib", boolean=True)
    more = (tmp_path / "net.vnnlib").read_text()
    assert more.count("(assert (or (and (<= X_") == 3
    assert "(assert (or (and (<= X_2 0.0)) (and (>= X_2 1.0))))" in more


def test_the_commands_read_what_they_wrote(superproof, proved, tmp_path):
    pytest.importorskip("onnx")
    options = ("--onnx", "net.onnx", "--npz", "net.npz", "--vnnlib", "net.vnnlib", "--json")
    run = superproof("export", "problem.json", "network.safetensors", *options)
    assert run.status == 0, run.err
    assert json.loads(run.out)["written"]["onnx"] == "net.onnx"
    digests = set()
    for name in ("net.onnx", "net.npz"):
        run = superproof("import", name, "--problem", "problem.json", "-o", f"{name}.safetensors", "--json")
        assert run.status == 0, run.err
        digests.add(json.loads(run.out)["digest"])
        assert superproof("export", "problem.json", f"{name}.safetensors", "--npz", "again.npz").status == 0
    assert len(digests) == 1


BAD = {
    "no file": (("export", "problem.json", "network.safetensors"), 2, "a file to write must be named"),
    "over the network": (
        ("export", "problem.json", "network.safetensors", "--npz", "network.safetensors"),
        2,
        "--npz must not be the network",
    ),
    "no network": (("export", "problem.json", "problem.json", "--npz", "net.npz"), 5, "a network goes second"),
    "other names": (
        ("export", "problem.json", "network.safetensors", "--npz", "net.npz", "--names", "W_in"),
        5,
        "cannot be written: names of W_in",
    ),
    "nothing to import": (
        ("import", "network.safetensors", "--problem", "problem.json", "-o", "net.safetensors"),
        5,
        "of superproof already",
    ),
    "thresholds": (
        ("import", "net.npz", "--problem", "problem.json", "-o", "net.safetensors", "--threshold", "1,2"),
        2,
        "one number, or one an output (3), not 2",
    ),
    "no number": (
        ("import", "net.npz", "--problem", "problem.json", "-o", "net.safetensors", "--threshold", "much"),
        2,
        "must be numbers",
    ),
    "garbage": (
        ("import", "triangle.edgelist", "--problem", "problem.json", "-o", "net.safetensors"),
        5,
        "triangle.edgelist: is no file",
    ),
    "another size": (
        ("import", "small.npz", "--problem", "problem.json", "-o", "net.safetensors"),
        5,
        "no order of its matrices",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_sentence(name, superproof, proved, tmp_path):
    np.savez(tmp_path / "small.npz", **{"0.weight": np.ones((2, 5))})
    np.savez(tmp_path / "net.npz", **{"0.weight": np.ones((3, 3))})
    before = {path.name for path in tmp_path.iterdir()}
    arguments, status, words = BAD[name]
    run = superproof(*arguments)
    assert run.status == status
    assert words in run.complaint
    assert {path.name for path in tmp_path.iterdir()} == before
