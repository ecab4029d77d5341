"""Problems and networks as plain data, and the bytes of their files, written without a line of the product.

A problem is its JSON object. A network is lists of Python integers with the recipes of its codes, or their rows.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Rows = list[list[int]]
Code = dict[str, Any] | Rows
Document = dict[str, Any]
Tensor = tuple[str, list[int], list[int]]
"""A type of safetensors ("I8" ... "I64"), a shape, and the entries in C order."""

FORMATS = {"I8": "b", "I16": "h", "I32": "i", "I64": "q"}


@dataclass(frozen=True)
class PlainNetwork:
    """Layers (W, b), the two codes, and the threshold; the codes of hidden levels are no part of what it computes."""

    layers: tuple[tuple[Rows, list[int]], ...]
    input_code: Code
    output_code: Code
    threshold: int
    hidden: tuple[Code, ...] = field(default=(), compare=False)

    def with_threshold(self, threshold: int) -> "PlainNetwork":
        """The same, read with another threshold."""
        return replace(self, threshold=threshold)


def problem_bytes(document: Document) -> bytes:
    return json.dumps(document).encode()


def network_bytes(network: PlainNetwork) -> bytes:
    """The file of format superproof-network-1. Errors: OverflowError for an entry that no int64 holds."""
    tensors: dict[str, Tensor] = {}
    for number, (weights, bias) in enumerate(network.layers, start=1):
        tensors[f"W{number}"] = tensor_of(weights)
        tensors[f"b{number}"] = _tensor([len(bias)], bias)
    recipes: dict[str, object] = {}
    for key, name, code in (("input_code", "A", network.input_code), ("output_code", "B", network.output_code)):
        if isinstance(code, list):
            tensors[name] = tensor_of(code)
        recipes[key] = "tensor" if isinstance(code, list) else code
    note = {"name": "drawn", "arguments": {"hidden_codes": list(network.hidden)}}
    about = {"format": "superproof-network-1", **recipes, "threshold": network.threshold, "construction": note}
    return tensor_bytes(tensors, {"superproof": json.dumps(about)})


def tensor_of(rows: Rows) -> Tensor:
    return _tensor([len(rows), len(rows[0])], [entry for row in rows for entry in row])


def _tensor(shape: list[int], entries: list[int]) -> Tensor:
    largest = max(max(entries, default=0), -1 - min(entries, default=0))
    kind = next((kind for kind, bits in (("I8", 7), ("I16", 15), ("I32", 31)) if largest < 2**bits), "I64")
    if largest >= 2**63:
        raise OverflowError(f"a tensor holds integers of 64 bits, not {largest}")
    return kind, shape, entries


def tensor_bytes(tensors: Mapping[str, Tensor], metadata: Mapping[str, str]) -> bytes:
    """A safetensors file."""
    header: dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    body = b""
    for name, (kind, shape, entries) in tensors.items():
        packed = struct.pack(f"<{len(entries)}{FORMATS[kind]}", *entries)
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(body), len(body) + len(packed)]}
        body += packed
    return with_header(json.dumps(header, separators=(",", ":")).encode(), body)


def with_header(header: bytes, body: bytes) -> bytes:
    return struct.pack("<Q", len(header)) + header + body


def split_header(data: bytes) -> tuple[bytes, bytes]:
    """(header, body) of a safetensors file that is as it should be."""
    size: Sequence[int] = struct.unpack("<Q", data[:8])
    return data[8 : 8 + size[0]], data[8 + size[0] :]
