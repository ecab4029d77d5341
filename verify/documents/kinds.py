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


def kind_of_file(path: str | os.PathLike[str]) -> str | None:
    """`NETWORK`, one of the values of `KINDS`, or None for a file that is none of our documents (a graph, say).

    A safetensors file is taken for a network; JSON by its "format". Errors: DocumentError when it cannot be read.
    """
    with open(path, "rb") as stream:
        head = stream.read(HEAD)
    if len(head) > 8 and head[8:9] == b"{" and head[:1] != b"{":
        return NETWORK
    if not head.lstrip().startswith(b"{"):
        return None
    try:
        form = str(parse_object(path, read_bytes(path)).get("format", ""))
    except DocumentError:
        return None
    return KINDS.get(form.rpartition("-")[0])
