"""The checker of branch certificates: computes what closes every node, and shares no code with the prover."""

from verify.checker.branch.check import check_branching
from verify.checker.checkers import Checker
from verify.checker.needs import of_branching

CHECKER = Checker(check_branching, of_branching, sampled=True)

__all__ = ["CHECKER", "check_branching"]
