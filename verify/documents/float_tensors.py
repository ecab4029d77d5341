"""Tensors of floating-point numbers in safetensors files, bfloat16 included, which numpy does not have."""

import json
import os
from collections.abc import Mapping
from math import prod
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from verify.arrays import Bools, Reals
from verify.documents.atomic import write_atomically
from verify.documents.reader import open_bounded, read_rest
from verify.documents.tensor_header import ANY_BYTES, FLOAT_BYTES, read_any_header
from verify.errors import DocumentError

FLOAT_KINDS = MappingProxyType({"float16": "F16", "bfloat16": "BF16", "float32": "F32", "float64": "F64"})
"""What safetensors calls the formats of `verify.floats.precision`."""
NUMPY = MappingProxyType({
    "F16": "<f2", "F32": "<f4", "F64": "<f8", "I8": "<i1", "I16": "<i2", "I32": "<i4", "I64": "<i8",
})  # fmt: skip
Tensors = dict[str, tuple[str, npt.NDArray[np.float64 | np.int64]]]
"""By name the type that safetensors says, and the numbers: of floats as float64, which holds all; of integers int64."""


def read_float_tensors(path: str | os.PathLike[str], limit: int) -> tuple[Tensors, dict[str, str]]:
    """All tensors of a file of floats and signed integers, and its metadata; the header is looked through first.

    Memory: the file's size, at most `limit` bytes, and 8 bytes an entry. Errors: DocumentError when the file cannot be
    read, is damaged, or holds anything else.
    """
    with open_bounded(path, limit) as stream:
        header = read_any_header(path, stream, limit)
        data = read_rest(path, stream, limit - len(header.start))
    if len(data) != max((place.end for place in header.tensors.values()), default=0):
        raise DocumentError(path, "is not a safetensors file: it must end where its last tensor does")
    found: Tensors = {}
    for name, place in header.tensors.items():
        found[name] = place.kind, _numbers(place.kind, data[place.begin : place.end]).reshape(place.shape)
    return found, header.metadata


def _numbers(kind: str, data: bytes) -> npt.NDArray[np.float64 | np.int64]:
    if kind == "BF16":  # The upper half of a float32.
        upper = np.frombuffer(data, dtype="<u2").astype(np.uint32) << 16
        return upper.view(np.float32).astype(np.float64)
    return np.frombuffer(data, dtype=NUMPY[kind]).astype(np.float64 if kind in FLOAT_BYTES else np.int64)


def write_float_tensors(
    path: str | os.PathLike[str],
    tensors: Mapping[str, Reals],
    precision: str,
    masks: Mapping[str, Bools],
    metadata: dict[str, str],
) -> None:
    """Write numbers of one format, and masks as bytes 0 and 1, atomically. Errors: DocumentError where that fails."""
    entries = [
        (name, FLOAT_KINDS[precision], array.shape, stored_bytes(array, precision)) for name, array in tensors.items()
    ]
    entries += [(name, "I8", mask.shape, mask.astype("<i1").tobytes()) for name, mask in masks.items()]
    header: dict[str, object] = {"__metadata__": metadata}
    begin = 0
    for name, kind, shape, data in entries:
        if len(data) != prod(shape) * ANY_BYTES[kind]:
            raise ValueError(f"tensor {name} must have the bytes that its shape needs, not {len(data)}")
        header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [begin, begin + len(data)]}
        begin += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)

    def fill(temporary: Path) -> None:
        with temporary.open("wb") as stream:
            stream.write(len(text).to_bytes(8, "little") + text)
            stream.writelines(data for _, _, _, data in entries)

    write_atomically(path, fill)


def stored_bytes(array: Reals, precision: str) -> bytes:
    """The bytes of numbers that the format holds exactly."""
    if precision == "bfloat16":
        return (array.astype("<f4").view("<u4") >> 16).astype("<u2").tobytes()
    return array.astype(NUMPY[FLOAT_KINDS[precision]]).tobytes()
