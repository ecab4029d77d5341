"""What kind of document a file is, by its content."""

import os

from verify.documents.reader import parse_object, read_bytes
from verify.errors import DocumentError

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
