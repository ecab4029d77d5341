"""Whether the kernels of a prover have been compiled on this machine before."""

from pathlib import Path


def is_compiled(prover: str) -> bool:
    """Whether an earlier run left compiled kernels of `prover` (branch or enumerate) in numba's cache.

    It is a hint for a message: another processor or another version of numba compiles again.
    """
    if prover == "branch":
        from verify.provers.branch.kernels import scan as kernel
    else:
        from verify.scoring.kernels import read_extremes as kernel
    folder = kernel.stats.cache_path
    if folder is None:  # nowhere to keep them
        return False
    code = kernel.py_func.__code__
    index = f"{Path(code.co_filename).stem}.{code.co_name}-{code.co_firstlineno}.*.nbi"
    return any(Path(folder).glob(index))
