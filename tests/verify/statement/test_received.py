"""G = W A, in pieces and for some words alone, is the product by definition, in the narrowest type from int16 on."""

from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.codes.strategies import public_codes
from verify import BareCode, HadamardCode
from verify.checker.budget import Budget
from verify.checker.columns import received_in
from verify.progress import Deadline
from verify.statement import received as room
from verify.statement.received import received

BARE = BareCode([[1, -3, 0, 100], [0, 2, 7, -100]])


@settings(deadline=None)
@given(public_codes | st.just(BARE), st.sampled_from([1, 30, 2**21]), st.sampled_from([1, 5, 2**14]), st.data())
def test_it_is_the_product_for_any_words_and_pieces(code, cells, words, data):
    largest = data.draw(st.sampled_from([1, 300, 2**31]))
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    weights = rng.integers(-largest, largest, (data.draw(st.integers(1, 4)), code.rows), endpoint=True)
    begin = data.draw(st.integers(0, code.columns - 1))
    end = data.draw(st.integers(begin + 1, code.columns))
    right = weights @ code.block(0, code.columns).astype(np.int64)
    with patch.object(room, "CELLS", cells), patch.object(room, "WORDS", words):
        whole, some = received(weights, code), received(weights, code, lambda: None, begin, end)
        assert np.array_equal(some, right[:, begin:end])
        if isinstance(code, HadamardCode):
            begin, end = 0, 1 << (end.bit_length() - 1)
        apart = received_in(weights, code, begin, end, Budget(Deadline(None)))
    assert np.array_equal(whole, right)
    assert np.array_equal(apart, right[:, begin:end])
    for found in (whole, some, apart):
        assert np.can_cast(
            found.dtype, np.result_type(np.int16, np.min_scalar_type(-1 - abs(found.astype(object)).max()))
        )
