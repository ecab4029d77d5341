"""Tensors in safetensors files, read without trusting them: signed integers, and floats with bfloat16 among them."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from verify.arrays import Integers, Reals
from verify.documents.reader import open_bounded, read_rest
from verify.documents.tensor_header import ANY_BYTES, FLOAT_BYTES, Header, read_any_header, read_header
from verify.errors import DocumentError

FLOAT_KINDS = MappingProxyType({"float16": "F16", "bfloat16": "BF16", "float32": "F32", "float64": "F64"})
"""What safetensors calls the formats of `verify.floats.precision`."""
NUMPY = MappingProxyType({
    "F16": "<f2", "BF16": "<u2", "F32": "<f4", "F64": "<f8", "I8": "<i1", "I16": "<i2", "I32": "<i4", "I64": "<i8",
})  # fmt: skip
"""How numpy holds the entries; bfloat16, which it does not have, as the upper half of a float32."""
Entries = dict[str, tuple[str, npt.NDArray[Any]]]
"""By name the type that safetensors says, and the numbers."""
FloatTensors = dict[str, tuple[str, npt.NDArray[np.float64 | np.int64]]]
"""The same: of floats as float64, which holds all; of integers int64."""


def read_tensors(path: str | os.PathLike[str], limit: int) -> tuple[dict[str, Integers], dict[str, str]]:
    """All tensors of a file and its metadata, as `tensors_of`. Errors: DocumentError when the file cannot be read."""
    with open_bounded(path, limit) as stream:
        return tensors_of(path, stream, limit)


def tensors_of(path: object, stream: BinaryIO, limit: int) -> tuple[dict[str, Integers], dict[str, str]]:
    """All tensors of a stream and its metadata; `path` is only named in errors.

    Memory: the file's size, at most `limit` bytes, twice. Errors: DocumentError when it is damaged, or holds anything
    but signed integers.
    """
    header = read_header(path, stream, limit)
    return {name: stored.copy() for name, (_, stored) in _entries(path, stream, limit, header).items()}, header.metadata


def read_float_tensors(path: str | os.PathLike[str], limit: int) -> tuple[FloatTensors, dict[str, str]]:
    """All tensors of a file of floats and signed integers, and its metadata.

    Memory: the file's size, at most `limit` bytes, and 8 bytes an entry. Errors: DocumentError when the file cannot be
    read, is damaged, or holds anything else.
    """
    with open_bounded(path, limit) as stream:
        header = read_any_header(path, stream, limit)
        found = _entries(path, stream, limit, header)
    return {name: (kind, _numbers(kind, stored)) for name, (kind, stored) in found.items()}, header.metadata


def _entries(path: object, stream: BinaryIO, limit: int, header: Header) -> Entries:
    """What lies behind the header, as `NUMPY` holds it."""
    data = memoryview(read_rest(path, stream, limit - len(header.start)))
    if len(data) != max((place.end for place in header.tensors.values()), default=0):
        raise DocumentError(path, "is not a safetensors file: it must end where its last tensor does")
    return {
        name: (kind, np.frombuffer(data[begin:end], NUMPY[kind]).reshape(shape))
        for name, (kind, shape, begin, end) in header.tensors.items()
    }


def _numbers(kind: str, stored: npt.NDArray[Any]) -> npt.NDArray[np.float64 | np.int64]:
    if kind == "BF16":
        stored = (stored.astype(np.uint32) << 16).view(np.float32)
    return stored.astype(np.float64 if kind in FLOAT_BYTES else np.int64)


def fill_tensors(temporary: Path, tensors: Mapping[str, Integers], metadata: Mapping[str, str] | None = None) -> None:
    """Write signed integers to a temporary file, in C order whatever their strides are, the widest entries first.

    So does the library safetensors, byte for byte. Errors: TypeError for anything but signed integers.
    """
    for name, tensor in tensors.items():
        if tensor.dtype.kind != "i":
            raise TypeError(f"tensor {name} must hold signed integers, not {tensor.dtype}")
    ordered = sorted(tensors.items(), key=lambda named: (-named[1].itemsize, named[0]))
    fill_entries(temporary, {name: (f"I{8 * tensor.itemsize}", tensor) for name, tensor in ordered}, metadata)


def fill_entries(temporary: Path, entries: Entries, metadata: Mapping[str, str] | None) -> None:
    """Write numbers that their types hold exactly to a temporary file, in this order."""
    header: dict[str, object] = {} if metadata is None else {"__metadata__": metadata}
    end = 0
    for name, (kind, array) in entries.items():
        begin, end = end, end + array.size * ANY_BYTES[kind]
        header[name] = {"dtype": kind, "shape": array.shape, "data_offsets": [begin, end]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with temporary.open("wb") as stream:
        stream.write(len(text).to_bytes(8, "little") + text)
        stream.writelines(_stored(array, kind).tobytes() for kind, array in entries.values())


def _stored(array: npt.NDArray[Any], kind: str) -> npt.NDArray[Any]:
    if kind == "BF16":
        return (array.astype("<f4").view("<u4") >> 16).astype("<u2")
    return array.astype(NUMPY[kind])


def stored_bytes(array: Reals, precision: str) -> bytes:
    """The bytes of numbers that the format holds exactly."""
    return _stored(array, FLOAT_KINDS[precision]).tobytes()
