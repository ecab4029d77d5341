"""Integer tensors in safetensors files, read without trusting them."""

import os

import numpy as np
import numpy.typing as npt

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
