"""How many neurons a code needs to have a word for every feature, and which codes fit so many neurons."""

from bisect import bisect_left
from itertools import count
from math import comb

from constructions.errors import ConstructionError
from constructions.kinds import require_neurons
from verify import Code, ConstantWeightCode, HadamardCode, RandomSignCode, ReedSolomonCode
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
    start = max(least, int(words ** (1 / degree)) - 1)
    return next_prime(next(q for q in count(start) if q**degree >= words))


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


def sign_rows(words: int) -> int:
    """The least n with 2**n >= words: signs, or rows of a Hadamard matrix, have 2**n different words at most.

    >>> [sign_rows(words) for words in (1, 2, 64, 100)]
    [1, 1, 6, 7]
    """
    return max(1, (words - 1).bit_length())


def constant_weight_rows(words: int, weight: int) -> int:
    """The least n with C(n, w) >= words. Complexity: O(log(words)) binomials.

    >>> constant_weight_rows(64, 5), constant_weight_rows(64, 8), constant_weight_rows(100, 1)
    (9, 11, 100)
    """
    spare = 1
    while comb(weight + spare, spare) < words:
        spare *= 2
    return weight + bisect_left(range(spare), words, key=lambda rest: comb(weight + rest, rest))


def reed_solomon_rows(words: int, weight: int) -> int:
    """w q for the least prime q >= w with q**w >= words: the shortest Reed-Solomon code of this weight.

    >>> reed_solomon_rows(1024, 12), reed_solomon_rows(64, 1), reed_solomon_rows(1000, 2)
    (156, 67, 74)
    """
    # Powers of 2 or more with a larger exponent are at least as many as the words in any case.
    return weight * least_field(words, min(weight, words.bit_length()), weight)


def require_channels(name: str, neurons: int, weight: int, outputs: int) -> None:
    """ConstructionError where random channels of w of n neurons are fewer than the outputs: n >= w, C(n, w) >= m'.

    As many words are drawn at random, so that some may be equal all the same; that is for the proof to find.
    """
    why = f" for {outputs} different channels of {weight}"
    require_neurons(name, neurons, constant_weight_rows(outputs, weight), why)


def require_input_words(name: str, neurons: int, inputs: int) -> None:
    """ConstructionError where n signs are fewer words than there are features: 2**n >= m."""
    require_neurons(name, neurons, sign_rows(inputs), f" for {inputs} different words")


def require_distinct_words(name: str, code: Code) -> None:
    """ConstructionError for a code of random words, or of signs, with fewer words than columns.

    The other codes have as many words as columns by definition (identity, Reed-Solomon), or are bare matrices.
    """
    if isinstance(code, ConstantWeightCode):
        least = constant_weight_rows(code.columns, code.weight)
    elif isinstance(code, RandomSignCode | HadamardCode):
        least = sign_rows(code.columns)
    else:
        return
    if code.rows < least:
        raise ConstructionError(
            f"{name} needs a {code.family} code of at least {least} rows for {code.columns} different words, "
            f"not {code.rows}"
        )
