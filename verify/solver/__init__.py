"""SMT solvers at arm's length: scripts go to worker processes as text, answers come back as text."""

from verify.solver.installed import solver_names, solver_version
from verify.solver.pool import Answer, solve

__all__ = ["Answer", "solve", "solver_names", "solver_version"]
