"""Float networks as ONNX files of Gemm, Relu and Concat, and back; the package onnx is imported on use."""

import json
import os
from typing import Any

import numpy as np

from verify import FloatNetwork
from verify.arrays import Bools, Places, Reals
from verify.documents import stored_bytes, write_atomically
from verify.errors import DocumentError
from verify.floats import FLOAT_FORMAT

OPSET, IR = 13, 8
"""Old enough for every verifier and runtime in use."""
KINDS = {"float16": "FLOAT16", "bfloat16": "BFLOAT16", "float32": "FLOAT", "float64": "DOUBLE"}


def save_onnx(network: FloatNetwork, path: str | os.PathLike[str]) -> None:
    """Write input `features` (batch, m) and output `scores` (batch, m'); what reads a score as 1 is in the metadata.

    Of a layer with neurons of both kinds the rectified ones come first. Guarantee: `from_onnx` gives the same network.
    Errors: DocumentError when it cannot be written, or takes more than the 2 GB of a protobuf message.
    """
    data = _bytes(onnx_model(path, network))
    write_atomically(path, lambda temporary: temporary.write_bytes(data))


def onnx_model(path: object, network: FloatNetwork) -> Any:
    """The network as a model. Errors: DocumentError where the package onnx is missing or the network is too large."""
    try:
        from onnx import TensorProto, helper
    except ImportError as error:
        raise DocumentError(path, "needs the package onnx: pip install 'superproof[onnx]'") from error
    if sum(layer.weights.size for layer in network.layers) * 8 > 2**31 - 2**20:
        raise DocumentError(path, "cannot be written: an ONNX file holds at most 2 GB")
    kind = TensorProto.DataType.Value(KINDS[network.precision])
    nodes: list[Any] = []
    initializers = []
    state, before = "features", np.arange(network.inputs)
    for number, layer in enumerate(network.layers, start=1):
        order = _order(layer.rectified)
        parts = []
        for name, rows in (("r", order[layer.rectified[order]]), ("l", order[~layer.rectified[order]])):
            if not len(rows):
                continue
            arrays = {f"W{number}{name}": layer.weights[rows][:, before], f"b{number}{name}": layer.bias[rows]}
            initializers += [_tensor(kind, place, array, network.precision) for place, array in arrays.items()]
            parts.append(f"z{number}{name}")
            nodes.append(helper.make_node("Gemm", [state, *arrays], [parts[-1]], f"gemm{number}{name}", transB=1))
            if name == "r":
                nodes.append(helper.make_node("Relu", parts, [f"x{number}r"], f"relu{number}"))
                parts = [f"x{number}r"]
        if len(parts) == 2:
            nodes.append(helper.make_node("Concat", parts, [f"x{number}"], f"concat{number}", axis=1))
        state, before = nodes[-1].output[0], order
    if not np.array_equal(before, np.arange(network.outputs)):
        raise DocumentError(path, "cannot be written: its rectified scores must come before its linear ones")
    nodes[-1].output[0] = "scores"
    ends = [
        helper.make_tensor_value_info(name, kind, ["batch", size])
        for name, size in (("features", network.inputs), ("scores", network.outputs))
    ]
    graph = helper.make_graph(nodes, "superproof", ends[:1], ends[1:], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="superproof")
    model.ir_version = IR
    helper.set_model_props(model, {"superproof": _note(network)})
    return model


def network_in(path: object, model: Any) -> FloatNetwork | None:
    """The network that `save_onnx` wrote; None for a model that is not, to the byte, what it writes for its network."""
    notes = [entry.value for entry in model.metadata_props if entry.key == "superproof"]
    if len(notes) != 1:
        return None
    from onnx import numpy_helper

    held = {tensor.name: numpy_helper.to_array(tensor).astype(np.float64) for tensor in model.graph.initializer}
    try:
        note = json.loads(notes[0])
        layers, before = [], None
        for number, rectified in enumerate(note["rectified"], start=1):
            mask = np.array(rectified, dtype=np.bool_)
            weights, bias = (
                np.concatenate([held[f"{kind}{number}{part}"] for part in "rl" if f"{kind}{number}{part}" in held])
                for kind in "Wb"
            )
            order = np.argsort(_order(mask))
            columns = np.arange(weights.shape[1]) if before is None else before
            layers.append((weights[order][:, columns], bias[order], mask))
            before = order
        network = FloatNetwork(layers, note["thresholds"], note["precision"], note["strict"], note["construction"])
    except (ValueError, TypeError, LookupError):
        return None
    return network if _bytes(onnx_model(path, network)) == _bytes(model) else None


def _bytes(model: Any) -> bytes:
    found: bytes = model.SerializeToString(deterministic=True)
    return found


def _note(network: FloatNetwork) -> str:
    """What the graph does not say: the reading, and which neurons were where."""
    return json.dumps({
        "format": FLOAT_FORMAT,
        "precision": network.precision,
        "strict": network.strict,
        "thresholds": network.thresholds.tolist(),
        "rectified": [layer.rectified.astype(int).tolist() for layer in network.layers],
        "construction": dict(network.construction),
    })  # fmt: skip


def _order(rectified: Bools) -> Places:
    """Rectified neurons first, otherwise in their order."""
    return np.argsort(~rectified, kind="stable")


def _tensor(kind: int, name: str, array: Reals, precision: str) -> Any:
    from onnx import helper

    return helper.make_tensor(name, kind, array.shape, stored_bytes(array, precision), raw=True)
