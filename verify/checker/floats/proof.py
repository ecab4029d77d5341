"""Check a proof about a float network: every output on every admissible input again."""

import numpy as np

from verify.arrays import Bools
from verify.checker.budget import Budget, RefusedError
from verify.checker.checkers import Checker
from verify.checker.floats.blocks import Extremes, blocks, float_need, open_cells
from verify.checker.needs import HOPELESS
from verify.checker.result import Answer, Valid
from verify.errors import shown
from verify.floats.claims import CLAIMS, EXACT, EXECUTED, ORDER, claim_words, excess
from verify.floats.fine import FINE
from verify.floats.machine import worst_losses
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Inputs, Pointwise
from verify.floats.to_integers import cutoffs, rounded
from verify.progress import Progress
from verify.statement.certificate import Certificate, Margin
from verify.statement.inputs import sparse_up_to
from verify.statement.problem import Problem

AT_ONCE = 256
"""Inputs of one output that are decided exactly at a time."""


def check_proof(
    problem: Problem, network: FloatNetwork, certificate: Certificate, budget: Budget, progress: Progress
) -> Answer:
    """Valid iff what the certificate claims holds on every admissible input, and its margin does.

    The claim *exact*: in real arithmetic over the stored numbers every output reads F. *executed*: so it does in every
    evaluation that `verify.floats.machine` covers. Sums that are beyond the cutoffs decide both; for the others the
    score is computed exactly, and what a machine may lose on that very input is bounded. Margins are bounds: outputs
    that are 1 exceed their thresholds by at least the first number, those that are 0 by at most the second.
    """
    executed = claims_of(certificate, {"order", "claims", "unit"})
    unit = _unit(certificate)
    try:
        found = rounded(network, problem.sparsity)
        errors = found.errors + worst_losses(network, problem.sparsity) if executed else found.errors
    except OverflowError as error:
        raise RefusedError(f"this network cannot be scored: {error}") from None
    above, below = cutoffs(network, found.scales, errors)
    extremes, point = Extremes(problem.outputs), Pointwise(network)
    done, total = 0, sparse_up_to(problem, HOPELESS)
    for block in blocks(problem, network, found, budget):
        extremes.add(block)
        cells = open_cells(block, above, below)
        for output in np.unique(cells.outputs).tolist():
            mine = cells.outputs == output
            inputs = [tuple(one) for one in block.active[cells.rows[mine]].tolist()]
            require_right(point, output, inputs, cells.truth[mine], budget, executed=executed)
        done += block.looked_at
        progress(done, total)
    _require_margin(excess(network, found, extremes.smallest, extremes.largest, unit), certificate.margin)
    return Valid(claim_words(network, CLAIMS if executed else (EXACT,)))


def claims_of(certificate: Certificate, names: set[str]) -> bool:
    """Whether the claim covers machines; RefusedError unless the evidence has just these names, and claims in form."""
    evidence = certificate.evidence
    claims = evidence.get("claims")
    if set(evidence) != names:
        raise RefusedError(f"the evidence about a float network must be {', '.join(sorted(names))}, and nothing else")
    if type(claims) is not list or tuple(claims) not in (CLAIMS, (EXACT,)):
        raise RefusedError(f"claims must be {[EXACT]} or {list(CLAIMS)}, not {shown(claims)}")
    return EXECUTED in claims


def _unit(certificate: Certificate) -> int:
    """The unit of the margin."""
    unit = certificate.evidence["unit"]
    if certificate.evidence["order"] != ORDER or certificate.arrays:
        raise RefusedError(f"a proof about a float network by enumerate has the order {ORDER}, and no arrays")
    if type(unit) is not int or not 0 <= unit <= FINE:
        raise RefusedError(f"the unit of the margin must be an integer from 0 to {FINE}, not {shown(unit)}")
    return unit


def _require_margin(known: Margin, stated: Margin | None) -> None:
    """RefusedError unless the bounds that are stated hold."""
    if stated is None:
        raise RefusedError("a proof about a float network must state its margin")
    for name, sign in (("smallest_true", 1), ("largest_false", -1)):
        right, bound = getattr(known, name), getattr(stated, name)
        if (right is None) != (bound is None) or (right is not None and sign * bound > sign * right):
            raise RefusedError(f"the margin's {name} must be {right} or nearer to 0, not {bound}")


def require_right(
    point: Pointwise, output: int, inputs: Inputs, truth: Bools, budget: Budget, *, executed: bool
) -> None:
    """RefusedError unless the output reads `truth` on these inputs, exactly and, if so claimed, as executed."""
    for start in range(0, len(inputs), AT_ONCE):
        budget.look()
        some = inputs[start : start + AT_ONCE]
        wrong = point.reads(some, output) != truth[start : start + AT_ONCE]
        if wrong.any():
            raise RefusedError(f"output {output} is wrong on active features {some[int(np.argmax(wrong))]}")
        if executed:
            near = (point.distances(some, output) <= point.losses(some, output)).astype(np.bool_)
            if near.any():
                raise RefusedError(
                    f"output {output} is nearer to its threshold than what a machine may lose, on active features "
                    f"{some[int(np.argmax(near))]}"
                )


CHECKER = Checker(check_proof, float_need)
