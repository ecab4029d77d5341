"""What kind of document a file is, by its content, and networks of either kind."""

import os

from verify.documents.float_network_file import load_float_network
from verify.documents.network_file import load_network
from verify.documents.reader import MAX_BYTES, open_bounded, parse_object, read_bytes
from verify.documents.tensor_header import read_any_header
from verify.errors import DocumentError
from verify.floats.network import FLOAT_FORMAT, FloatNetwork
from verify.statement.network import Network

PROBLEM, NETWORK, CERTIFICATE = "problem", "network", "certificate"
REAL_PROBLEM, ERROR_CERTIFICATE = "problem about real features", "certificate about errors"
TALLY = "certificate about counts"
KINDS = {
    "superproof-problem": PROBLEM,
    "superproof-certificate": CERTIFICATE,
    "superproof-real-problem": REAL_PROBLEM,
    "superproof-error-certificate": ERROR_CERTIFICATE,
    "superproof-tally": TALLY,
}
HEAD = 16


def begins_tensors(head: bytes) -> bool:
    """Whether a file that begins so is safetensors: the header's length in 8 bytes, the last ones 0, then JSON.

    >>> begins_tensors(bytes([64, 0, 0, 0, 0, 0, 0, 0]) + b"{"), begins_tensors(b"100 101 {}")
    (True, False)
    """
    return head[5:9] == b"\0\0\0{"


def kind_of_file(path: str | os.PathLike[str]) -> str | None:
    """`NETWORK`, one of the values of `KINDS`, or None for a file that is none of our documents (a graph, say).

    A safetensors file is taken for a network; JSON by its "format". Errors: DocumentError when it cannot be read.
    """
    with open(path, "rb") as stream:
        head = stream.read(HEAD)
    if begins_tensors(head):
        return NETWORK
    if not head.lstrip().startswith(b"{"):
        return None
    try:
        form = str(parse_object(path, read_bytes(path)).get("format", ""))
    except DocumentError:
        return None
    return KINDS.get(form.rpartition("-")[0])


def load_any_network(path: str | os.PathLike[str]) -> Network | FloatNetwork:
    """The network in a safetensors file, of integers or of floats. Errors: DocumentError with file, rule and value.

    >>> from tempfile import TemporaryDirectory
    >>> from verify import FloatNetwork, save_float_network
    >>> with TemporaryDirectory() as folder:
    ...     save_float_network(FloatNetwork([([[0.5]], [0.0], True)], 0.25), f"{folder}/n.safetensors")
    ...     load_any_network(f"{folder}/n.safetensors").widths
    (1, 1)
    """
    with open_bounded(path, MAX_BYTES) as stream:
        header = read_any_header(path, stream, MAX_BYTES)
    try:
        form = parse_object(path, header.metadata.get("superproof", "{}")).get("format")
    except DocumentError:
        form = None  # `load_network` says what is wrong.
    return load_float_network(path) if form == FLOAT_FORMAT else load_network(path)
