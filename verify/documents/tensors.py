"""Integer tensors in safetensors files, read without trusting them."""

import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from verify.documents.atomic import write_atomically
from verify.documents.reader import require_readable
from verify.errors import DocumentError

INTEGER_TYPES = {"I8", "I16", "I32", "I64"}


def read_tensors(path: str | os.PathLike[str], limit: int) -> tuple[dict[str, npt.NDArray[np.integer]], dict[str, str]]:
    """All tensors of a file and its metadata. Memory: the file's size, at most `limit` bytes, twice.

    Errors: DocumentError when the file cannot be read, is damaged, or holds anything but signed integers.
    """
    from safetensors import SafetensorError, safe_open

    require_readable(path, limit)
    try:
        with safe_open(os.fspath(path), framework="numpy") as file:
            metadata = dict(file.metadata() or {})
            tensors = {}
            for name in list(file.keys()):
                kind = file.get_slice(name).get_dtype()
                if kind not in INTEGER_TYPES:
                    raise DocumentError(path, f"tensor {name} must hold signed integers, not {kind}")
                tensors[name] = file.get_tensor(name)
    except SafetensorError as error:
        raise DocumentError(path, f"is not a safetensors file: {error}") from error
    except OSError as error:
        raise DocumentError(path, f"cannot be read: {error.strerror or error}") from error
    return tensors, metadata


def write_tensors(
    path: str | os.PathLike[str], tensors: Mapping[str, npt.NDArray[np.integer]], metadata: dict[str, str] | None = None
) -> None:
    """Write the tensors atomically, in C order whatever their strides are.

    Errors: TypeError for anything but signed integers; DocumentError when the file cannot be written.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import save_file

    for name, tensor in tensors.items():
        if tensor.dtype.kind != "i":
            raise TypeError(f"tensor {name} must hold signed integers, not {tensor.dtype}")
    # safetensors copies the bytes as they lie in memory: a transposed array would be written with its rows mixed up.
    dense = {name: np.asarray(tensor, order="C") for name, tensor in tensors.items()}

    def write(temporary: Path) -> None:
        try:
            save_file(dense, temporary, metadata=metadata)
        except SafetensorError as error:
            raise DocumentError(path, f"cannot be written: {error}") from error

    write_atomically(path, write)
