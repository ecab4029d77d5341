"""Time limits."""

import pytest

from verify.progress import SHORTEST, Deadline


def test_what_is_left_is_always_a_time_limit():
    """A limit may pass between the look at it and the next step, which takes what is left, and refuses 0."""
    over = Deadline(1e-9)
    while not over.passed():
        pass
    assert over.remaining() == SHORTEST
    assert Deadline(over.remaining()).seconds == SHORTEST
    assert Deadline(None).remaining() is None


@pytest.mark.parametrize("seconds", [0, -1.0, float("nan")])
def test_a_time_limit_is_positive(seconds: float):
    with pytest.raises(ValueError, match="must be a positive number of seconds"):
        Deadline(seconds)
