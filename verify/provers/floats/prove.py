"""Prove or refute a float network: by trying all inputs, or by bounds."""

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from verify.certifying import certify
from verify.floats.bound_tree import cannot_branch
from verify.floats.claims import CLAIMS, EXACT, ORDER, excess
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Pointwise
from verify.progress import Deadline, Progress, silent
from verify.provers.floats.branch import branch_floats
from verify.provers.floats.finding import Doubts, FloatFinding, first_wrong, float_counterexample
from verify.provers.floats.scan import OverdueError, scanner_of
from verify.provers.smt import prove_by_smt
from verify.statement.fit import require_fit
from verify.statement.inputs import count_sparse, more_sparse_than
from verify.statement.problem import Problem
from verify.statement.verdict import Found, Refuted, Unknown

UNIT = 64
"""Margins are stated in units of 2**-64."""
SLACK = 2
"""Margins are weakened by so many times the error of the rounding, so that other ways of rounding confirm them."""


def enumerate_floats(
    problem: Problem, network: FloatNetwork, *, deadline: Deadline, progress: Progress | None = None
) -> FloatFinding:
    """Decide the statement by scoring all outputs on all admissible inputs.

    Guarantee: `found` is a proof only if every output reads F exactly on every admissible input, and claims machines
    too only if `doubt` is None; Refuted with a counterexample of the fewest active features. Cost: that of `Scanner`;
    cells that are not clear cost an exact evaluation each. Errors: ValueError where the network does not fit.
    """
    scanner = scanner_of(problem, network)
    if isinstance(scanner, Unknown):
        return FloatFinding(scanner)
    point, doubts = Pointwise(network), Doubts(network, scanner.doubt)
    report, done, total = progress or silent, 0, count_sparse(problem)
    report(done, total)
    for block in scanner.blocks():
        try:
            wrong = first_wrong(point, block, deadline)
            if wrong is not None:
                return FloatFinding(Refuted(float_counterexample(problem, point, *wrong)))
            doubts.look(point, block, deadline)
        except OverdueError:
            break
        done += block.looked_at
        report(done, total)
        if deadline.passed():
            break
    if done < total:
        late = deadline.reason("enumeration")
        return FloatFinding(Unknown(f"{late}: {done:,} of {total:,} inputs were tried, and none is wrong"))
    slack = SLACK * max(map(int, scanner.rounded.errors))
    margin = excess(network, scanner.rounded, scanner.smallest, scanner.largest, UNIT, slack)
    claims = [EXACT] if doubts.reason is not None else list(CLAIMS)
    evidence = {"order": ORDER, "claims": claims, "unit": UNIT}
    found = Found(certify(problem, network, "enumerate", margin=margin, evidence=evidence))
    return FloatFinding(found, doubts.reason, doubts.wrong_run)


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
