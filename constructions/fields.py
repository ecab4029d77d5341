"""The primes over which words of Reed-Solomon codes are taken, and the degrees at which there are enough words."""

from itertools import count

from verify import ReedSolomonCode
from verify.codes import is_prime


def next_prime(least: int) -> int:
    """The least prime from `least` on."""
    return next(q for q in count(max(2, least)) if is_prime(q))


def largest_prime(most: int, least: int = 2) -> int | None:
    """The largest prime from `least` to `most`; None where there is none.

    >>> largest_prime(10), largest_prime(10, 8)
    (7, None)
    """
    return next((q for q in range(most, max(2, least) - 1, -1) if is_prime(q)), None)


def least_field(words: int, degree: int, least: int = 2) -> int:
    """The least prime q >= `least` with q**degree >= words.

    >>> least_field(1024, 2), least_field(8, 3, 5)
    (37, 5)
    """
    q = max(least, int(words ** (1 / degree)) - 1)
    while q**degree < words:
        q += 1
    return next_prime(q)


def least_degree(words: int, field: int) -> int:
    """The least d >= 1 with field**d >= words, so that two words share as few neurons as possible.

    >>> [least_degree(words, 5) for words in (1, 5, 6, 25)]
    [1, 1, 2, 2]
    """
    return next(degree for degree in count(1) if field**degree >= words)


def reed_solomon_code(words: int, neurons: int, weight: int, degree: int | None = None) -> ReedSolomonCode | None:
    """Words of this weight on at most so many neurons, over the largest prime field; None where they are too few.

    Of polynomials below the `degree`; by default the least one, so that two words share as few neurons as possible.

    >>> reed_solomon_code(1024, 448, 12).rows, reed_solomon_code(1024, 150, 12)
    (444, None)
    """
    q = largest_prime(neurons // weight, weight)
    if q is None or q ** (degree or weight) < words:
        return None
    return ReedSolomonCode(field=q, blocks=weight, degree=degree or least_degree(words, q), columns=words)
