"""Network files: one safetensors file, format superproof-network-1 in its metadata."""

import os

from verify.arrays import Integers
from verify.codes import BareCode, Code, code_from_recipe
from verify.documents.packing import packed, unpacked
from verify.documents.reader import MAX_BYTES, json_text
from verify.documents.tensor_header import layers_named, metadata_fields
from verify.documents.tensors import read_tensors, write_tensors
from verify.errors import DocumentError, shown
from verify.statement.evaluation import require_kind
from verify.statement.network import Network

FORMAT = "superproof-network-1"
KEYS = {"format", "input_code", "output_code", "threshold", "construction", "packed"}
Tensors = dict[str, Integers]


def save_network(network: Network, path: str | os.PathLike[str], *, pack: bool = False) -> None:
    """Write tensors W1, b1, ..., WL, bL (and bare codes as A, B) with the metadata, atomically.

    With `pack`, matrices of few values take about lg(values) bits an entry (`packing`), and the file says which.
    Guarantee: for all networks, `load_network` gives back an equal one.
    Errors: DocumentError when the file cannot be written, or the construction note holds what JSON here cannot.

    >>> from tempfile import TemporaryDirectory
    >>> from verify import IdentityCode
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> with TemporaryDirectory() as folder:
    ...     save_network(network, f"{folder}/n.safetensors")
    ...     load_network(f"{folder}/n.safetensors") == network
    True
    """
    require_kind("network", network, Network)
    tensors: dict[str, Integers] = {}
    for number, layer in enumerate(network.layers, start=1):
        tensors[f"W{number}"] = layer.weights
        tensors[f"b{number}"] = layer.bias
    for name, code in (("A", network.input_code), ("B", network.output_code)):
        if isinstance(code, BareCode):
            tensors[name] = code.matrix
    found = {name: packed(tensor) for name, tensor in tensors.items()} if pack else {}
    facts = {name: made[1] for name, made in found.items() if made is not None}
    tensors |= {name: made[0] for name, made in found.items() if made is not None}
    metadata = {
        "format": FORMAT,
        "input_code": network.input_code.recipe(),
        "output_code": network.output_code.recipe(),
        "threshold": network.threshold,
        "construction": dict(network.construction),
    } | ({"packed": facts} if facts else {})
    write_tensors(path, tensors, {"superproof": json_text(path, metadata)})


def load_network(path: str | os.PathLike[str]) -> Network:
    """The network in a safetensors file. Errors: DocumentError with file, key, rule and value.

    >>> from tempfile import TemporaryDirectory
    >>> from verify import IdentityCode
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> with TemporaryDirectory() as folder:
    ...     save_network(network, f"{folder}/n.safetensors")
    ...     load_network(f"{folder}/n.safetensors").widths
    (2, 1)
    """
    tensors, metadata = read_tensors(path, MAX_BYTES)
    fields = metadata_fields(path, metadata, KEYS)
    fields.constant("format", FORMAT)
    threshold = fields.integer("threshold")
    construction = fields.object("construction") if "construction" in fields else {}
    for name, facts in (fields.object("packed") if "packed" in fields else {}).items():
        if name not in tensors:
            raise DocumentError(path, f"packed must name tensors of the file, not {shown(name)}")
        tensors[name] = unpacked(path, name, tensors[name], facts)
    try:
        input_code = _code(fields.take("input_code"), "A", tensors)
        output_code = _code(fields.take("output_code"), "B", tensors)
        # `_code` has taken out the tensors of codes: every other one must belong to a layer.
        layers = [(tensors[f"W{number}"], tensors[f"b{number}"]) for number in layers_named(tensors, "Wb")]
        return Network(layers, input_code, output_code, threshold, construction)
    except (TypeError, ValueError, OverflowError) as error:
        raise DocumentError(path, str(error)) from error


def _code(recipe: object, name: str, tensors: Tensors) -> Code:
    if recipe != "tensor":
        return code_from_recipe(recipe)
    if name not in tensors:
        raise ValueError(f"a code given as a tensor needs the tensor {name}, which is missing")
    return BareCode(tensors.pop(name))
