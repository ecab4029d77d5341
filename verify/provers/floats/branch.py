"""Prove or refute a float network by bounds, branching over features."""

from typing import final

import numpy as np

from verify.certifying import certify
from verify.errors import SuperproofError
from verify.floats.bound_tree import Node, TreeBounds, bounds_of, cannot_branch, walk
from verify.floats.claims import CLAIMS, EXACT
from verify.floats.first_sums import Side, Slopes
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Pointwise
from verify.progress import Deadline, Progress, silent
from verify.provers.floats.finding import Doubts, FloatFinding, float_counterexample
from verify.provers.floats.scan import AT_ONCE, OverdueError
from verify.provers.floats.slopes import SlopeSearch
from verify.statement.fit import require_fit
from verify.statement.problem import Problem
from verify.statement.verdict import Found, Refuted, Unknown


class _WrongError(SuperproofError):
    """An input, and its output that is wrong."""


def branch_floats(
    problem: Problem, network: FloatNetwork, *, deadline: Deadline, progress: Progress | None = None
) -> FloatFinding:
    """Decide the statement by the tree of `verify.floats.bound_tree`, with slopes that are searched for.

    Guarantee: `found` is a proof only if every output reads F exactly on every admissible input, and claims machines
    too only if `doubt` is None; Refuted with a counterexample, not always of the fewest active features. Cost: for
    every output some products of all features and neurons a node, and an evaluation of every input that no bound
    closes; complete, and slower than enumeration where bounds close little. Errors: ValueError where the network does
    not fit.
    """
    require_fit(problem, network)
    why_not = cannot_branch(problem)
    if why_not is not None:
        return FloatFinding(Unknown(why_not))
    try:
        bounds = bounds_of(problem, network)
    except OverflowError as error:
        return FloatFinding(Unknown(str(error)))
    search, report = _Search(network, bounds, Doubts(network, bounds.doubt), deadline), progress or silent
    report(0, problem.outputs)
    for output, sides in enumerate(bounds.outputs):
        try:
            walk(problem, bounds, sides, search.choose, search.look)
        except _WrongError as error:
            return FloatFinding(Refuted(float_counterexample(problem, search.point, *error.args)))
        except OverdueError as error:
            return FloatFinding(Unknown(f"{error}: {output} of {problem.outputs} outputs are right"))
        report(output + 1, problem.outputs)
    doubts, slopes = search.doubts, search.slopes
    evidence = {"claims": [EXACT] if doubts.reason is not None else list(CLAIMS)}
    arrays = {"rows": np.array(slopes.rows, dtype=np.int32)}
    arrays["slopes"] = np.concatenate([np.zeros(0, dtype=np.int8), *slopes.found])
    found = Found(certify(problem, network, "branch", evidence=evidence, arrays=arrays))
    return FloatFinding(found, doubts.reason, doubts.wrong_run)


@final
class _Search:
    """What the walk asks, and what it finds."""

    def __init__(self, network: FloatNetwork, bounds: TreeBounds, doubts: Doubts, deadline: Deadline) -> None:
        self.point, self.slopes = Pointwise(network), SlopeSearch(bounds)
        self.doubts, self._deadline = doubts, deadline

    def choose(self, node: Node) -> tuple[int, Slopes]:
        """The slopes of a node, while there is time."""
        if self._deadline.passed():
            raise OverdueError(self._deadline.reason("branching"))
        return self.slopes.choose(node)

    def look(self, side: Side, inputs: list[tuple[int, ...]]) -> None:
        """Decide exactly on inputs that are not surely right, while there is time."""
        for active in sorted(set(inputs), key=lambda one: (len(one), one)):
            if self._deadline.passed():
                raise OverdueError(self._deadline.reason("branching"))
            if bool(self.point.reads([active], side.output)[0]) != side.truth:
                raise _WrongError(active, side.output)
        for start in range(0, len(inputs), AT_ONCE):
            some = inputs[start : start + AT_ONCE]
            self.doubts.ask(self.point, some, [side.truth] * len(some), side.output)
