"""The public codes, expanded from their published definitions (docs/design.md) by hashlib and Python integers."""

import hashlib
from collections.abc import Callable

from benchmarks.attack.plain import Code, Rows


def words_of(code: Code) -> Rows:
    """The words of a code: entry j is column j, a list with one number a row."""
    if isinstance(code, list):
        return [list(word) for word in zip(*code, strict=True)]
    families: dict[str, Callable[..., Rows]] = {
        "identity": _identity,
        "constant-weight": _constant_weight,
        "random-signs": _random_signs,
        "hadamard": _hadamard,
        "reed-solomon": _reed_solomon,
    }
    sizes = {key: value for key, value in code.items() if key != "family"}
    words: Rows = families[code["family"]](**sizes)
    return words


def rows_of(code: Code) -> Rows:
    """The same as a matrix, row by row."""
    return [list(row) for row in zip(*words_of(code), strict=True)]


def _stream(label: str, seed: int, count: int) -> list[int]:
    data = hashlib.shake_256(f"superproof-1/{label}/{seed}".encode()).digest(8 * count)
    return [int.from_bytes(data[8 * i : 8 * i + 8], "little") for i in range(count)]


def _ones(rows: int, places: list[int]) -> list[int]:
    return [int(row in places) for row in range(rows)]


def _identity(size: int) -> Rows:
    return [_ones(size, [j]) for j in range(size)]


def _constant_weight(rows: int, columns: int, weight: int, seed: int) -> Rows:
    draws = _stream(f"constant-weight/{rows}/{weight}", seed, columns * weight)
    words = []
    for j in range(columns):
        left = list(range(rows))
        words.append(_ones(rows, [left.pop(draws[j * weight + k] % (rows - k)) for k in range(weight)]))
    return words


def _random_signs(rows: int, columns: int, seed: int) -> Rows:
    words = []
    for j in range(columns):
        bits = _stream(f"random-signs/{j}", seed, -(-rows // 64))
        words.append([1 - 2 * (bits[r // 64] >> (r % 64) & 1) for r in range(rows)])
    return words


def _hadamard(rows: int, columns: int, seed: int) -> Rows:
    order = 1
    while order < max(rows, columns):
        order *= 2
    keys = _stream(f"hadamard/{order}", seed, order)
    chosen = sorted(sorted(range(order), key=lambda row: (keys[row], row))[:rows])
    return [[(-1) ** (row & j).bit_count() for row in chosen] for j in range(columns)]


def _reed_solomon(field: int, blocks: int, degree: int, columns: int) -> Rows:
    words = []
    for i in range(columns):
        digits = [i // field**k % field for k in range(degree)]
        values = [sum(digit * x**k for k, digit in enumerate(digits)) % field for x in range(blocks)]
        words.append(_ones(blocks * field, [x * field + value for x, value in enumerate(values)]))
    return words
