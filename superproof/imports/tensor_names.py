"""Names of tensors: the order that they say, what belongs to one block, and how a matrix is stored."""

import re
from collections.abc import Mapping, Sequence

from verify.arrays import Reals

WORDS = (("unembed", "embed1"), ("W_E", "W_0"), ("W_U", "W_1"))
IN_OUT = re.compile(r"(?<![a-z])(in|out)(?![a-z])")
BIASES = (
    ("weights", "biases"),
    ("weight", "bias"),
    ("kernel", "bias"),
    ("w", "b"),
    ("W", "b"),
    ("W", "B"),
    ("W", "bias"),
)
"""What stands for weights in a name, and what stands there in the name of their bias."""


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


def bias_names(name: str, before: Sequence[str], last: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names that the bias of these weights may have: with another word in theirs, and standing beside them.

    In a block the k-th matrix, some being `before` it, has the bias k: beside `layers.0.mlp_in.weight` it is
    `layers.0.bias1`. Names that say no number belong to the `last` map.

    >>> bias_names("fc1.weight", (), False)[0], "layers.0.bias2" in bias_names("layers.0.mlp_out.W", (), False)[1]
    (('fc1.bias',), True)
    """
    own = [re.sub(rf"(?<![A-Za-z]){word}(?![A-Za-z])", bias, name) for word, bias in BIASES]
    base = re.sub(r"[./_](weight|kernel|[Ww])$", "", name)
    outer, dot, inner = base.rpartition(".")
    beside = [f"{base}.bias", f"{base}_bias", f"{base}_b"]
    number, word = re.search(r"\d+$", inner), IN_OUT.search(inner)
    if number is not None:
        ends = [number[0]]
    else:
        ends = [] if word is None else [f"_{word[0]}", "1" if word[0] == "in" else "2"]
    beside += [f"{outer}{dot}{bias}{end}" for end in ends for bias in ("bias", "b")]
    block = block_of(name)
    if block is not None:
        place = 1 + sum(block_of(other) == block for other in before)
        beside += [f"{block}.bias{place}", f"{block}.b{place}"]
    if last:
        around = dict.fromkeys((f"{base}.", f"{outer}{dot}"))
        beside += [f"{each}{bias}" for each in around for bias in ("b_final", "bias", "b")]
        beside.append("b_final")  # It may stand beside the block of the last weights.
    return tuple(dict.fromkeys(each for each in own if each != name)), tuple(dict.fromkeys(beside))


def sizes_of(tensors: Mapping[str, Reals]) -> str:
    """Names and shapes, the first eight."""
    shown = [f"{name} {list(array.shape)}" for name, array in list(tensors.items())[:8]]
    return ", ".join(shown) + (", ..." if len(tensors) > 8 else "")
