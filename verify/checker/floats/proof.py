"""Check a proof about a float network: every output on every admissible input again."""

import numpy as np

from verify.arrays import Bools
from verify.checker.budget import Budget, RefusedError
from verify.checker.floats.blocks import Block, blocks
from verify.checker.needs import sparse_inputs
from verify.checker.result import Answer, Valid
from verify.errors import shown
from verify.floats.claims import CLAIMS, EXACT, EXECUTED, ORDER, claim_words, excess
from verify.floats.fine import FINE
from verify.floats.machine import worst_losses
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Pointwise
from verify.floats.rounding import cutoffs, rounded
from verify.progress import Progress
from verify.statement.certificate import Certificate, Margin
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
    executed, unit = _evidence(certificate)
    try:
        found = rounded(network, problem.sparsity)
        errors = found.errors + worst_losses(network, problem.sparsity) if executed else found.errors
    except OverflowError as error:
        raise RefusedError(f"this network cannot be scored: {error}") from None
    above, below = cutoffs(network, found.scales, errors)
    smallest, largest = np.full(problem.outputs, np.inf), np.full(problem.outputs, -np.inf)
    point: Pointwise | None = None
    done, total = 0, sparse_inputs(problem.inputs, problem.sparsity)
    for block in blocks(problem, network, found, budget):
        certain = np.where(block.truth, block.sums >= above, block.sums <= below)
        if not certain.all():
            point = point or Pointwise(network)
            _require_right(point, block, ~certain, budget, executed=executed)
        smallest = np.minimum(smallest, np.where(block.truth, block.sums, np.inf).min(axis=0, initial=np.inf))
        largest = np.maximum(largest, np.where(block.truth, -np.inf, block.sums).max(axis=0, initial=-np.inf))
        done += block.looked_at
        progress(done, total)
    _require_margin(excess(network, found, smallest, largest).margin(unit), certificate.margin)
    return Valid(claim_words(network, CLAIMS if executed else (EXACT,)))


def _evidence(certificate: Certificate) -> tuple[bool, int]:
    """Whether the claim covers machines, and the unit of the margin."""
    evidence = certificate.evidence
    claims, unit = evidence.get("claims"), evidence.get("unit")
    if set(evidence) != {"order", "claims", "unit"} or evidence["order"] != ORDER or certificate.arrays:
        raise RefusedError("a proof about a float network carries no evidence but order, claims and unit")
    if type(claims) is not list or tuple(claims) not in (CLAIMS, (EXACT,)):
        raise RefusedError(f"claims must be {[EXACT]} or {list(CLAIMS)}, not {shown(claims)}")
    if type(unit) is not int or not 0 <= unit <= FINE:
        raise RefusedError(f"the unit of the margin must be an integer from 0 to {FINE}, not {shown(unit)}")
    return EXECUTED in claims, unit


def _require_margin(known: Margin, stated: Margin | None) -> None:
    """RefusedError unless the bounds that are stated hold."""
    if stated is None:
        raise RefusedError("a proof about a float network must state its margin")
    for name, sign in (("smallest_true", 1), ("largest_false", -1)):
        right, bound = getattr(known, name), getattr(stated, name)
        if (right is None) != (bound is None) or (right is not None and sign * bound > sign * right):
            raise RefusedError(f"the margin's {name} must be {right} or nearer to 0, not {bound}")


def _require_right(point: Pointwise, block: Block, open_cells: Bools, budget: Budget, *, executed: bool) -> None:
    """RefusedError unless all cells that the cutoffs leave open are right, exactly and, if so claimed, as executed."""
    for output in np.flatnonzero(open_cells.any(axis=0)).tolist():
        rows = np.flatnonzero(open_cells[:, output])
        for start in range(0, len(rows), AT_ONCE):
            budget.look()
            mine = rows[start : start + AT_ONCE]
            inputs = [tuple(one) for one in block.active[mine].tolist()]
            wrong = point.reads(inputs, output) != block.truth[mine, output]
            if wrong.any():
                raise RefusedError(f"output {output} is wrong on active features {inputs[int(np.argmax(wrong))]}")
            if executed:
                near = (point.distances(inputs, output) <= point.losses(inputs, output)).astype(np.bool_)
                if near.any():
                    raise RefusedError(
                        f"output {output} is nearer to its threshold than what a machine may lose, on active features "
                        f"{inputs[int(np.argmax(near))]}"
                    )
