"""The fast Walsh-Hadamard transform, compiled, for one vector after another. It releases the GIL."""

from verify.arrays import Integers
from verify.jit import compiled

CHUNK = 2**15
"""Numbers that pass through their stages together, because they fit the cache of a core."""


@compiled
def _pairs(buffer: Integers, half: int) -> None:
    """One stage of the transform: (a, b) -> (a + b, a - b) for entries `half` apart."""
    for base in range(0, buffer.shape[0], 2 * half):
        upper, lower = buffer[base : base + half], buffer[base + half : base + 2 * half]
        for c in range(half):
            a, b = upper[c], lower[c]
            upper[c] = a + b
            lower[c] = a - b


@compiled
def _first_stages(buffer: Integers) -> None:
    """Stages 1, 2 and 4 at once, eight neighbours at a time."""
    for base in range(0, buffer.shape[0], 8):
        x = buffer[base : base + 8]
        a0, a1, a2, a3 = x[0] + x[1], x[0] - x[1], x[2] + x[3], x[2] - x[3]
        a4, a5, a6, a7 = x[4] + x[5], x[4] - x[5], x[6] + x[7], x[6] - x[7]
        b0, b1, b2, b3 = a0 + a2, a1 + a3, a0 - a2, a1 - a3
        b4, b5, b6, b7 = a4 + a6, a5 + a7, a4 - a6, a5 - a7
        x[0], x[1], x[2], x[3] = b0 + b4, b1 + b5, b2 + b6, b3 + b7
        x[4], x[5], x[6], x[7] = b0 - b4, b1 - b5, b2 - b6, b3 - b7


@compiled
def _two_stages(buffer: Integers, half: int) -> None:
    """Stages `half` and 2 * half at once, so that entries pass through the caches half as often."""
    for base in range(0, buffer.shape[0], 4 * half):
        first, second = buffer[base : base + half], buffer[base + half : base + 2 * half]
        third, fourth = buffer[base + 2 * half : base + 3 * half], buffer[base + 3 * half : base + 4 * half]
        for c in range(half):
            a, b, d, e = first[c] + second[c], first[c] - second[c], third[c] + fourth[c], third[c] - fourth[c]
            first[c], second[c], third[c], fourth[c] = a + d, b + e, a - d, b - e


@compiled
def _stages(buffer: Integers, half: int) -> None:
    """All stages from `half` on."""
    count = buffer.shape[0]
    while 4 * half <= count:
        _two_stages(buffer, half)
        half *= 4
    while half < count:
        _pairs(buffer, half)
        half *= 2


@compiled
def transform(buffer: Integers) -> None:
    """Replace a buffer of length N, a power of two, by the Sylvester-Hadamard matrix times it: N log2 N additions.

    Exact while N times the largest |entry| fits the integer type; the same as `verify.codes.hadamard.walsh_hadamard`
    of one column.
    """
    count = buffer.shape[0]
    if count < 8:
        _stages(buffer, 1)
        return
    piece = min(count, CHUNK)
    for base in range(0, count, piece):
        part = buffer[base : base + piece]
        _first_stages(part)
        _stages(part, 8)
    _stages(buffer, piece)


@compiled
def transform_rows(rows: Integers) -> None:
    """`transform` of every row, in place."""
    for e in range(rows.shape[0]):
        transform(rows[e])
