"""Files of numpy and scipy: an adjacency matrix (.npy, .npz, scipy.sparse.save_npz) or an array of edges."""

import io
import zipfile
import zlib
from tokenize import TokenError

import numpy as np

from superproof.formats.content import MAX_BYTES, Content
from superproof.formats.matrices import from_entries
from superproof.formats.raw import Raw, numbered, require_count
from verify.arrays import Numbers

NPY, ZIP = b"\x93NUMPY", b"PK"
UNREADABLE = (
    ValueError, TypeError, OSError, EOFError, KeyError, OverflowError, SyntaxError, TokenError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def read_array(content: Content) -> Raw:
    """Nodes are 0, ..., n - 1. A square array is a matrix, (E, 2) or (2, E) integers are edges; 2 x 2 is refused.

    >>> from superproof.formats.content import unpacked
    >>> np.save(stream := io.BytesIO(), np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    >>> read_array(unpacked("g.npy", stream.getvalue())).edges.tolist()
    [[0, 1], [1, 2]]
    """
    if content.data.startswith(NPY):
        return _from_array(content, _array(content, content.data))
    if not content.data.startswith(ZIP):
        content.refuse("must begin as files of numpy do, with '\\x93NUMPY' or as a zip archive of arrays")
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
                content.refuse(f"must unpack to at most {MAX_BYTES} bytes, but has more")
            members = {name.removesuffix(".npy"): archive.read(name) for name in archive.namelist()}
    except (*UNREADABLE, NotImplementedError, RuntimeError) as error:
        content.refuse(f"cannot be unpacked: {str(error)[:80]}")
    arrays = {name: _array(content, data) for name, data in members.items()}
    if {"format", "shape", "data"} <= set(arrays):
        return _from_sparse(content, arrays)
    if len(arrays) != 1:
        content.refuse(
            f"must hold one array or a sparse matrix of scipy, not {', '.join(sorted(arrays)[:6]) or 'nothing'}"
        )
    return _from_array(content, next(iter(arrays.values())))


def _array(content: Content, data: bytes) -> Numbers:
    """An array, once its header is seen to ask for no more than there is."""
    stream = io.BytesIO(data)
    try:
        version = np.lib.format.read_magic(stream)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, _, dtype = read(stream)
        size = int(np.prod([int(side) for side in shape], dtype=object)) * dtype.itemsize
        if dtype.hasobject or min(shape, default=0) < 0 or size != len(data) - stream.tell():
            content.refuse(f"must be an array of numbers, but declares {dtype} of shape {shape} for {len(data)} bytes")
        stream.seek(0)
        array: Numbers = np.lib.format.read_array(stream, allow_pickle=False)
    except UNREADABLE as error:
        content.refuse(f"is no array of numpy: {str(error)[:80]}")
    return array


def _from_array(content: Content, array: Numbers) -> Raw:
    shape = array.shape
    if array.dtype.kind not in "biuf" or array.ndim != 2 or (array.dtype.kind == "f" and not np.isfinite(array).all()):
        content.refuse(f"must be a matrix of finite numbers, not {array.dtype} of shape {shape}")
    if shape[0] == shape[1] != 2:
        require_count(content, 1, shape[0])
        return from_entries(numbered(0, shape[0]), array, directed=True, notes=content.notes)
    if 2 not in shape or shape[0] == shape[1] or array.dtype.kind not in "iu":
        content.refuse(
            f"must be a square matrix of 1 or at least 3 nodes, or integers of shape (edges, 2) or (2, edges), not "
            f"{array.dtype} of shape {shape}"
        )
    edges = array if shape[1] == 2 else array.T
    top = int(edges.max(initial=-1))
    if int(edges.min(initial=0)) < 0:
        content.refuse("must name nodes by numbers from 0")
    require_count(content, 1, top + 1)
    return Raw(numbered(0, top + 1), np.ascontiguousarray(edges, dtype=np.int64), notes=content.notes)


def _from_sparse(content: Content, arrays: dict[str, Numbers]) -> Raw:
    from scipy.sparse import coo_array, load_npz

    shape = arrays["shape"]
    if shape.dtype.kind not in "iu" or shape.shape != (2,) or int(shape[0]) != int(shape[1]) or int(shape[0]) < 0:
        content.refuse(f"must be a square matrix, not one of shape {shape.tolist()}")
    nodes = require_count(content, 1, int(shape[0]))
    if arrays["data"].dtype.kind not in "biuf":
        content.refuse(f"must hold numbers, not {arrays['data'].dtype}")
    try:
        matrix = load_npz(io.BytesIO(content.data))
        if hasattr(matrix, "check_format"):
            matrix.check_format(full_check=True)
        found = coo_array(matrix)
    except (*UNREADABLE, IndexError, NotImplementedError, RuntimeError) as error:
        content.refuse(f"is no sparse matrix of scipy: {str(error)[:80]}")
    if any(axis.min(initial=0) < 0 or axis.max(initial=-1) >= nodes for axis in found.coords):
        content.refuse("must hold entries inside its shape")
    return from_entries(numbered(0, nodes), found, directed=True, notes=content.notes)
