"""Networks of either kind, told apart by what their file says."""

import os

from verify.documents.float_network_file import load_float_network
from verify.documents.network_file import load_network
from verify.documents.reader import MAX_BYTES, open_bounded, parse_object
from verify.documents.tensor_header import read_any_header
from verify.errors import DocumentError
from verify.floats.network import FLOAT_FORMAT, FloatNetwork
from verify.statement.network import Network


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
