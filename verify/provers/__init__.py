"""Provers: functions (problem, network) -> Proved, Refuted or Unknown. They may be clever; the checker is not.

Only the door is imported here: the provers load their compilers and solvers when they are called.
"""

from verify.provers.dispatch import PROVERS, prove

__all__ = ["PROVERS", "prove"]
