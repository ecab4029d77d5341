"""What a checker is to everyone else: what reads the certificates of one prover, and what this takes."""

from collections.abc import Callable
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


def checker_of(prover: str) -> Checker:
    """The checker of a prover of `METHODS`, imported when it is asked for.

    >>> checker_of("branch").sampled
    True
    """
    found: Checker = import_module(f"verify.checker.{METHODS[prover]}").CHECKER
    return found
