"""Reed-Solomon words: one 1 a block, and few in common."""

from itertools import combinations

import pytest
from hypothesis import given, settings

from tests.verify.codes.strategies import reed_solomon
from verify import ReedSolomonCode
from verify.codes.reed_solomon import is_prime


@settings(deadline=None, max_examples=30)
@given(reed_solomon())
def test_two_words_share_at_most_degree_minus_one_ones(code):
    words = [set(word) for word in code.supports(0, code.columns).tolist()]
    assert max((len(a & b) for a, b in combinations(words, 2)), default=0) <= code.degree - 1


@settings(deadline=None, max_examples=30)
@given(reed_solomon())
def test_words_are_the_values_of_polynomials(code):
    q = code.field
    for number, word in enumerate(code.supports(0, code.columns).tolist()):
        digits = [number // q**k % q for k in range(code.degree)]
        assert word == [x * q + sum(c * x**k for k, c in enumerate(digits)) % q for x in range(code.blocks)]


def test_the_bound_is_reached():
    words = [set(word) for word in ReedSolomonCode(5, 4, 3, 125).supports(0, 125).tolist()]
    assert max(len(a & b) for a, b in combinations(words, 2)) == 2


@pytest.mark.parametrize(
    ("field", "blocks", "degree", "columns", "enough"),
    [
        (3, 3, 1, 10, "degree 3"),
        (3, 2, 1, 10, "field 11"),
        (11, 2, 2, 1000, "field 37"),
        (2**31 - 1, 1, 1, 2**40, "2147483647 columns"),
    ],
)
def test_too_many_words_are_refused_with_a_degree_or_field_that_would_do(field, blocks, degree, columns, enough):
    with pytest.raises(ValueError, match=rf"at most field \*\* degree = .*, not {columns}: {enough} would do$"):
        ReedSolomonCode(field, blocks, degree, columns)
    name, number = enough.split()[:2] if not enough[0].isdigit() else reversed(enough.split())
    arguments = {"field": field, "blocks": blocks, "degree": degree, "columns": columns, name: int(number)}
    assert ReedSolomonCode(**arguments).rows > 0


def test_primes_are_those_of_the_sieve():
    sieve = [n for n in range(200) if n > 1 and all(n % d for d in range(2, n))]
    assert [n for n in range(-3, 200) if is_prime(n)] == sieve
    assert is_prime(2**31 - 1)
    assert not is_prime(46337 * 46337)
