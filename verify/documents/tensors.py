"""Integer tensors in safetensors files, read without trusting them."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import numpy as np

from verify.arrays import Integers
from verify.documents.atomic import write_atomically
from verify.documents.reader import open_bounded, read_rest
from verify.documents.tensor_header import read_header
from verify.errors import DocumentError

Tensors = Mapping[str, Integers]


def read_tensors(path: str | os.PathLike[str], limit: int) -> tuple[dict[str, Integers], dict[str, str]]:
    """All tensors of a file and its metadata, as `tensors_of`. Errors: DocumentError when the file cannot be read."""
    with open_bounded(path, limit) as stream:
        return tensors_of(path, stream, limit)


def tensors_of(path: object, stream: BinaryIO, limit: int) -> tuple[dict[str, Integers], dict[str, str]]:
    """All tensors of a stream and its metadata; `path` is only named in errors.

    The header is looked through first (`read_header`), so that a file says one thing to all readers. Memory: the file's
    size, at most `limit` bytes, twice. Errors: DocumentError when it is damaged, or holds anything but signed integers.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    header = read_header(path, stream, limit)
    data = header.start + read_rest(path, stream, limit - len(header.start))
    try:
        return load(data), header.metadata
    except SafetensorError as error:
        raise DocumentError(path, f"is not a safetensors file: {error}") from error


def write_tensors(path: str | os.PathLike[str], tensors: Tensors, metadata: dict[str, str] | None = None) -> None:
    """Write the tensors atomically, in C order whatever their strides are.

    Errors: TypeError for anything but signed integers; DocumentError when the file cannot be written.
    """
    write_atomically(path, lambda temporary: fill_tensors(path, temporary, tensors, metadata))


def fill_tensors(
    path: str | os.PathLike[str], temporary: Path, tensors: Tensors, metadata: dict[str, str] | None = None
) -> None:
    """Write what is to become `path` to a temporary file. Errors: as `write_tensors`."""
    from safetensors import SafetensorError
    from safetensors.numpy import save_file

    for name, tensor in tensors.items():
        if tensor.dtype.kind != "i":
            raise TypeError(f"tensor {name} must hold signed integers, not {tensor.dtype}")
    # safetensors copies the bytes as they lie in memory: a transposed array would be written with its rows mixed up.
    dense = {name: np.asarray(tensor, order="C") for name, tensor in tensors.items()}
    try:
        save_file(dense, temporary, metadata=metadata)
    except SafetensorError as error:
        raise DocumentError(path, f"cannot be written: {error}") from error
