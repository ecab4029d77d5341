"""Progress reports and time limits, shared by provers and checkers."""

import sys
import time
from collections.abc import Callable
from numbers import Real
from typing import final

SHORTEST = 1e-3
"""Seconds of the shortest time limit that is handed on."""
Progress = Callable[[int, int], None]
"""Called with (steps done, steps in all) from time to time; the first call comes before the first step."""


def watched(stream: object) -> bool:
    """Whether a person looks at the stream: a terminal, or the cell of a notebook."""
    if stream is None:  # closed before the start (2>&-)
        return False
    isatty = getattr(stream, "isatty", None)
    return bool(isatty and isatty()) or type(stream).__module__.startswith("ipykernel.")


def warn(sentence: str) -> None:
    """Say it on standard error if a person looks there: a compiler or a long proof makes somebody wait."""
    if watched(sys.stderr):
        print(sentence, file=sys.stderr, flush=True)


def silent(done: int, total: int) -> None:
    """The progress report of who wants none."""


@final
class Seconds(float):
    """A number of seconds, and in which words the time limit was given of which it is what is left, or a part.

    >>> Seconds(2.5, "5"), Seconds(2.5, "5").given
    (2.5, '5')
    """

    given: str

    def __new__(cls, seconds: float, given: str) -> "Seconds":
        """The number, with the words."""
        made = super().__new__(cls, seconds)
        made.given = given
        return made

    def __reduce__(self) -> tuple[type["Seconds"], tuple[float, str]]:
        """A pickle, or a copy, keeps both."""
        return Seconds, (float(self), self.given)


class Deadline:
    """A moment after which a prover stops and answers Unknown.

    What it says names the limit as it was given, however little of it was left; `whole` is the deadline of which this
    one is a part, or itself.

    >>> Deadline(None).passed(), Deadline(Deadline(5.0).remaining()).over()
    (False, 'the time limit of 5 seconds is over')
    """

    def __init__(self, seconds: float | None) -> None:
        given: object = seconds
        if given is not None and (isinstance(given, bool) or not isinstance(given, Real)):
            raise TypeError(f"a time limit must be a number of seconds, not {given!r}")
        if seconds is not None and not seconds > 0:
            raise ValueError(f"a time limit must be a positive number of seconds, not {seconds}")
        self.whole = self
        self._given = seconds.given if isinstance(seconds, Seconds) else f"{seconds or 0.0:g}"
        self._limit = f"the time limit of {self._given} {'second' if self._given == '1' else 'seconds'}"
        self._end = None if seconds is None else self._now() + seconds

    def _now(self) -> float:
        return time.monotonic()

    def passed(self) -> bool:
        """Whether the time is over."""
        return self._end is not None and self._now() >= self._end

    def remaining(self) -> Seconds | None:
        """Seconds left, as a time limit of what comes next: at least `SHORTEST`; None without a limit."""
        return None if self._end is None else Seconds(max(SHORTEST, self._end - self._now()), self._given)

    def share(self, part: float) -> "Deadline":
        """The deadline of a step that may take so large a part of what is left.

        >>> Deadline(5.0).share(0.5).over()
        'the time limit of 5 seconds is over'
        """
        left = self.remaining()
        made = type(self)(None if left is None else Seconds(part * left, self._given))
        made.whole = self
        return made

    def over(self) -> str:
        """That the time is over, in words."""
        return f"{self._limit} is over"

    def reason(self, what: str) -> str:
        """The sentence for Unknown."""
        return f"{what} did not finish within {self._limit}"


ENDLESS = Deadline(None)
"""The deadline that never passes."""
