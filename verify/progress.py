"""Progress reports and time limits, shared by provers and checkers."""

import sys
import time
from collections.abc import Callable
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
class Deadline:
    """A moment after which a prover stops and answers Unknown.

    >>> Deadline(None).passed()
    False
    """

    def __init__(self, seconds: float | None) -> None:
        if seconds is not None and not seconds > 0:
            raise ValueError(f"a time limit must be a positive number of seconds, not {seconds}")
        self.seconds = seconds
        self._end = None if seconds is None else time.monotonic() + seconds

    def passed(self) -> bool:
        """Whether the time is over."""
        return self._end is not None and time.monotonic() >= self._end

    def remaining(self) -> float | None:
        """Seconds left, as a time limit of what comes next: at least `SHORTEST`; None without a limit."""
        return None if self._end is None else max(SHORTEST, self._end - time.monotonic())

    def reason(self, what: str) -> str:
        """The sentence for Unknown."""
        limit = self.seconds or 0.0
        unit = "second" if limit == 1 else "seconds"
        return f"{what} did not finish within the time limit of {round(limit, 3) or limit:g} {unit}"


ENDLESS = Deadline(None)
"""The deadline that never passes."""
