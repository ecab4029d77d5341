"""Prove or refute a float network by trying all admissible inputs."""

from verify.certifying import certify
from verify.floats.claims import CLAIMS, EXACT, ORDER, excess
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Pointwise
from verify.progress import Deadline, Progress, silent
from verify.provers.floats.finding import Doubts, FloatFinding, first_wrong, float_counterexample
from verify.provers.floats.scan import OverdueError, scanner_of
from verify.statement.inputs import count_sparse
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
