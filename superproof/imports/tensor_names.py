"""Names of tensors: the order that they say, what belongs to one block, and how a matrix is stored."""

import re
from collections.abc import Mapping

from verify.arrays import Reals

WORDS = (("unembed", "embed1"), ("W_E", "W_0"), ("W_U", "W_1"))
IN_OUT = re.compile(r"(?<![a-z])(in|out)(?![a-z])")


def oriented(name: str, matrix: Reals, turned: frozenset[str]) -> Reals:
    """The matrix as (outputs, inputs), where `turned` are the families stored the other way."""
    return matrix.T if family(name) in turned else matrix


def family(name: str) -> str:
    """Matrices that are stored alike: those called weight, and others."""
    return "weight" if name.endswith("weight") else "other"


def _plain(name: str) -> str:
    for word, number in WORDS:
        name = name.replace(word, number)
    return IN_OUT.sub(lambda found: "0" if found[0] == "in" else "1", name)


def place_of(name: str) -> list[tuple[int, str]]:
    """What names are sorted by: numbers by value, `in` before `out`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", _plain(name))]


def pattern_of(name: str) -> str:
    """The name without its numbers."""
    return re.sub(r"\d+", "#", _plain(name))


def block_of(name: str) -> str | None:
    """What stands up to the first number between dots: the block of a map."""
    found = re.match(r"(.*?\.)??\d+(?=\.)", name)
    return None if found is None else found[0]


def sizes_of(tensors: Mapping[str, Reals]) -> str:
    """Names and shapes, the first eight."""
    shown = [f"{name} {list(array.shape)}" for name, array in list(tensors.items())[:8]]
    return ", ".join(shown) + (", ..." if len(tensors) > 8 else "")
