"""How a check of contracts ends early: a rule is broken, or the time is over."""

from typing import final

from verify.progress import Deadline, Progress


class RefusedError(Exception):
    """Network, problem and codes break a rule; the message says which, and becomes the answer Invalid."""


class TimeOverError(Exception):
    """The deadline has passed; the answer is Unknown."""


@final
class Watch:
    """Counts the neurons that are done, and stops the work at the deadline."""

    def __init__(self, deadline: Deadline, progress: Progress, total: int) -> None:
        self._deadline, self._progress, self._total, self._done = deadline, progress, total, 0
        progress(0, total)

    def look(self) -> None:
        """TimeOverError if the deadline has passed."""
        if self._deadline.passed():
            raise TimeOverError(self._deadline.reason("the check"))

    def advance(self, neurons: int) -> None:
        """Report that so many more neurons are done."""
        self._done += neurons
        self._progress(self._done, self._total)
