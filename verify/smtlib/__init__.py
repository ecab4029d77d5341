"""The statement as SMT-LIB 2 text: one script asks whether one output can be wrong in one direction."""

from verify.smtlib.scripts import SIDES, Scripts

__all__ = ["SIDES", "Scripts"]
