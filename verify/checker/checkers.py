"""What a checker is to everyone else: what reads the certificates of one prover, and what this takes."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple

from verify.checker.result import Answer
from verify.methods import METHODS


class Checker(NamedTuple):
    """`check` answers for a certificate of problem and network; `need` says how much memory and work that takes.

    Proofs rest on assumptions only where `assumes`; `sampled` where a part of the outputs can be looked at.
    """

    check: Callable[..., Answer]
    need: Callable[..., tuple[int, int]]
    assumes: bool = False
    sampled: bool = False


FLOATS = {"enumerate": "floats.proof", "branch": "floats.branch", "smt": "floats.smt"}
"""As `METHODS`, for networks of floats."""


def checker_of(prover: str, methods: Mapping[str, str] = METHODS) -> Checker:
    """The checker of a prover, imported when it is asked for.

    >>> checker_of("branch").sampled
    True
    """
    found: Checker = import_module(f"verify.checker.{methods[prover]}").CHECKER
    return found
