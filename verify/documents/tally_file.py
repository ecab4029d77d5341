"""Certificates about how many inputs a float network gets wrong: JSON, format superproof-tally-1."""

import os
from dataclasses import asdict

from verify.documents.atomic import write_text
from verify.documents.reader import Fields, json_text, read_object
from verify.errors import DocumentError, shown_json
from verify.floats.tally import Bounds, Tally, TallyCertificate

FORMAT = "superproof-tally-1"
CLAIM = "these many inputs are wrong, in exact arithmetic"
KEYS = {"format", "claim", "problem", "network", "sparsity", "tally"}
COUNTS = ("tried", "admissible", "wrong", "sure", "pairs")


def save_tally(certificate: TallyCertificate, path: str | os.PathLike[str]) -> None:
    """Write the JSON atomically. Errors: DocumentError when the file cannot be written."""
    document = {
        "format": FORMAT,
        "claim": CLAIM,
        "problem": certificate.problem,
        "network": certificate.network,
        "sparsity": certificate.sparsity,
        "tally": asdict(certificate.tally),
    }
    write_text(path, json_text(path, document) + "\n")


def load_tally(path: str | os.PathLike[str]) -> TallyCertificate:
    """The certificate in a JSON file; nothing is checked yet but the form. Errors: DocumentError."""
    fields = Fields(path, read_object(path), KEYS)
    fields.constant("format", FORMAT)
    fields.constant("claim", CLAIM)
    inner = Fields(path, fields.object("tally"), set(Tally.__dataclass_fields__))
    counts = {name: _integers(path, name, inner.take(name)) for name in COUNTS}
    tally = Tally(
        **counts,
        smallest_true=_bounds(path, "smallest_true", inner),
        largest_false=_bounds(path, "largest_false", inner),
        smallest=_input(path, "smallest", inner),
        most_harmful=_input(path, "most_harmful", inner),
        harm=inner.integer("harm"),
    )
    return TallyCertificate(fields.text("problem"), fields.text("network"), fields.integer("sparsity"), tally)


def _integers(path: object, name: str, value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(type(one) is int for one in value):
        raise DocumentError(path, f"{name} must be an array of integers, not {shown_json(value)}")
    return tuple(value)


def _input(path: object, name: str, fields: Fields) -> tuple[int, ...] | None:
    value = fields.take(name)
    return None if value is None else _integers(path, name, value)


def _bounds(path: object, name: str, fields: Fields) -> tuple[Bounds, ...]:
    found: list[Bounds] = []
    for pair in fields.array(name):
        if pair is None:
            found.append(None)
            continue
        ends = _integers(path, name, pair)
        if len(ends) != 2:
            raise DocumentError(path, f"{name} must hold null and pairs of integers, not {shown_json(pair)}")
        found.append((ends[0], ends[1]))
    return tuple(found)
