"""One door to numba for every compiled kernel."""

from collections.abc import Callable
from typing import Any

import numba
from numba.core import event

from verify.compiling import COMPILER


class _Listener(event.Listener):
    """Numba says when it compiles, and not when it finds in its cache what it needs."""

    def on_start(self, event: object) -> None:
        """A kernel, or one that it calls."""
        COMPILER.begin()

    def on_end(self, event: object) -> None:
        """It is there."""
        COMPILER.end()


event.register("numba:compile", _Listener())


def compiled(kernel: Callable[..., object]) -> Any:
    """`kernel` as machine code that frees the interpreter's lock, kept on disk for the next process where that can be.

    Where neither the package's folder nor the user's cache can be written (another user, a container), every process
    compiles again: slower at first, with the same results. `NUMBA_CACHE_DIR` names another folder.

    >>> compiled(lambda a, b: abs(a - b))(2, 5)
    3
    """
    try:
        return numba.njit(nogil=True, cache=True)(kernel)
    except RuntimeError:  # numba: "cannot cache function ...: no locator available"
        return numba.njit(nogil=True)(kernel)
