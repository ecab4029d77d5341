"""What is said of a kind of gate that no problem takes."""

from collections.abc import Iterable

from verify.errors import shown

COMPLEMENTS = {
    "nand": "and",
    "nor": "or",
    "xnor": "xor",
    "not": "copy",
    "ornot": "andnot with its two inputs exchanged",
}
"""Kinds that are 1 when all inputs are 0, which no problem takes -> the kind that stores their complement."""


def kind_names(known: Iterable[str]) -> str:
    """The names of all kinds, for messages."""
    return f"{', '.join(known)} and atleast-K for K of 2 or more"


def unknown_kind(where: str, kind: object, known: Iterable[str]) -> str:
    """The sentence by which a gate of that kind is refused, where those are known."""
    if type(kind) is str and kind in COMPLEMENTS:
        return (
            f"{where} must be 0 when all its inputs are 0, but {kind} is 1 there, so that it would be 1 on almost "
            f"every sparse input: store the complement, {COMPLEMENTS[kind]!r}, and read it negated"
        )
    return f"{where} must have one of the kinds {kind_names(known)}, not {shown(kind)}"
