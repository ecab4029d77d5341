"""ONNX files: the network that is read has the file's own scores, exactly, or the file is refused in one sentence."""

from itertools import product

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
from onnx import TensorProto, helper, numpy_helper

from superproof.imports.onnx_file import from_onnx
from verify import DocumentError

W = np.array([[1, -2, 3], [0, 1, -1]], dtype=np.float32)
B = np.array([0.5, -0.25], dtype=np.float32)
INTEGERS = {"two": [2], "one": [1], "zero": [0], "ends": [3], "shape": [-1, 3], "both": [1, 2]}


def written(path, nodes, *, result="y", features=3, kind=TensorProto.FLOAT, batch="batch", weights=W, **more):
    """A file of nodes (operator, inputs, outputs, attributes) over the constants of this module."""
    constants = {"W": weights, "b": B, "half": np.float32([0.5]), "nought": np.float32(0), **more}
    initializers = [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()]
    initializers += [numpy_helper.from_array(np.array(value), name) for name, value in INTEGERS.items()]
    made = [helper.make_node(op, ins, outs, name=f"n{k}", **named) for k, (op, ins, outs, named) in enumerate(nodes)]
    graph = helper.make_graph(
        made,
        "graph",
        [helper.make_tensor_value_info("x", kind, [batch, features])],
        [helper.make_tensor_value_info(result, kind, None)],
        initializers,
    )
    onnx.save_model(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)]), path)
    return path


