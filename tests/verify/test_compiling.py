"""While a compiler runs, time limits stand still."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.compiling import COMPILER, TimeLimit, working_clock
from verify.progress import Seconds

STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=6)


@given(steps=STEPS, limit=st.integers(1, 20), nested=st.integers(1, 3))
def test_a_time_limit_counts_everything_but_compilers(steps, limit, nested):
    with pytest.MonkeyPatch.context() as patched:
        hands = [1000.0]
        patched.setattr("time.monotonic", lambda: hands[0])
        whole = TimeLimit(Seconds(limit, "so many"))
        part, spent = whole.share(0.5), 0
        for compiles, seconds in steps:
            for _ in range(nested * compiles):
                COMPILER.begin()
            hands[0] += seconds
            spent += 0 if compiles else seconds
            assert whole.passed() == (spent >= limit)
            assert part.passed() == (spent >= limit / 2)
            for _ in range(nested * compiles):
                COMPILER.end()
            assert whole.passed() == (spent >= limit)
            assert whole.passed() or whole.remaining() == limit - spent
        assert part.whole is whole
        assert part.over() == "the time limit of so many seconds is over"


def test_what_is_compiled_before_a_limit_begins_is_nothing_to_it(monkeypatch):
    hands = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: hands[0])
    COMPILER.begin()
    hands[0] += 5
    COMPILER.end()
    limit = TimeLimit(3)
    hands[0] += 3
    assert limit.passed()
    assert not TimeLimit(None).passed()


def test_the_time_of_work_leaves_out_the_compiler_inside_it(monkeypatch):
    hands = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: hands[0])
    begun = working_clock()
    hands[0] += 2
    COMPILER.begin()
    hands[0] += 60
    COMPILER.end()
    hands[0] += 1
    assert working_clock() - begun == 3
