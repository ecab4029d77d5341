"""The file of a sweep: which points there are."""

import tomllib
from collections.abc import Sequence
from itertools import product, starmap
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

from constructions import CONSTRUCTIONS
from superproof.records.problem_families import FAMILIES
from verify.errors import DocumentError, shown

LISTS: dict[str, tuple[Sequence[str] | int, list[Any] | None]] = {
    "families": (tuple(FAMILIES), None),
    "sizes": (1, None),
    "sparsities": (1, None),
    "seeds": (0, [0]),
    "constructions": (("auto", *CONSTRUCTIONS), ["auto"]),
    "bits": (1, [0]),
}
"""Key -> the names, or the least integer, that its list may hold, and what stands for it where it is left out."""
KEYS = (*LISTS, "seconds")
MOST_POINTS = 10**6


class Point(NamedTuple):
    """One network to build and to prove; `bits` of a parameter are those of the lower bound, 0 as it stores them."""

    family: str
    size: int
    sparsity: int
    seed: int
    construction: str
    bits: int


class Grid(NamedTuple):
    """All points, and the seconds that one may take."""

    points: tuple[Point, ...]
    seconds: float | None


def load_grid(path: str) -> Grid:
    """The grid of a TOML file: every combination of its lists, in their order.

    `families`, `sizes`, `sparsities` are required; `seeds` are [0], `constructions` ["auto"], `bits` [0] where they are
    left out; `seconds` limits a point. Errors: DocumentError with file, key, rule and value.
    """
    try:
        document = tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise DocumentError(path, f"cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DocumentError(path, f"is no TOML: {error}") from error
    unknown = sorted(set(document) - set(KEYS))
    if unknown:
        raise DocumentError(path, f"key {shown(unknown[0])} is unknown; keys are {', '.join(KEYS)}")
    lists = [
        usual if usual is not None and key not in document else _list(path, key, document.get(key), may)
        for key, (may, usual) in LISTS.items()
    ]
    count = prod(map(len, lists))
    if count > MOST_POINTS:
        raise DocumentError(path, f"has {count:,} points; a sweep has at most {MOST_POINTS:,}")
    seconds = document.get("seconds")
    if seconds is not None and (type(seconds) not in (int, float) or not seconds > 0):
        raise DocumentError(path, f"seconds must be a positive number, not {shown(seconds)}")
    return Grid(tuple(starmap(Point, product(*lists))), seconds)


def _list(path: str, key: str, given: object, may: Sequence[str] | int) -> list[Any]:
    """A list of names or of integers, none twice."""
    if given is None:
        raise DocumentError(path, f"must have the key {key}, a list with at least one entry")
    if type(given) is not list or not given:
        raise DocumentError(path, f"{key} must be a list with at least one entry, not {shown(given)}")
    for value in given:
        if not isinstance(may, int) and value not in may:
            raise DocumentError(path, f"{key} must be of {', '.join(may)}, not {shown(value)}")
        if isinstance(may, int) and (type(value) is not int or not may <= value <= 2**40):
            raise DocumentError(path, f"{key} must be integers from {may} to 2**40, not {shown(value)}")
    if len(set(given)) != len(given):
        raise DocumentError(path, f"{key} must not name anything twice: {shown(given)}")
    return given
