"""The SMT solvers that are installed, and the program that asks one of them."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

WORKER = Path(__file__).with_name("worker.py")
DISTRIBUTIONS = {"z3": "z3-solver", "cvc5": "cvc5"}
LONGEST = 2**31 - 1
"""Milliseconds of the longest time limit of a solver."""


def solver_version(name: str) -> str | None:
    """The installed version of a solver, None without one.

    >>> solver_version("z3") is None
    False
    """
    try:
        return version(DISTRIBUTIONS[name])
    except PackageNotFoundError:
        return None


def solver_names() -> tuple[str, ...]:
    """The solvers that are installed."""
    return tuple(name for name in DISTRIBUTIONS if solver_version(name) is not None)


def milliseconds(seconds: float | None) -> int:
    """A time limit as solvers take it.

    >>> milliseconds(1.5), milliseconds(1e-9), milliseconds(None) == LONGEST
    (1500, 1, True)
    """
    return LONGEST if seconds is None else min(LONGEST, max(1, int(1000 * seconds)))