HIDDEN = ("Gemm", ["x", "W", "b"], ["h"], {"transB": 1})
GRAPHS = {
    "Gemm and Relu": [HIDDEN, ("Relu", ["h"], ["y"], {})],
    "MatMul and Add": [
        ("Transpose", ["W"], ["t"], {"perm": [1, 0]}),
        ("MatMul", ["x", "t"], ["h"], {}),
        ("Add", ["b", "h"], ["y"], {}),
    ],
    "tied": [("Gemm", ["x", "W"], ["h"], {"transB": 1}), ("Relu", ["h"], ["r"], {}), ("MatMul", ["r", "W"], ["y"], {})],
    "residual": [HIDDEN, ("Relu", ["h"], ["r"], {}), ("MatMul", ["r", "W"], ["g"], {}), ("Sub", ["g", "x"], ["y"], {})],
    "Clip and Max": [HIDDEN, ("Clip", ["h", "nought"], ["r"], {}), ("Max", ["r", "nought"], ["y"], {})],
    "Mul, Div, Neg": [("Mul", ["x", "half"], ["h"], {}), ("Div", ["h", "half"], ["g"], {}), ("Neg", ["g"], ["y"], {})],
    "Slice, Split, Concat": [
        ("Slice", ["x", "one", "ends", "one"], ["s"], {}),
        ("Split", ["x", "both"], ["p", "q"], {"axis": 1}),
        ("Concat", ["s", "q", "p"], ["y"], {"axis": -1}),
    ],
    "shapes": [
        ("Unsqueeze", ["x", "one"], ["u"], {}),
        ("Squeeze", ["u", "one"], ["s"], {}),
        ("Flatten", ["s"], ["f"], {}),
        ("Reshape", ["f", "shape"], ["r"], {}),
        ("Gather", ["r", "both"], ["y"], {"axis": 1}),
    ],
    "constants, folded": [
        ("Constant", [], ["c"], {"value_floats": [1.0, 2.0]}),
        ("Add", ["c", "b"], ["d"], {}),
        ("Mul", ["d", "half"], ["e"], {}),
        ("Cast", ["e"], ["g"], {"to": TensorProto.FLOAT}),
        ("Gemm", ["x", "W", "g"], ["h"], {"transB": 1}),
        ("Identity", ["h"], ["i"], {}),
        ("Dropout", ["i"], ["y"], {}),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_is_read_as_what_onnxruntime_computes(name, tmp_path):
    onnxruntime = pytest.importorskip("onnxruntime")
    path = written(tmp_path / "net.onnx", GRAPHS[name])
    network = from_onnx(path)
    session = onnxruntime.InferenceSession(path)
    for features in product((False, True), repeat=3):
        scores = session.run(None, {"x": np.array([features], dtype=np.float32)})[0]
        assert network.scores(np.array(features)) == scores[0].tolist()


@pytest.mark.parametrize("kind", ["FLOAT", "FLOAT16", "DOUBLE"])
def test_every_floating_type_is_read(kind, tmp_path):
    dtype = helper.tensor_dtype_to_np_dtype(TensorProto.DataType.Value(kind))
    nodes = [("Gemm", ["x", "V"], ["y"], {"transB": 1})]
    path = written(tmp_path / "net.onnx", nodes, kind=TensorProto.DataType.Value(kind), V=W.astype(dtype))
    assert from_onnx(path).precision == np.dtype(dtype).name


def test_a_free_number_of_features_is_that_of_the_problem(tmp_path):
    path = written(tmp_path / "net.onnx", GRAPHS["Gemm and Relu"], features="m")
    assert from_onnx(path, 3).inputs == 3
    with pytest.raises(DocumentError, match="must have shape"):
        from_onnx(path)


def test_a_module_and_its_file_are_one_network(tmp_path):
    torch = pytest.importorskip("torch")
    from superproof.imports.torch_module import from_torch

    torch.manual_seed(0)
    module = torch.nn.Sequential(torch.nn.Linear(5, 4), torch.nn.ReLU(), torch.nn.Linear(4, 3))
    with pytest.warns():  # This exporter is the one that needs no other package, and says that there is a newer one.
        torch.onnx.export(module, (torch.zeros(1, 5),), tmp_path / "net.onnx", dynamo=False)
    assert from_onnx(tmp_path / "net.onnx") == from_torch(module)


REFUSED = {
    "parts of another size": ([("Split", ["x", "one"], ["y", "z"], {"axis": 1})], "must add up to 3, not to"),
    "zeros of more entries": (
        [("Sub", ["W", "W"], ["z"], {}), ("Max", ["x", "z"], ["y"], {})],
        "compares .* numbers with zeros of another shape",
    ),
    "an axis that there is not": ([("Flatten", ["x"], ["y"], {"axis": -3})], "its axis -3 is none of 2|axis"),
    "Sigmoid": ([HIDDEN, ("Sigmoid", ["h"], ["y"], {})], r"operator Sigmoid \(node n1\).*end at the logit"),
    "an operator": ([("Softmax", ["x"], ["y"], {})], r"operator Softmax \(node n0\) is not one"),
    "a clip from above": ([("Clip", ["x", "nought", "half"], ["y"], {})], r"Clip \(node n0\).*only a clip at 0"),
    "an alpha": ([("Gemm", ["x", "W"], ["y"], {"transB": 1, "alpha": 0.5})], "alpha and beta must be 1"),
    "a product of values": ([("Mul", ["x", "x"], ["y"], {})], "two values that depend on the input"),
    "another precision": ([("Cast", ["x"], ["y"], {"to": TensorProto.DOUBLE})], "converts to DOUBLE"),
    "a value from nowhere": ([("Relu", ["z"], ["y"], {})], r"operator Relu \(node n0\) needs 'z'"),
    "shapes that do not fit": ([("MatMul", ["x", "W"], ["y"], {})], r"MatMul \(node n0\).*may be the wrong way round"),
    "constants only": ([("Relu", ["b"], ["y"], {})], "must depend on the input"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_whatever_else_is_refused_in_one_sentence(name, tmp_path):
    nodes, words = REFUSED[name]
    with pytest.raises(DocumentError, match=words) as refusal:
        from_onnx(written(tmp_path / "net.onnx", nodes))
    assert "\n" not in str(refusal.value)


def test_files_that_cannot_be_used_are_refused(tmp_path):
    path = tmp_path / "net.onnx"
    with pytest.raises(DocumentError, match="W must hold finite numbers"):
        from_onnx(written(path, [HIDDEN], result="h", weights=np.full_like(W, np.nan)))
    with pytest.raises(DocumentError, match="must have shape"):
        from_onnx(written(path, [HIDDEN], result="h", batch=7))
    with pytest.raises(DocumentError, match="must be of floats, not INT64"):
        from_onnx(written(path, [HIDDEN], result="h", kind=TensorProto.INT64))
    path.write_bytes(b"\xff" * 100)
    with pytest.raises(DocumentError, match="is not an ONNX file"):
        from_onnx(path)
    path.write_bytes(b"")
    with pytest.raises(DocumentError, match="is empty"):
        from_onnx(path)
    with path.open("wb") as stream:
        stream.truncate(3 * 2**30)
    with pytest.raises(DocumentError, match="at most 2147483647 bytes, not 3221225472"):
        from_onnx(path)


def test_a_damaged_file_is_refused_in_one_sentence(tmp_path):
    """Whatever byte is another one: read as what it is now, or refused."""
    whole, refused = written(tmp_path / "net.onnx", GRAPHS["Gemm and Relu"]).read_bytes(), 0
    for place in range(0, len(whole), 3):
        (tmp_path / "net.onnx").write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            from_onnx(tmp_path / "net.onnx")
        except DocumentError as refusal:
            refused += "\n" not in str(refusal)
    assert refused


def test_external_data_is_read_from_beside_the_file_and_from_nowhere_else(tmp_path):
    path = written(tmp_path / "net.onnx", GRAPHS["Gemm and Relu"])
    kept = from_onnx(path)
    model = onnx.load_model(path)
    onnx.save_model(model, path, save_as_external_data=True, location="data.bin", size_threshold=0)
    assert from_onnx(path) == kept
    (tmp_path / "data.bin").write_bytes(b"")
    with pytest.raises(DocumentError, match="beside it that cannot be used"):
        from_onnx(path)
    (tmp_path / "data.bin").unlink()
    with pytest.raises(DocumentError, match=r"keeps tensor 'W' in 'data.bin' beside it: no such file"):
        from_onnx(path)
