"""Check a proof by bounds about a float network through bounds: the tree again, with the slopes that it states."""

from typing import final

import numpy as np

from verify.checker.budget import Budget, RefusedError
from verify.checker.checkers import Checker
from verify.checker.floats.blocks import float_need
from verify.checker.floats.proof import claims_of, require_right
from verify.checker.result import Answer, Valid
from verify.errors import shown
from verify.floats.bound_tree import Node, bounds_of, cannot_branch, walk
from verify.floats.claims import CLAIMS, EXACT, claim_words
from verify.floats.first_sums import STEPS, Side, Slopes
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Pointwise
from verify.progress import Progress
from verify.statement.certificate import Certificate
from verify.statement.problem import Problem


def check_bounds(
    problem: Problem, network: FloatNetwork, certificate: Certificate, budget: Budget, progress: Progress
) -> Answer:
    """Valid iff the tree of `verify.floats.bound_tree` with these slopes leaves no input with what is claimed wrong.

    Guarantee: whatever slopes are stated, every admissible input and output is closed by a bound, or looked at. Bounds
    are sums of integers that float64 adds exactly; what they and the sums leave open is decided in Python integers.
    """
    why_not = cannot_branch(problem)
    if why_not is not None:
        raise RefusedError(why_not)
    executed = claims_of(certificate, {"claims"})
    if certificate.margin is not None:
        raise RefusedError("a proof by branch about a float network states no margin")
    try:
        bounds = bounds_of(problem, network)
    except OverflowError as error:
        raise RefusedError(f"this network cannot be bounded: {error}") from None
    if executed and bounds.doubt is not None:
        raise RefusedError(f"machines cannot be covered: {bounds.doubt}")
    point, slopes = Pointwise(network), _Stated(certificate, bounds.slopes, budget)

    def look(side: Side, inputs: list[tuple[int, ...]]) -> None:
        budget.look()
        truth = np.full(len(inputs), side.truth)
        require_right(point, side.output, inputs, truth, budget, executed=executed)

    for output, sides in enumerate(bounds.outputs):
        budget.look()
        walk(problem, bounds, sides, slopes.next, look)
        progress(output + 1, problem.outputs)
    slopes.require_end()
    return Valid(claim_words(network, CLAIMS if executed else (EXACT,)))


@final
class _Stated:
    """The slopes of a certificate, a row a node. Errors: RefusedError for what has no such form, or ends too early."""

    def __init__(self, certificate: Certificate, neurons: int, budget: Budget) -> None:
        arrays, self._budget, self._used = certificate.arrays, budget, 0
        if set(arrays) != {"rows", "slopes"}:
            raise RefusedError("a proof by branch about a float network carries the arrays rows and slopes")
        self._rows, stated = arrays["rows"], arrays["slopes"]
        if len(stated) % neurons or (stated < 0).any() or (stated > STEPS).any():
            raise RefusedError(f"slopes must be numbers from 0 to {STEPS}, one a neuron in every row")
        self._slopes: Slopes = stated.astype(np.int8).reshape(-1, neurons)
        wrong = (self._rows < 0) | (self._rows >= len(self._slopes))
        if wrong.any():
            raise RefusedError(
                f"rows must be from 0 to {len(self._slopes) - 1}, not {int(self._rows[int(np.argmax(wrong))])}"
            )

    def next(self, node: Node) -> tuple[int, Slopes]:
        """The slopes of the next node."""
        self._budget.look()
        if self._used == len(self._rows):
            raise RefusedError(f"rows end after {shown(self._used)} nodes, with more to come: {shown(node.active)}")
        row = int(self._rows[self._used])
        self._used += 1
        return row, self._slopes[row]

    def require_end(self) -> None:
        """RefusedError where more rows are stated than there are nodes."""
        if self._used != len(self._rows):
            raise RefusedError(f"rows must be {self._used}, one a node, not {len(self._rows)}")


CHECKER = Checker(check_bounds, float_need)
