"""A strict second reader of all documents, with no line of the product's: what it refuses nobody may accept."""

import json
import math
import re
from typing import Any

from benchmarks.attack.plain import FORMATS, Code, Document, PlainNetwork, split_header
from benchmarks.attack.strict_json import RefusedError, parse

SIZE = 2**40
FAN_IN = {"and": (2, None), "or": (2, None), "xor": (2, 2), "andnot": (2, 2), "copy": (1, 1)}
RECIPES = {
    "identity": {"size"},
    "constant-weight": {"rows", "columns", "weight", "seed"},
    "random-signs": {"rows", "columns", "seed"},
    "hadamard": {"rows", "columns", "seed"},
    "reed-solomon": {"field", "blocks", "degree", "columns"},
}


class OtherFormatError(Exception):
    """A document of a format that this reader does not know: it says nothing about it."""


def read_problem(data: bytes) -> Document:
    """The problem's JSON object without labels. Errors: RefusedError, OtherFormatError."""
    document = parse(data)
    _require(isinstance(document, dict), "an object")
    _format(document, "superproof-problem-1")
    document.pop("labels", None)
    kind = document.get("kind")
    keys = {"gates": {"inputs", "gates"}, "permutation": {"images"}, "circuit": {"inputs", "levels"}}
    _require(isinstance(kind, str) and kind in keys, "a kind")
    _require(set(document) == {"format", "kind", "sparsity"} | keys[kind], "these keys")
    if kind == "permutation":
        images = document["images"]
        _require(isinstance(images, list) and all(map(_is_integer, images)), "integers")
        _require(sorted(images) == list(range(len(images))) and images, "a permutation")
    else:
        _require(_is_integer(document["inputs"]) and 1 <= document["inputs"] <= SIZE, "a number of inputs")
        width = document["inputs"]
        levels = document["levels"] if kind == "circuit" else [document["gates"]]
        _require(isinstance(levels, list) and levels, "levels")
        for level in levels:
            _require(isinstance(level, list) and level, "gates")
            seen = [_gate(gate, width) for gate in level]
            _require(kind == "circuit" or len(set(seen)) == len(seen), "gates that differ")
            width = len(level)
    features = len(document["images"]) if kind == "permutation" else document["inputs"]
    _require(_is_integer(document["sparsity"]) and 1 <= document["sparsity"] <= features, "a sparsity")
    return dict(document)


def _gate(gate: Any, width: int) -> tuple[Any, ...]:
    _require(isinstance(gate, list) and gate and isinstance(gate[0], str), "a gate")
    kind, *inputs = gate
    several = re.fullmatch(r"atleast-([2-9]|[1-9][0-9]{1,12})", kind)
    _require(kind in FAN_IN or several, "a kind of gate")
    least, most = (int(several[1]) + 1, None) if several else FAN_IN[kind]
    _require(least <= len(inputs) and (most is None or len(inputs) <= most), "a fan-in")
    _require(all(_is_integer(j) and 0 <= j < width for j in inputs), "features")
    _require(len(set(inputs)) == len(inputs), "different features")
    return (kind, *(inputs if kind == "andnot" else sorted(inputs)))


def read_tensors(data: bytes) -> tuple[dict[str, Any], dict[str, str]]:
    """Nested lists by name, and the metadata, of a safetensors file of signed integers. Errors: RefusedError."""
    _require(len(data) >= 8 and 8 + int.from_bytes(data[:8], "little") <= len(data), "a whole header")
    text, body = split_header(data)
    _require(text.startswith(b"{"), "a header that is an object")
    header = parse(text.rstrip(b" "))
    metadata = header.pop("__metadata__", {})
    _require(isinstance(metadata, dict) and all(isinstance(v, str) for v in metadata.values()), "metadata of strings")
    ends, tensors = [0], {}
    for name, about in sorted(header.items(), key=lambda item: _begin(item[1])):
        _require(set(about) == {"dtype", "shape", "data_offsets"}, "three keys a tensor")
        kind, shape, (begin, end) = about["dtype"], about["shape"], about["data_offsets"]
        _require(isinstance(kind, str) and kind in FORMATS, "signed integers")
        _require(isinstance(shape, list) and all(_is_integer(n) and n >= 0 for n in shape), "a shape")
        width = int(kind[1:]) // 8
        _require(begin == ends[-1] and end - begin == width * math.prod(shape), "bytes without holes")
        ends.append(end)
        part = body[begin:end]
        entries = [int.from_bytes(part[i : i + width], "little", signed=True) for i in range(0, len(part), width)]
        tensors[name] = _nested(entries, shape)
    _require(ends[-1] == len(body), "bytes up to the end")
    return tensors, metadata


