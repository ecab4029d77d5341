"""The header of a safetensors file, read strictly: what the library takes or drops in silence is refused."""

from collections.abc import Collection, Mapping
from math import prod
from typing import BinaryIO, NamedTuple, NoReturn, TypeGuard

from verify.documents.reader import Fields, parse_object
from verify.errors import DocumentError, shown

BYTES = {"I8": 1, "I16": 2, "I32": 4, "I64": 8}
FLOAT_BYTES = {"F16": 2, "BF16": 2, "F32": 4, "F64": 8}
ANY_BYTES = {**BYTES, **FLOAT_BYTES}
"""Bytes of an entry, of the types of signed integers, of floats, and of both."""
MOST_DIMENSIONS, MOST_ENTRIES = 32, 2**60
"""Of arrays of numpy, in any type; even an array without entries has sizes whose product is below this, but for 0."""
LONGEST = 2**27
"""Bytes of a header; a network's note on its construction is in it."""
CONVERT = (
    ": a network of floats is converted first, its weights scaled by a power of two and rounded to integers "
    "(docs/limits.md says how)"
)
"""What to do about a tensor of floats."""


class Place(NamedTuple):
    """Where a tensor of entries `kind` lies, in bytes behind the header."""

    kind: str
    shape: tuple[int, ...]
    begin: int
    end: int


class Header(NamedTuple):
    """The bytes of length and header as they lie in the file, the metadata, and the tensors."""

    start: bytes
    metadata: dict[str, str]
    tensors: dict[str, Place]


def read_header(
    path: object,
    stream: BinaryIO,
    limit: int,
    kinds: Mapping[str, int] = BYTES,
    holds: str = "signed integers",
) -> Header:
    """The header of a file whose tensors are of `kinds`, with the bytes of an entry.

    Guarantee: no key occurs twice at any depth; metadata are strings; every tensor has exactly one of the types, a
    shape and a place, and the places follow one another from 0 without gaps, all within `limit`. Errors: DocumentError
    for anything else; `holds` says in words what the types are.
    """

    def refuse(rule: str) -> NoReturn:
        raise DocumentError(path, f"is not a safetensors file: {rule}")

    start = stream.read(8)
    length = int.from_bytes(start, "little")
    if len(start) < 8 or not 2 <= length <= min(LONGEST, limit):
        refuse(f"its header must have 2 to {LONGEST} bytes, and it says {length}")
    text = stream.read(length)
    if len(text) < length or not text.startswith(b"{"):
        refuse("its header must be one JSON object")
    try:
        members = parse_object(path, text)
    except DocumentError as error:
        refuse(f"its header {error.complaint}")
    metadata = members.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        refuse("__metadata__ must be an object of strings")
    places: dict[str, Place] = {}
    for name, tensor in members.items():
        if not isinstance(tensor, dict) or set(tensor) != {"dtype", "shape", "data_offsets"}:
            refuse(f"tensor {shown(name)} must have the keys dtype, shape and data_offsets, and no other")
        kind, shape, place = tensor["dtype"], tensor["shape"], tensor["data_offsets"]
        if not isinstance(kind, str) or kind not in kinds:
            kind = kind[:20] if isinstance(kind, str) else shown(kind)
            convert = CONVERT if kinds is BYTES and kind.startswith(("F", "BF")) else ""
            raise DocumentError(path, f"tensor {name} must hold {holds}, not {kind}{convert}")
        if not _shape(shape) or not _sizes(place) or len(place) != 2:
            refuse(f"shape and data_offsets of tensor {shown(name)} must be sizes that arrays can have")
        if place[1] - place[0] != prod(shape) * kinds[kind]:
            refuse(f"tensor {shown(name)} must have the bytes that its shape needs")
        places[name] = Place(kind, tuple(shape), *place)
    spans = sorted((place.begin, place.end) for place in places.values())
    ends = [0, *(end for _, end in spans)]
    if any(begin != end for (begin, _), end in zip(spans, ends, strict=False)) or ends[-1] > limit:
        refuse("its tensors must follow one another without gaps")
    return Header(start + text, metadata, places)


def read_any_header(path: object, stream: BinaryIO, limit: int) -> Header:
    """The same of a file of floats, signed integers, or both."""
    return read_header(path, stream, limit, ANY_BYTES, "floats or signed integers")


def metadata_fields(path: object, metadata: Mapping[str, str], keys: Collection[str]) -> Fields:
    """What the file of a network says of it: its only metadata, one JSON object. Errors: DocumentError for others."""
    if "superproof" not in metadata:
        raise DocumentError(path, "metadata key 'superproof' is missing: not a superproof network")
    Fields(path, metadata, {"superproof"})
    return Fields(path, parse_object(path, metadata["superproof"]), keys)


def layers_named(tensors: Collection[str], kinds: str, *more: str) -> range:
    """1, ..., L, where the tensors are one of every kind for each of these, and `more`. Errors: ValueError for others.

    >>> layers_named(["W1", "b1", "W2", "b2"], "Wb")
    range(1, 3)
    """
    numbers = range(1, len(tensors) // len(kinds) + 1)
    expected = [f"{kind}{number}" for number in numbers for kind in kinds] + [*more]
    if not numbers or sorted(expected) != sorted(tensors):
        first, last = (", ".join(f"{kind}{end}" for kind in kinds) for end in "1L")
        found = ", ".join(sorted(tensors)[:8]) or "none"
        raise ValueError(f"tensors must be {' and '.join([f'{first}, ..., {last}', *more])}, not {found}")
    return numbers


def _shape(value: object) -> TypeGuard[list[int]]:
    return _sizes(value) and len(value) <= MOST_DIMENSIONS and prod(filter(None, value)) < MOST_ENTRIES


def _sizes(value: object) -> TypeGuard[list[int]]:
    return isinstance(value, list) and all(type(size) is int and 0 <= size < 2**63 for size in value)
