"""The time and the memory that a check may take: asked before anything is expanded, and inside every loop."""

import os
from typing import final

from verify.progress import Deadline

FALLBACK = 4 * 2**30


class RefusedError(Exception):
    """The certificate breaks a rule, or proves nothing about this network; the message says why: Invalid."""


class UndecidedError(Exception):
    """The check cannot be finished in the time or the memory it may take; the message has the numbers: Unknown."""


@final
class Budget:
    """A deadline and a number of bytes.

    >>> Budget(Deadline(None), memory=10).require(11, "the network")
    Traceback (most recent call last):
        ...
    verify.checker.budget.UndecidedError: the check may take 10 bytes of memory, but the network would need about 11
    """

    def __init__(self, deadline: Deadline, memory: int | None = None) -> None:
        if memory is not None and (type(memory) is not int or memory < 1):
            raise ValueError(f"memory must be a number of bytes, at least 1, or None, not {memory!r}")
        self.deadline, self.memory = deadline, half_of_the_machine() if memory is None else memory

    def look(self) -> None:
        """UndecidedError once the deadline has passed."""
        if self.deadline.passed():
            raise UndecidedError(self.deadline.reason("the check"))

    def require(self, need: int, what: str) -> None:
        """UndecidedError where so many bytes do not fit, and the deadline."""
        self.look()
        if need > self.memory:
            raise UndecidedError(
                f"the check may take {self.memory} bytes of memory, but {what} would need about {need}"
            )


def half_of_the_machine() -> int:
    """Half of the memory that the machine has, where it can be asked.

    >>> half_of_the_machine() > 2**20
    True
    """
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, ValueError, OSError):
        return FALLBACK