def _begin(about: Any) -> int:
    _require(isinstance(about, dict) and isinstance(about.get("data_offsets"), list), "an object a tensor")
    offsets = about["data_offsets"]
    _require(len(offsets) == 2 and all(map(_is_integer, offsets)), "two offsets")
    return int(offsets[0])


def _nested(entries: list[int], shape: list[int]) -> Any:
    if len(shape) < 2:
        return entries if shape else entries[0]
    step = math.prod(shape[1:])
    return [_nested(entries[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0])]


def read_network(data: bytes) -> PlainNetwork:
    """The network in a file. Errors: RefusedError, OtherFormatError."""
    tensors, metadata = read_tensors(data)
    _require(set(metadata) == {"superproof"}, "the one key superproof")
    about = parse(metadata["superproof"])
    _require(isinstance(about, dict), "an object")
    _format(about, "superproof-network-1")
    keys = {"format", "input_code", "output_code", "threshold"}
    _require(keys <= set(about) <= keys | {"construction"}, "these keys")
    _require(isinstance(about.get("construction", {}), dict), "a note that is an object")
    _require(_is_integer(about["threshold"]) and abs(about["threshold"]) < 2**63, "a threshold")
    codes = [_code(about[key], name, tensors) for key, name in (("input_code", "A"), ("output_code", "B"))]
    depth = len(tensors) // 2
    _require(depth > 0 and set(tensors) == {f"{k}{n}" for n in range(1, depth + 1) for k in "Wb"}, "layers")
    layers = tuple((tensors[f"W{n}"], tensors[f"b{n}"]) for n in range(1, depth + 1))
    for weights, bias in layers:
        _require(_is_matrix(weights) and isinstance(bias, list) and bias and not isinstance(bias[0], list), "matrices")
        _require(len(weights) == len(bias), "a bias a row")
    return PlainNetwork(layers, codes[0], codes[1], about["threshold"])


def _code(recipe: Any, name: str, tensors: dict[str, Any]) -> Code:
    if recipe == "tensor":
        _require(name in tensors and _is_matrix(tensors[name]), "a bare code")
        rows: Code = tensors.pop(name)
        return rows
    _require(isinstance(recipe, dict) and isinstance(recipe.get("family"), str), "a recipe")
    _require(recipe["family"] in RECIPES and set(recipe) == RECIPES[recipe["family"]] | {"family"}, "a family")
    _require(all(_is_integer(recipe[key]) for key in RECIPES[recipe["family"]]), "sizes")
    return dict(recipe)


def _is_matrix(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and isinstance(value[0], list)
        and bool(value[0])
        and _is_integer(value[0][0])
    )


def read_certificate(data: bytes) -> Document:
    """The JSON object of a certificate. Errors: RefusedError, OtherFormatError."""
    document = parse(data)
    _require(isinstance(document, dict), "an object")
    _format(document, "superproof-certificate-1")
    words = {"format", "claim", "problem", "network", "prover"}
    keys = words | {"sparsity", "inputs_covered", "margin", "assumptions", "evidence", "arrays"}
    _require(set(document) == keys and all(isinstance(document[key], str) for key in words), "these keys")
    _require(document["claim"] == "the network computes the problem at this sparsity", "the claim")
    _require(_is_integer(document["sparsity"]) and _is_integer(document["inputs_covered"]), "integers")
    margin = document["margin"]
    plain = isinstance(margin, list) and len(margin) == 2 and all(v is None or _is_integer(v) for v in margin)
    _require(margin is None or plain, "a margin")
    assumed = document["assumptions"]
    _require(isinstance(assumed, list) and all(isinstance(word, str) for word in assumed), "assumptions")
    _require(isinstance(document["evidence"], dict), "evidence")
    _require(document["arrays"] is None or set(document["arrays"]) == {"file", "sha256"}, "arrays")
    return dict(document)


def _format(document: Document, known: str) -> None:
    found = document.get("format")
    if isinstance(found, str) and found != known and json.dumps(found).startswith(json.dumps(known)[:-2]):
        raise OtherFormatError(found)
    _require(found == known, "a format")


def _is_integer(value: Any) -> bool:
    return type(value) is int


def _require(holds: Any, rule: str) -> None:
    if not holds:
        raise RefusedError(f"there must be {rule}")
