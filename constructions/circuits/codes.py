"""The public codes that hold the levels of a circuit."""

from collections.abc import Sequence

from constructions.word_counts import largest_prime, reed_solomon_code, reed_solomon_rows
from verify import IdentityCode, ReedSolomonCode, SparseCode

WEIGHT = 20
LIGHT, LIGHTEST = 17, 8
CROWDED = 1.15
"""How many times sqrt(words) the field of `packed_code` has at least (measured)."""


class NotSeparatedError(Exception):
    """The sums of some neurons of a level do not tell what they must, or no code has as many words."""


def circuit_codes(widths: Sequence[int], neurons: int, weight: int | None, *, packed: bool) -> tuple[SparseCode, ...]:
    """The codes of all levels: `level_code`, or where `packed` and no weight is asked for `packed_code`."""
    if packed and weight is None:
        return tuple(packed_code(width, neurons) for width in widths)
    return tuple(level_code(width, neurons, weight) for width in widths)


def level_code(width: int, neurons: int, weight: int | None = None) -> SparseCode:
    """The public code of a level: Reed-Solomon words on at most `neurons` rows, or a neuron a feature if they suffice.

    `weight` is by default 20. Errors: NotSeparatedError when no code of this weight has as many words.

    >>> level_code(4096, 4000).rows, level_code(100, 4000)
    (3980, IdentityCode(size=100))
    """
    if width <= neurons:
        return IdentityCode(width)
    w = WEIGHT if weight is None else weight
    code = reed_solomon_code(width, neurons, w)
    if code is None:
        raise NotSeparatedError(f"words of {w} ones take {reed_solomon_rows(width, w)} neurons, more than {neurons}")
    return code


def packed_code(width: int, neurons: int) -> SparseCode:
    """The code of a level for trained weights: words of 17 to 20 ones, whichever take most of the `neurons`.

    Two words share at most one: with q rows a block q >= 1.15 sqrt(width). Where that leaves less than 17 ones, as many
    as it leaves, 8 at least; otherwise as `level_code` has it, with its errors. Source: ours (measured).

    >>> packed_code(1024, 900).rows, packed_code(1024, 600).weight
    (893, 16)
    """
    if width <= neurons:
        return IdentityCode(width)
    fields = {w: largest_prime(neurons // w, w) for w in range(LIGHTEST, WEIGHT + 1)}
    roomy = {w: q for w, q in fields.items() if q is not None and q**2 >= CROWDED**2 * width}
    if not roomy:
        return level_code(width, neurons)
    heavy = [w for w in roomy if w >= LIGHT]
    w = max(heavy, key=lambda w: (w * roomy[w], w)) if heavy else max(roomy)
    return ReedSolomonCode(field=roomy[w], blocks=w, degree=2, columns=width)
