"""While a compiler runs: whoever waits is told, and time limits stand still."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import final

from verify.progress import Deadline, warn

NOTICE = "kernels for this kind of work are compiled, once on this machine: about a minute that no time limit counts"


@final
class Compiler:
    """How long compilers ran in this process, at any depth of kernels that call one another: `verify.jit` says when."""

    def __init__(self) -> None:
        self.tell: Callable[[str], None] = warn
        self._told = False
        self._before, self._begun, self._depth = 0.0, 0.0, 0

    def begin(self) -> None:
        """A kernel is compiled from now on; the first one is told of."""
        if self._depth == 0:
            self._begun = time.monotonic()
            if not self._told:
                self._told = True
                self.tell(NOTICE)
        self._depth += 1

    def end(self) -> None:
        """It is there."""
        self._depth -= 1
        if self._depth == 0:
            self._before += time.monotonic() - self._begun

    @property
    def seconds(self) -> float:
        """What they took until now."""
        return self._before + (time.monotonic() - self._begun if self._depth else 0.0)

    @contextmanager
    def telling(self, tell: Callable[[str], None]) -> Iterator[None]:
        """Inside, `tell` is told where something is compiled, once; outside, who was told before."""
        before = self.tell, self._told
        self.tell, self._told = tell, False
        try:
            yield
        finally:
            self.tell, self._told = before


COMPILER = Compiler()


def working_clock() -> float:
    """Seconds of a clock that stands still while a compiler runs: differences say how long the work itself took."""
    return time.monotonic() - COMPILER.seconds


class TimeLimit(Deadline):
    """A deadline of somebody who may have to wait for a compiler, which it does not count: no verdict depends on
    whether kernels had been compiled before.
    """

    def _now(self) -> float:
        return working_clock()
