"""Whether the kernels of a prover have been compiled on this machine before."""

from pathlib import Path
from typing import Any


def first_use(step: str, kernel: Any) -> list[str]:
    """What to say where no earlier run left the compiled `kernel` in numba's cache: it takes a while.

    A hint for a message: another processor or another version of numba compiles again.
    """
    folder, code = kernel.stats.cache_path, kernel.py_func.__code__
    index = f"{Path(code.co_filename).stem}.{code.co_name}-{code.co_firstlineno}.*.nbi"
    if folder is not None and any(Path(folder).glob(index)):
        return []
    return [f"{step} compiles its kernels on first use, which takes up to a minute"]


def duration(seconds: float) -> str:
    """A forecast in words.

    >>> duration(0.2), duration(75.4)
    ('about 1 second', 'about 75 seconds')
    """
    whole = max(1, round(seconds))
    return f"about {whole:,} second{'' if whole == 1 else 's'}"
