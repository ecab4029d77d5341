"""Files of float networks: one safetensors file of real float tensors, format superproof-float-network-1."""

import os
from typing import Any

import numpy as np

from verify.documents.float_tensors import FLOAT_KINDS, Tensors, read_float_tensors, write_float_tensors
from verify.documents.reader import MAX_BYTES, json_text
from verify.documents.tensor_header import layers_named, metadata_fields
from verify.errors import DocumentError
from verify.floats.network import FLOAT_FORMAT, FloatNetwork

KEYS = {"format", "precision", "strict", "construction"}


def save_float_network(network: FloatNetwork, path: str | os.PathLike[str]) -> None:
    """Write W1, b1, ..., WL, bL and thresholds in the network's own format, and r1, ..., rL, atomically.

    Entry j of r is 1 where neuron j is rectified. Errors: DocumentError when the file cannot be written, or the
    construction note holds what JSON here cannot.

    >>> from tempfile import TemporaryDirectory
    >>> network = FloatNetwork([([[0.5]], [0.0], True)], thresholds=0.25)
    >>> with TemporaryDirectory() as folder:
    ...     save_float_network(network, f"{folder}/n.safetensors")
    ...     load_float_network(f"{folder}/n.safetensors") == network
    True
    """
    tensors = {"thresholds": network.thresholds}
    for number, layer in enumerate(network.layers, start=1):
        tensors |= {f"W{number}": layer.weights, f"b{number}": layer.bias}
    masks = {f"r{number}": layer.rectified for number, layer in enumerate(network.layers, start=1)}
    metadata = {
        "format": FLOAT_FORMAT,
        "precision": network.precision,
        "strict": network.strict,
        "construction": dict(network.construction),
    }
    write_float_tensors(path, tensors, network.precision, masks, {"superproof": json_text(path, metadata)})


def load_float_network(path: str | os.PathLike[str]) -> FloatNetwork:
    """The float network in a safetensors file. Errors: DocumentError with file, key, rule and value.

    >>> from tempfile import TemporaryDirectory
    >>> network = FloatNetwork([([[0.5]], [0.0], True)], thresholds=0.25)
    >>> with TemporaryDirectory() as folder:
    ...     save_float_network(network, f"{folder}/n.safetensors")
    ...     load_float_network(f"{folder}/n.safetensors").precision
    'float32'
    """
    tensors, metadata = read_float_tensors(path, MAX_BYTES)
    fields = metadata_fields(path, metadata, KEYS)
    fields.constant("format", FLOAT_FORMAT)
    precision = fields.text("precision")
    strict: Any = fields.take("strict")  # FloatNetwork says what it must be.
    construction = fields.object("construction") if "construction" in fields else {}
    try:
        numbers = layers_named(tensors, "Wbr", "thresholds")
        for name, (kind, _) in tensors.items():
            right = "I8" if name.startswith("r") else FLOAT_KINDS.get(precision, kind)
            if kind != right:
                raise ValueError(f"tensor {name} of a {precision} network must be of type {right}, not {kind}")
        arrays = {name: array for name, (_, array) in tensors.items()}
        layers: list[tuple[object, object, object]] = [
            (arrays[f"W{number}"], arrays[f"b{number}"], _mask(f"r{number}", tensors)) for number in numbers
        ]
        return FloatNetwork(layers, arrays["thresholds"], precision, strict, construction)
    except (TypeError, ValueError, OverflowError) as error:
        raise DocumentError(path, str(error)) from error


def _mask(name: str, tensors: Tensors) -> object:
    values = tensors[name][1]
    if not np.isin(values, (0, 1)).all():
        raise ValueError(f"tensor {name} must hold 0 and 1 only")
    return values.astype(np.bool_)
