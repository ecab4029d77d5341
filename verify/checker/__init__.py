"""The checker: dull code that believes nobody. numpy and Python integers; a solver only where the proof is one's."""

from verify.checker.checkers import checker_of
from verify.checker.dispatch import check
from verify.checker.result import Answer, Invalid, Valid

__all__ = ["Answer", "Invalid", "Valid", "check", "checker_of"]
