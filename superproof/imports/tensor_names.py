"""Names of tensors: the order that they say, what belongs to one block, and how a matrix is stored."""

import re
from collections.abc import Mapping, Sequence

from verify.arrays import Reals

IN_OUT = re.compile(r"(?<![a-z])(in|out)(?![a-z])")
ENDS = (
    (re.compile(r"(un)?embed"), "embed"),
    (re.compile(r"(?<![A-Za-z])W_(?:E|(U))(?![A-Za-z])"), "W_E"),
    (re.compile(r"(?<![a-z])(?:enc|(dec))(?=oder|(?![a-z]))"), "enc"),
    (re.compile(r"(?<![a-z])(?:in|(out))(?![a-z])"), "in"),
)
"""Words for the first and the second of a pair, which is the group; and the first."""
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
    """The matrix as (outputs, inputs), where `turned` are those stored the other way."""
    return matrix.T if name in turned else matrix


def _plain(name: str) -> str:
    """The name with numbers in place of the words for a first and a second, where no number comes after them."""
    end = max((found.end() for found in re.finditer(r"\d", name)), default=0)
    return name[:end] + _of_pairs(name[end:], "{}{}")


def _of_pairs(name: str, shape: str) -> str:
    """The name with `shape` of the first word, and of 0 or 1, in place of the first or the second."""
    for words, first in ENDS:
        name = words.sub(lambda found, first=first: shape.format(first, int(found[1] is not None)), name)  # type: ignore[misc]
    return name


def first_of(name: str) -> str:
    """What the first of a pair is called, of which this may be the second.

    >>> first_of("blocks.0.out.weight"), first_of("unembed"), first_of("blocks.0.in.weight")
    ('blocks.0.in.weight', 'embed', 'blocks.0.in.weight')
    """
    return _of_pairs(name, "{}")


def place_of(name: str) -> list[tuple[int, str]]:
    """What names are sorted by: numbers by value, and the first of a pair before the second, as `in` before `out`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", _plain(name))]


def pattern_of(name: str) -> str:
    """The name without its numbers, and without what tells the first of a pair from the second.

    >>> pattern_of("layers.0.mlp_in.W") == pattern_of("layers.1.mlp_out.W")
    True
    >>> pattern_of("W_in_0") == pattern_of("W_out_0")
    False
    """
    return re.sub(r"\d+", "#", _plain(name))


def is_embedding(name: str) -> bool:
    """Whether the name says that these weights lead into a stream, or out of it."""
    return any(words.search(name) for words, first in ENDS if first in ("embed", "W_E"))


def block_of(name: str) -> str | None:
    """What stands up to the first number between dots: the block of a map."""
    found = re.match(r"(.*?\.)??\d+(?=\.)", name)
    return None if found is None else found[0]


def pair_of(name: str) -> str | None:
    """What two matrices of a block that leads there and back have in common: the block, or all but `in` and `out`.

    >>> pair_of("layers.0.fc1.weight"), pair_of("W_in_0"), pair_of("fc1.weight")
    ('layers.0', 'W_*_0', None)
    """
    shared, words = IN_OUT.subn("*", block_of(name) or name)
    return shared if words or block_of(name) else None


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
