"""Time limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.progress import SHORTEST, Deadline, Seconds


def test_what_is_left_is_always_a_time_limit():
    """A limit may pass between the look at it and the next step, which takes what is left, and refuses 0."""
    over = Deadline(1e-9)
    while not over.passed():
        pass
    assert over.remaining() == SHORTEST
    assert Deadline(over.remaining()).remaining() == SHORTEST
    assert Deadline(None).remaining() is None


@pytest.mark.parametrize("seconds", [0, -1.0, float("nan")])
def test_a_time_limit_is_positive(seconds: float):
    with pytest.raises(ValueError, match="must be a positive number of seconds"):
        Deadline(seconds)


@given(st.lists(st.floats(0.01, 0.99), max_size=5), st.sampled_from(["0.067", "10", "1", "2.50", "1e9"]))
def test_a_limit_is_told_as_it_was_given_however_it_is_shared_and_handed_on(parts, given_as):
    deadline = Deadline(Seconds(float(given_as), given_as))
    for part in parts:
        deadline = Deadline(deadline.share(part).remaining())
    unit = "second" if given_as == "1" else "seconds"
    assert deadline.over() == f"the time limit of {given_as} {unit} is over"
    assert deadline.reason("it") == f"it did not finish within the time limit of {given_as} {unit}"


def test_a_part_of_a_limit_knows_the_whole_and_ends_before_it():
    whole = Deadline(100.0)
    part = whole.share(0.5)
    assert part.whole is whole
    assert whole.whole is whole
    assert 0 < part.remaining() <= 50
    assert Deadline(None).share(0.5).remaining() is None
