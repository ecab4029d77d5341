"""Codes drawn from the public stream: pinned for ever, spread evenly."""

import hashlib

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from verify import ConstantWeightCode, RandomSignCode
from verify.codes.base import public_words

PINNED_SUPPORTS = [[2, 5, 7, 9], [2, 3, 5, 9], [0, 4, 7, 9]]
PINNED_SIGNS = [[1, 1, -1, -1, 1], [-1, -1, 1, -1, 1]]


def test_the_stream_is_shake_256_of_its_label():
    stream = hashlib.shake_256(b"superproof-1/label/7").digest(24)
    assert [int.from_bytes(stream[k : k + 8], "little") for k in (0, 8, 16)] == public_words("label", 7, 3).tolist()


def test_words_of_a_recipe_never_change():
    """The numbers are part of the format: certificates name codes by recipe."""
    assert ConstantWeightCode(10, 3, 4, 0).supports(0, 3).tolist() == PINNED_SUPPORTS
    assert RandomSignCode(5, 2, 0).block(0, 2).T.tolist() == PINNED_SIGNS


def test_constant_weight_words_follow_their_definition():
    rows, weight, words = 9, 4, 20
    draws = public_words(f"constant-weight/{rows}/{weight}", 3, words * weight).tolist()
    supports = ConstantWeightCode(rows, words, weight, 3).supports(0, words).tolist()
    for j, support in enumerate(supports):
        left = list(range(rows))
        chosen = [left.pop(draws[j * weight + k] % (rows - k)) for k in range(weight)]
        assert support == sorted(chosen)


def test_every_set_of_rows_is_drawn_about_equally_often():
    supports = ConstantWeightCode(6, 20_000, 2, 1).supports(0, 20_000)
    _, counts = np.unique(supports, axis=0, return_counts=True)
    assert len(counts) == 15
    assert counts.min() > 1200
    assert counts.max() < 1470


def test_a_full_word_uses_every_row():
    assert ConstantWeightCode(5, 2, 5, 0).supports(0, 2).tolist() == [[0, 1, 2, 3, 4]] * 2


def test_signs_follow_the_bits_of_the_stream():
    column = RandomSignCode(130, 3, 5).block(2, 3)[:, 0]
    words = public_words("random-signs/2", 5, 3).tolist()
    assert column.tolist() == [-1 if words[r // 64] >> (r % 64) & 1 else 1 for r in range(130)]


def test_other_seeds_give_other_words():
    assert len({RandomSignCode(64, 1, seed).block(0, 1).tobytes() for seed in range(20)}) == 20
    assert len({ConstantWeightCode(64, 1, 8, seed).supports(0, 1).tobytes() for seed in range(20)}) == 20


@given(st.integers(1, 300), st.integers(1, 40), st.integers(0, 4), st.integers(0, 2**63 - 1), st.booleans())
@settings(deadline=None)
def test_constant_weight_words_are_what_is_picked_one_by_one(rows, weight, start, seed, far):
    """From what is left over, ascending; with as many rows as any code may have the same list is too long to keep."""
    weight, rows = min(weight, rows), 2**40 if far else rows
    code = ConstantWeightCode(rows, 5, weight, seed)
    draws = public_words(f"constant-weight/{rows}/{weight}", seed, 5 * weight).tolist()
    for word, found in zip(range(start, 5), code.supports(start, 5).tolist(), strict=True):
        picked: list[int] = []
        for k in range(weight):
            row = draws[word * weight + k] % (rows - k)
            for taken in sorted(picked):
                row += row >= taken
            picked.append(row)
        assert found == sorted(picked)


def test_a_word_of_large_weight_takes_no_time_to_speak_of():
    code = ConstantWeightCode(2**17, 1, 2**17, 0)
    assert np.array_equal(code.supports(0, 1)[0], np.arange(2**17))
