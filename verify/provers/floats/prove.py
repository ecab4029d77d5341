"""Prove or refute a float network: by trying all inputs, or by bounds."""

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from verify.floats.bound_tree import cannot_branch
from verify.floats.claims import CLAIMS
from verify.floats.network import FloatNetwork
from verify.progress import Deadline, Progress
from verify.provers.floats.branch import branch_floats
from verify.provers.floats.enumeration import enumerate_floats
from verify.provers.floats.finding import FloatFinding
from verify.provers.smt import prove_by_smt
from verify.statement.fit import require_fit
from verify.statement.inputs import more_sparse_than
from verify.statement.problem import Problem


def smt_floats(
    problem: Problem, network: FloatNetwork, *, deadline: Deadline, progress: Progress | None = None
) -> FloatFinding:
    """As `verify.provers.smt.prove_by_smt`, about exact arithmetic alone."""
    found = prove_by_smt(problem, network, timeout=deadline.remaining(), progress=progress)
    return FloatFinding(found, "smt decides exact arithmetic alone")


FLOAT_PROVERS = MappingProxyType({"enumerate": enumerate_floats, "branch": branch_floats, "smt": smt_floats})
"""The provers of float networks by name."""
SOON = 4 * 10**11
"""Multiply-adds for which enumeration is what "auto" takes: half a minute. It states margins, and branch does not.

Beyond, branch is taken for one hidden layer; deeper bounds are seldom close (docs/floats.md), and taken by name alone.
"""


def find_float_proof(
    problem: Problem,
    network: FloatNetwork,
    *,
    prover: str = "auto",
    deadline: Deadline,
    progress: Progress | None = None,
) -> FloatFinding:
    """What a prover of `FLOAT_PROVERS` finds, which nobody has checked; "auto" takes one by what enumeration costs.

    Errors: ValueError where the network does not fit, or for another prover.
    """
    require_fit(problem, network)
    require_prover(prover)
    if prover == "auto":
        work = sum(a * b for a, b in pairwise(network.widths[1:]))
        long = more_sparse_than(problem, max(1, SOON // max(1, work)))
        one_hidden = len(network.layers) == 2 and cannot_branch(problem) is None
        prover = "branch" if long and one_hidden else "enumerate"
    return FLOAT_PROVERS[prover](problem, network, deadline=deadline, progress=progress)


def require_prover(prover: str) -> None:
    """ValueError for what proves no float networks."""
    if prover != "auto" and prover not in FLOAT_PROVERS:
        raise ValueError(f"float networks are proved by {' or '.join(FLOAT_PROVERS)}, not by {prover}: choose one")


def require_choice(prover: str, options: Mapping[str, object], claim: str) -> None:
    """ValueError unless this asks for a prover of float networks, which have no options, and for a claim."""
    if claim not in CLAIMS:
        raise ValueError(f"claim must be {' or '.join(CLAIMS)}, not {claim!r}")
    require_prover(prover)
    given = [name for name, value in options.items() if value]
    if given:
        raise ValueError(f"provers of float networks have no options: leave the option {given[0]} out")
