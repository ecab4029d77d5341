"""The checker of branch certificates: recomputes every bound with numpy, and shares no code with the prover."""

from verify.checker.branch.check import check_branching

__all__ = ["check_branching"]
