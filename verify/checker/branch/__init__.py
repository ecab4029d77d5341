"""The checker of branch certificates: computes what closes every node, and shares no code with the prover."""

from verify.checker.branch.check import check_branching

__all__ = ["check_branching"]
