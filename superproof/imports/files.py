"""The one door through which every command takes a network: ours, ONNX, or weights of torch, safetensors and numpy."""

import os
from pathlib import Path
from pkgutil import resolve_name

from superproof.exports.weight_file import network_in
from superproof.imports.read_chain import Choices
from superproof.imports.weights import Found, is_archive_of_weights, tensors_in, weights_of
from verify import FloatNetwork, Network, Problem, RealProblem, load_any_network
from verify.documents import FLOAT_BYTES, MAX_BYTES, begins_tensors, kind_of_file, open_bounded, read_any_header
from verify.errors import DocumentError

READERS = {".onnx": "onnx_file:from_onnx"}
"""Suffix of files that hold a whole network -> MODULE:FUNCTION in this folder, which takes path, features, and how an
output is read."""
SUFFIXES = (*READERS, ".pt", ".pth")
"""Suffixes of networks of other tools that are those of no graph."""
WEIGHTS = "weights"
FOREIGN = "network of another tool"
ARCHIVES = (".pt", ".pth", ".npz")
DECIDED = "superproof import has these options, and the network that it writes goes here"


def read_network(
    path: str | os.PathLike[str], problem: Problem | RealProblem | None, choices: Choices | None = None
) -> Network | FloatNetwork:
    """The network in a file of ours, an ONNX file, or a file of weights: a torch state dict, safetensors, npz.

    Weights are read by the sizes of the problem, and say in their construction how they were read; `choices` decides
    what names and sizes leave open. Unless it says otherwise an output of a network from elsewhere reads 1 where its
    score is above 0. Errors: DocumentError for a file that cannot be used, in one sentence that says what to do.

    >>> from tempfile import TemporaryDirectory
    >>> from verify import save_float_network
    >>> with TemporaryDirectory() as folder:
    ...     save_float_network(FloatNetwork([([[0.5]], [0.0], True)], 0.25), f"{folder}/n.safetensors")
    ...     read_network(f"{folder}/n.safetensors", None).widths
    (1, 1)
    """
    kind = _kind(path)
    if kind is None:
        if choices is not None:
            raise DocumentError(
                path, "is no file of another tool that is read, or of superproof already: superproof show"
            )
        return load_any_network(path)
    chosen = Choices() if choices is None else choices
    features = problem.inputs if isinstance(problem, Problem) else getattr(problem, "features", None)
    if kind in READERS:
        read = resolve_name(f"superproof.imports.{READERS[kind]}")
        network: Network | FloatNetwork = read(path, features, chosen.reading)
        return network
    from superproof.imports.state import network_of_weights

    found = tensors_in(path)
    try:
        kept = network_in(found)
        if kept is not None and chosen == Choices():
            return kept
        if problem is None or features is None:
            raise ValueError("holds weights, which are read by the sizes of a problem: superproof import first")
        return network_of_weights(weights_of(found), features, problem.outputs, chosen)
    except (ValueError, OverflowError) as error:
        hint = "" if choices is not None or "--" not in str(error) else f": {DECIDED}"
        raise DocumentError(path, f"{error}{hint}") from error


def network_or_tensors(path: str | os.PathLike[str]) -> Network | FloatNetwork | Found | None:
    """What a file holds, without a problem that says its sizes: a network, or else its tensors; None for other files.

    A file of one array, or of a matrix of scipy, is none: it may be a graph. Errors: as `read_network`.
    """
    kind = _kind(path)
    if kind in READERS:
        return read_network(path, None)
    if kind is None:
        return load_any_network(path) if _is_safetensors(path) else None
    if not _is_safetensors(path) and not is_archive_of_weights(path):
        return None
    found = tensors_in(path)
    try:
        return network_in(found) or found
    except (ValueError, OverflowError) as error:
        raise DocumentError(path, str(error)) from error


def kind_of_any_file(path: str | os.PathLike[str]) -> str | None:
    """As `kind_of_file`, but `FOREIGN` for a file that another tool made of a network."""
    kind = kind_of_file(path)
    foreign = kind is None and (Path(path).suffix.casefold() in SUFFIXES or is_archive_of_weights(path))
    return FOREIGN if foreign else kind


def _is_safetensors(path: str | os.PathLike[str]) -> bool:
    with open(path, "rb") as stream:
        return begins_tensors(stream.read(9))


def _kind(path: str | os.PathLike[str]) -> str | None:
    """A suffix of `READERS`, `WEIGHTS` by its content; None for what is ours or nothing that is known.

    A safetensors file is ours where it says so, or holds integers only, as all of ours did once.
    """
    suffix = next((suffix for suffix in READERS if os.fspath(path).endswith(suffix)), None)
    if suffix is not None:
        return suffix
    with open_bounded(path, MAX_BYTES) as stream:
        head = stream.read(9)
        # Of safetensors: the length of a header, of less than 2**32 bytes, may begin as another file does.
        if head[4:] != b"\0\0\0\0{":
            packed = head.startswith((b"PK", b"\x80"))
            if not packed and os.fspath(path).endswith(ARCHIVES):
                raise DocumentError(path, "begins neither as a torch file (zip or pickle) nor as npz: is it whole?")
            return WEIGHTS if packed else None
        stream.seek(0)
        header = read_any_header(path, stream, MAX_BYTES)
    ours = "superproof" in header.metadata or not any(place.kind in FLOAT_BYTES for place in header.tensors.values())
    return None if ours else WEIGHTS
