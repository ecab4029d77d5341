"""What kind of document a file is, by its content."""

import os

from verify.documents.reader import parse_object, read_bytes
from verify.errors import DocumentError

PROBLEM, NETWORK, CERTIFICATE = "problem", "network", "certificate"
HEAD = 16


def kind_of_file(path: str | os.PathLike[str]) -> str | None:
    """`PROBLEM`, `NETWORK` or `CERTIFICATE`, or None for a file that is none of our documents (a graph, say).

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
    kinds = {"superproof-problem": PROBLEM, "superproof-certificate": CERTIFICATE}
    return kinds.get(form.rpartition("-")[0])
