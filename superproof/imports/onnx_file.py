"""ONNX files as chains of layers; the package onnx is imported on use."""

import os
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from superproof.exports.onnx_file import network_in
from superproof.imports.onnx_operators import KINDS, OPERATORS, Call
from superproof.imports.read_chain import Reading, network_of
from superproof.imports.sheets import UNREAD, Constant, Operations, Sheet, Tensor
from superproof.imports.signals import Chain
from superproof.imports.weights import MOST_NUMBERS, finite
from verify import FloatNetwork
from verify.documents import open_bounded
from verify.errors import DocumentError

LARGEST = 2**31 - 1
"""Bytes that protobuf allows a message."""


def from_onnx(
    path: str | os.PathLike[str], features: int | None = None, reading: Reading | None = None
) -> FloatNetwork:
    """The network in an ONNX file, on one input of `features` zeros and ones (the file's own number if it has one).

    Constants are folded where that is exact; the guarantee is that of `from_torch`. Without a `reading` it is that
    of the file, if `superproof export` wrote it, or else an output reads 1 where its score is above 0. Errors:
    DocumentError for a file that cannot be used, with operator and node where these are the reason.
    """
    model = _loaded(path)
    try:
        kept = network_in(path, model) if reading is None else None
        return kept or _read(model, features, reading or Reading(), os.path.basename(path))
    except (ValueError, TypeError, OverflowError) as error:
        raise DocumentError(path, " ".join(str(error).split())) from error
    except LookupError as error:
        raise DocumentError(
            path, f"names what it does not have or what ONNX has not ({error}): is it whole?"
        ) from error


def _loaded(path: str | os.PathLike[str]) -> Any:
    """The model with its external data. Errors: DocumentError."""
    try:
        import onnx
        from google.protobuf.message import DecodeError
    except ImportError as error:
        raise DocumentError(path, "needs the package onnx: pip install 'superproof[onnx]'") from error
    with open_bounded(path, LARGEST) as stream:
        data = stream.read()
    try:
        model = onnx.load_model_from_string(data)
    except DecodeError as error:
        raise DocumentError(path, "is not an ONNX file: it cannot be decoded as one") from error
    if not model.graph.node:
        raise DocumentError(path, "is not an ONNX file, or has no node: there is nothing in it that could be a network")
    numbers = sum(prod(tensor.dims) for tensor in model.graph.initializer)
    if numbers > MOST_NUMBERS:
        raise DocumentError(path, f"holds {numbers:,} numbers, and at most {MOST_NUMBERS:,} are read")
    folder = Path(path).resolve().parent
    tensors = [attribute.t for node in model.graph.node for attribute in node.attribute if attribute.HasField("t")]
    for tensor in (*model.graph.initializer, *tensors):
        if tensor.data_location != onnx.TensorProto.EXTERNAL:
            continue
        place = next((entry.value for entry in tensor.external_data if entry.key == "location"), "")
        if not (folder / place).is_file() or not (folder / place).resolve().is_relative_to(folder):
            raise DocumentError(path, f"keeps tensor {tensor.name!r} in {place!r} beside it: no such file there")
    try:
        onnx.load_external_data_for_model(model, str(folder))
    except (OSError, ValueError, RuntimeError, onnx.checker.ValidationError) as error:
        raise DocumentError(path, f"keeps tensors in a file beside it that cannot be used: {error}") from error
    return model


def _read(model: Any, features: int | None, reading: Reading, name: str) -> FloatNetwork:
    graph = model.graph
    values: dict[str, Tensor | None] = {"": None}
    values |= {tensor.name: _array(tensor) for tensor in graph.initializer}
    given = [value for value in graph.input if value.name not in values]
    if len(given) != 1 or len(graph.output) != 1:
        raise ValueError(
            f"must have one input of features and one output of scores, not {len(given)} and {len(graph.output)}"
        )
    precision, shape = _input(given[0], features)
    operations = Operations(Chain(prod(shape)), precision)
    values[given[0].name] = Sheet(shape, operations.chain.input)
    for node in graph.node:
        _call(operations, node, values)
    parameters = sum(prod(tensor.dims) for tensor in graph.initializer if _array(tensor).dtype.kind == "f")
    construction = {"name": "from ONNX", "file": name} | ({"parameters": parameters} if parameters else {})
    return network_of(operations, values.get(graph.output[0].name), reading, construction)


def _input(value: Any, features: int | None) -> tuple[str, tuple[int, ...]]:
    """The floating type and the shape, a batch of one, of the input."""
    from onnx import TensorProto

    kind = TensorProto.DataType.Name(value.type.tensor_type.elem_type)
    if kind not in KINDS:
        raise ValueError(f"its input {value.name!r} must be of floats, not {kind}")
    if not value.type.tensor_type.HasField("shape"):
        raise ValueError(f"its input {value.name!r} must say its shape")
    sizes = [size.dim_value if size.HasField("dim_value") else None for size in value.type.tensor_type.shape.dim]
    if len(sizes) == 2 and sizes[1] is None and features is not None:
        sizes[1] = features
    rest = [size for size in sizes[1:] if size is not None and size > 0]
    if not rest or len(rest) != len(sizes) - 1 or sizes[0] not in (None, 0, 1):
        raise ValueError(
            f"its input {value.name!r} must have shape (batch, features) with a free batch or one of 1, not {sizes}"
        )
    return KINDS[kind], (1, *rest)


def _array(tensor: Any) -> Constant:
    from onnx import numpy_helper

    array = np.asarray(numpy_helper.to_array(tensor))
    return array if array.dtype.kind in "biu" else finite(tensor.name or "a constant", array.astype(np.float64))


def _call(operations: Operations, node: Any, values: dict[str, Tensor | None]) -> None:
    """Add the values that one node makes. Errors: ValueError with its operator and its name."""
    place = f"operator {node.op_type} (node {node.name or node.output[0]})"
    if node.op_type == "Sigmoid":
        raise ValueError(f"{place} is not piecewise linear: end at the logit, above 0 where the sigmoid is above 1/2")
    if node.op_type not in OPERATORS or node.domain not in ("", "ai.onnx"):
        raise ValueError(f"{place} {UNREAD}")
    missing = [name for name in node.input if name not in values]
    if missing:
        raise ValueError(f"{place} needs {missing[0]!r}, which nothing before it makes")
    try:
        found = OPERATORS[node.op_type](Call(operations, [values[name] for name in node.input], _attributes(node)))
    except (ValueError, TypeError, IndexError, KeyError) as error:
        raise ValueError(f"{place} cannot be read: {error}") from error
    results = found if isinstance(found, list) else [found]
    values.update(zip(node.output, results, strict=False))


def _attributes(node: Any) -> Mapping[str, Any]:
    from onnx import AttributeProto, helper

    found: dict[str, Any] = {}
    for attribute in node.attribute:
        value = helper.get_attribute_value(attribute)
        found[attribute.name] = _array(value) if attribute.type == AttributeProto.TENSOR else value
    return found
