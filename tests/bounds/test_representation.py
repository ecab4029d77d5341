"""Representation only: the promised codes exist at small sizes, and no code is better than the lower bounds."""

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest

from bounds import Tag
from bounds.errors import QuantityError
from bounds.published import (
    adler_shavit_bounds,
    one_neuron_per_output,
    published_orders,
    published_representation_bounds,
    readable_constructions,
    stored_facts,
)
from bounds.representation import (
    distinguishing_bits,
    kautz_singleton_length,
    random_sign_codes,
    random_superimposed_length,
    superimposed_length_at_least,
)
from bounds.statement import Bound
from bounds.welch import neurons_for_coherence, welch_squared_coherence


def whole(bound: Bound) -> int:
    assert isinstance(bound.value, int)
    return bound.value


@pytest.mark.parametrize(("features", "sparsity"), [(8, 1), (12, 2), (40, 2), (9, 3)])
def test_a_random_code_of_the_promised_length_reads_every_sparse_input(features: int, sparsity: int) -> None:
    neurons = whole(random_sign_codes(features, sparsity))
    codes = np.random.default_rng(0).integers(0, 2, (features, neurons)) * 2 - 1
    for active in combinations(range(features), sparsity):
        scores = codes @ codes[list(active)].sum(axis=0)
        assert min(scores[list(active)]) > max(np.delete(scores, list(active)))


def test_the_number_of_representing_neurons_grows_with_the_logarithm() -> None:
    lengths = [whole(random_sign_codes(10**power, 2)) for power in (3, 6, 12)]
    assert lengths[2] < 2 * lengths[1] < 4 * lengths[0] + 4
    for power, length in zip((3, 6, 12), lengths, strict=True):
        assert whole(distinguishing_bits(10**power, 2, 1)) <= length
    assert 4000 * lengths[2] < 8872783  # a layer that computes 2-AND of as many features, at one bit a weight


def covers_nothing(words: tuple[frozenset[int], ...], sparsity: int) -> bool:
    return not any(
        word <= frozenset().union(*others)
        for index, word in enumerate(words)
        for size in range(min(sparsity, len(words) - 1) + 1)
        for others in combinations(words[:index] + words[index + 1 :], size)
    )


@pytest.mark.parametrize("sparsity", [1, 2, 3])
@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
def test_no_superimposed_code_is_shorter_than_the_lower_bound(length: int, sparsity: int) -> None:
    """The largest family of each length is found by adding words one by one; subfamilies are families again."""
    subsets = [frozenset(i for i in range(length) if bits >> i & 1) for bits in range(1, 2**length)]
    families: list[tuple[int, tuple[frozenset[int], ...]]] = [(-1, ())]
    largest = 0
    while families and len(families[0][1]) <= 10:
        largest = len(families[0][1])
        families = [
            (index, (*words, subsets[index]))
            for last, words in families
            for index in range(last + 1, len(subsets))
            if covers_nothing((*words, subsets[index]), sparsity)
        ]
    assert whole(superimposed_length_at_least(largest, sparsity)) <= length


@pytest.mark.parametrize("sparsity", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("features", [10, 1000, 10**6, 10**12])
def test_superimposed_codes_lie_between_their_bounds(features: int, sparsity: int) -> None:
    least = whole(superimposed_length_at_least(features, sparsity))
    assert least <= whole(kautz_singleton_length(features, sparsity))
    assert least <= whole(random_superimposed_length(features, sparsity))


def test_the_reed_solomon_code_of_the_promised_length_covers_nothing() -> None:
    """1024 words of 7 blocks of 7 neurons (degree below 4 over F_7, v = 2): shared neurons are at most 3."""
    assert whole(kautz_singleton_length(1024, 2)) == 49
    words = [
        frozenset(7 * x + sum(c * x**power for power, c in enumerate(polynomial)) % 7 for x in range(7))
        for polynomial in list(product(range(7), repeat=4))[:60]
    ]
    assert covers_nothing(tuple(words), 2)


def test_the_welch_bound_holds_for_real_codes_and_is_met_by_simplices() -> None:
    rng = np.random.default_rng(1)
    for features, neurons in ((5, 2), (20, 6), (64, 16)):
        codes = rng.integers(0, 2, (neurons, features)) * 2 - 1
        gram = codes.T @ codes
        largest = Fraction(int(abs(gram - np.diag(np.diag(gram))).max()) ** 2, neurons**2)
        assert largest >= welch_squared_coherence(features, neurons)
    assert welch_squared_coherence(4, 3) == Fraction(1, 9)  # the corners of a tetrahedron
    assert welch_squared_coherence(3, 5) == 0
    assert whole(neurons_for_coherence(4, Fraction(1, 3))) == 3


def test_the_bound_for_two_different_codes_holds_by_exact_rank() -> None:
    rng = np.random.default_rng(2)
    for _ in range(50):
        read = rng.integers(-3, 4, (4, 12))
        carry = rng.integers(-3, 4, (4, 12))
        gram = read.T @ carry
        kept = [i for i in range(12) if gram[i, i] != 0]
        if len(kept) < 6:
            continue
        largest = max(Fraction(int(gram[i, j]), int(gram[i, i])) ** 2 for i in kept for j in kept if i != j)
        assert largest >= welch_squared_coherence(len(kept), 4)


def test_an_order_read_in_an_abstract_has_no_number_and_says_so() -> None:
    for bound in published_orders():
        assert bound.value is None
        assert str(bound.source).endswith("(abstract)")
    assert all(str(source).endswith("(abstract)") for _, _, source in stored_facts())


def test_statements_of_papers_are_tagged_as_theirs_and_ours_as_ours() -> None:
    assert {bound.tag for bound in adler_shavit_bounds()} == {Tag.AS}
    assert {bound.tag for bound in published_representation_bounds()} == {Tag.AS, Tag.OTHER}
    assert {bound.tag for bound in readable_constructions(100, 2)} == {Tag.OURS}
    assert {bound.tag for bound in published_orders()} == {Tag.OTHER}
    assert one_neuron_per_output(10, 3).value == 10
    assert neurons_for_coherence(4, Fraction(1, 3)).tag is Tag.OTHER


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: random_sign_codes(1, 1), "features must be an integer of at least 2, not 1"),
        (lambda: random_sign_codes(5, 0), "sparsity must be an integer of at least 1, not 0"),
        (lambda: random_superimposed_length(2, 2), "features must be an integer of at least 3, not 2"),
        (lambda: superimposed_length_at_least(5, 0), "sparsity must be an integer of at least 1, not 0"),
        (lambda: welch_squared_coherence(5, 0), "neurons must be an integer of at least 1, not 0"),
        (lambda: neurons_for_coherence(5, Fraction(3, 2)), "coherence must be a Fraction between 0 and 1, not Fract"),
        (lambda: readable_constructions(0, 1), "outputs must be an integer of at least 1, not 0"),
    ],
)
def test_impossible_codes_are_refused(ask: object, message: str) -> None:
    assert callable(ask)
    with pytest.raises(QuantityError, match=message):
        ask()
