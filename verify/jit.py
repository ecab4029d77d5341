"""One door to numba for every compiled kernel."""

from collections.abc import Callable
from typing import Any

import numba


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
