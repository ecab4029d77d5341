"""The checker: dull code that believes nobody. numpy and Python integers; a solver only where the proof is one's."""

from verify.checker.dispatch import CHECKERS, check
from verify.checker.result import Answer, Invalid, Valid

__all__ = ["CHECKERS", "Answer", "Invalid", "Valid", "check"]
