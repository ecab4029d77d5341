"""Codes that merely hold features: proved by the closed form, by theorem, and by the provers where they apply."""

from dataclasses import replace
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounds.representation import (
    distinguishing_bits,
    kautz_singleton_length,
    random_sign_codes,
    superimposed_length_at_least,
)
from constructions import ConstructionError, NotFoundError
from constructions.read_out import read_out_margin
from constructions.representation import RANDOM, held, identity_network, reed_solomon_holding, smallest_held
from constructions.word_counts import constant_weight_rows, require_distinct_words, sign_rows
from verify import ConstantWeightCode, HadamardCode, Margin, Proved, RandomSignCode, Valid, check, prove


@pytest.mark.parametrize("sparsity", [1, 2, 3])
@pytest.mark.parametrize("features", [64, 256, 1024])
def test_the_theorem_on_reed_solomon_codes_is_confirmed_word_by_word(features, sparsity):
    found = smallest_held(features, sparsity, "reed-solomon")
    margin = read_out_margin(found.code, sparsity)
    assert margin.smallest_true == found.margin.smallest_true == found.threshold
    assert margin.largest_false <= found.margin.largest_false < found.threshold


@pytest.mark.parametrize("sparsity", [1, 2, 3])
@pytest.mark.parametrize("features", [64, 256, 1024, 4096, 16384, 65536, 2**20])
def test_reed_solomon_lengths_are_those_of_kautz_and_singleton(features, sparsity):
    assert reed_solomon_holding(features, sparsity).rows == kautz_singleton_length(features, sparsity).value
    assert reed_solomon_holding(features, sparsity).rows >= superimposed_length_at_least(features, sparsity).value


@pytest.mark.parametrize(("features", "sparsity"), [(64, 2), (64, 3), (256, 2)])
def test_provers_confirm_superimposed_codes_through_the_identity_layer(features, sparsity):
    problem, network = identity_network(reed_solomon_holding(features, sparsity), sparsity)
    verdict = prove(problem, network, prover="branch")
    assert isinstance(verdict, Proved)
    assert isinstance(check(problem, network, verdict.certificate), Valid)


def test_the_closed_form_and_enumeration_find_the_same_margin():
    code = ConstantWeightCode(rows=110, columns=160, weight=22, seed=0)
    found = read_out_margin(code, 2)
    problem, network = identity_network(code, 2)
    verdict = prove(problem, network.with_threshold(found.largest_false + 1), prover="enumerate")
    assert found.smallest_true > found.largest_false
    assert isinstance(verdict, Proved)
    assert verdict.certificate.margin == found


@pytest.mark.parametrize("family", sorted(RANDOM))
def test_searches_end_with_codes_that_hold_all_sparse_inputs(family):
    found = smallest_held(256, 2, family, seeds=2)
    assert found.neurons < 256
    assert read_out_margin(found.code, 2) == found.margin
    assert found.margin.largest_false < found.threshold <= found.margin.smallest_true
    assert found.neurons >= distinguishing_bits(256, 2, 8).value


@pytest.mark.parametrize(("features", "sparsity"), [(1024, 2), (4096, 3), (65536, 2)])
def test_linear_sign_codes_are_shorter_than_hoeffding_promises_of_random_ones(features, sparsity):
    found = smallest_held(features, sparsity, "hadamard")
    assert found.neurons < random_sign_codes(features, sparsity).value


def test_a_code_that_confuses_two_inputs_is_not_held():
    assert held(HadamardCode(rows=12, columns=256, seed=0), 2) is None
    assert held(HadamardCode(rows=256, columns=256, seed=0), 2).margin == Margin(256, 0)


@pytest.mark.parametrize(
    ("code", "least"),
    [
        (ConstantWeightCode(rows=4, columns=100, weight=2, seed=0), 15),
        (RandomSignCode(rows=1, columns=100, seed=0), 7),
        (HadamardCode(rows=3, columns=100, seed=0), 7),
    ],
)
def test_a_code_with_fewer_words_than_features_is_refused_with_the_least_length_that_has_enough(code, least):
    with pytest.raises(ConstructionError, match=f"of at least {least} rows for 100 different words, not {code.rows}"):
        held(code, 2)
    enough = replace(code, rows=least)
    require_distinct_words("held", enough)
    assert held(enough, 2) is None
    with pytest.raises(ConstructionError, match=f"not {least - 1}"):
        require_distinct_words("held", replace(code, rows=least - 1))


@given(st.integers(1, 10**6), st.integers(1, 40))
def test_the_least_lengths_have_as_many_words_and_one_less_has_not(words, weight):
    n, signs = constant_weight_rows(words, weight), sign_rows(words)
    assert comb(n, weight) >= words
    assert n == weight or comb(n - 1, weight) < words
    assert 2**signs >= words
    assert signs == 1 or 2 ** (signs - 1) < words


def test_arguments_of_a_search_are_checked_by_name():
    with pytest.raises(ValueError, match=r"family must be one of reed-solomon, random-signs, .*, not 'foo'"):
        smallest_held(64, 2, "foo")
    for search in (reed_solomon_holding, lambda m, v: smallest_held(m, v, "hadamard")):
        with pytest.raises(ValueError, match="sparsity must be at least 1, not 0"):
            search(16, 0)
        with pytest.raises(TypeError, match=r"features must be an integer, not 2\.5"):
            search(2.5, 2)
    with pytest.raises(ValueError, match="seeds must be at least 1, not 0"):
        smallest_held(64, 2, "hadamard", seeds=0)


def test_small_sizes_without_a_shorter_code_say_so():
    with pytest.raises(NotFoundError, match="no random-signs code shorter than 16"):
        smallest_held(16, 3, "random-signs")
    with pytest.raises(ConstructionError, match="no Reed-Solomon code holds 4 features with fewer"):
        reed_solomon_holding(4, 3)
