"""Parts of the admissible inputs, and how a part is cut into two that together hold it."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from verify.arrays import Bools, Longs
from verify.reals.fixed import Fixed


class Part(NamedTuple):
    """The inputs y, on the grid, whose entries `decided` = (feature, low, high) lie in these intervals, those of the
    bit mask `dropped` are 0, and of all others at most `slots` are not 0 and lie in their ranges."""

    decided: tuple[tuple[int, int, int], ...]
    dropped: int
    slots: int


def whole(form: Fixed) -> Part:
    """All admissible inputs.

    Guarantee: with `halves`, applied again and again, the parts that are left hold every admissible input.
    """
    return Part((), 0, form.sparsity)


def halves(form: Fixed, part: Part, feature: int) -> tuple[Part, ...]:
    """The part cut in two: a feature that is not decided is not 0, or 0; the interval of one that is, is cut at 0 or in
    its middle. None at all where the interval is too short, or the feature 0 on this part.

    >>> from verify import FloatNetwork, autoencoder
    >>> from verify.reals.fixed import fixed
    >>> form = fixed(autoencoder(2, 1), FloatNetwork([([[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0], True)], 0.5))
    >>> halves(form, whole(form), 1)
    (Part(decided=((1, 0, 524288),), dropped=0, slots=0), Part(decided=(), dropped=2, slots=1))
    """
    for place, (j, low, high) in enumerate(part.decided):
        if j == feature:
            pieces = _pieces(form, low, high)
            before, after = part.decided[:place], part.decided[place + 1 :]
            return tuple(Part((*before, (j, *piece), *after), part.dropped, part.slots) for piece in pieces)
    if part.slots < 1 or part.dropped >> feature & 1:
        return ()
    interval = feature, int(form.low[feature]), int(form.high[feature])
    taken = Part((*part.decided, interval), part.dropped, part.slots - 1)
    return taken, Part(part.decided, part.dropped | 1 << feature, part.slots)


def only(form: Fixed, part: Part) -> dict[int, Fraction] | None:
    """The input, where the part holds only one."""
    taken = {j: Fraction(low, 2**form.grid) for j, low, _ in part.decided}
    rest = len(form.low) - len(taken) - part.dropped.bit_count()
    free = rest and part.slots
    return None if free or any(low < high for _, low, high in part.decided) else taken


def _pieces(form: Fixed, low: int, high: int) -> tuple[tuple[int, int], ...]:
    """Intervals that hold low to high, or, where features are at an end of their range, both ends."""
    if form.corners:
        return ((low, low), (high, high)) if low < high else ()
    middle = 0 if low < 0 < high else (low + high) // 2
    return ((low, middle), (middle, high)) if low < middle < high else ()


class Parts(NamedTuple):
    """k parts as arrays: intervals (k, m), which features are not decided (k, m), and slots (k,)."""

    low: Longs
    high: Longs
    free: Bools
    slots: Longs


def gathered(form: Fixed, parts: Sequence[Part]) -> Parts:
    """The arrays."""
    k, m = len(parts), len(form.low)
    size = (m + 7) // 8
    masks = np.frombuffer(b"".join(part.dropped.to_bytes(size, "little") for part in parts), dtype=np.uint8)
    dropped = np.unpackbits(masks.reshape(k, size), axis=1, bitorder="little")[:, :m].astype(np.bool_)
    slots = np.array([part.slots for part in parts], dtype=np.int64)
    free = ~dropped & (slots > 0)[:, None]
    low, high = np.where(free, form.low, 0), np.where(free, form.high, 0)
    for place, part in enumerate(parts):
        for j, least, most in part.decided:
            free[place, j], low[place, j], high[place, j] = False, least, most
    return Parts(low, high, free, slots)
