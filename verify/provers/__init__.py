"""Provers: (problem, network) -> Found, Refuted or Unknown. They may be clever, and nobody trusts them.

Only the registry is imported here: the provers load their compilers and solvers when they are asked for.
"""

from verify.provers.registry import PROVERS

__all__ = ["PROVERS"]
