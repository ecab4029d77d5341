"""The worst errors of a network on real features, over all supports of at most two features."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import final

import numpy as np

from verify.progress import Deadline, Progress
from verify.reals.certificate import ErrorCertificate
from verify.reals.error_function import ErrorFunction
from verify.reals.exact import Worst, worst_on
from verify.reals.problem import RealProblem
from verify.reals.rounded import Integers, Rounded, rounded
from verify.reals.screen import Screen
from verify.reals.supports import count_supports, supports

MOST_EXACT = 24
"""Supports of one output that are searched exactly; beyond, its worst error is a bracket."""

Support = tuple[int, ...]


@final
@dataclass
class _Candidates:
    """Supports of one output that may hold its worst error, each with the bound on it; `floor` is surely reached."""

    floor: int = 0
    found: list[tuple[int, Support]] = field(default_factory=list)

    def look(self, support: Support, bound: int, least: int) -> None:
        """Keep the support unless another is surely no better."""
        self.floor = max(self.floor, least)
        if bound > self.floor or not self.found:
            self.found.append((bound, support))
        if len(self.found) > 4 * MOST_EXACT:
            self.found = self.kept()

    def kept(self) -> list[tuple[int, Support]]:
        """Those that may still be the worst, most promising first; among equals the first in order."""
        alive = [pair for pair in self.found if pair[0] >= self.floor]
        return sorted(alive or self.found[:1], key=lambda pair: (-pair[0], pair[1]))


def worst_errors(
    problem: RealProblem, function: ErrorFunction, network: str, deadline: Deadline, progress: Progress
) -> ErrorCertificate:
    """How large the error of every output can be, exact where few supports come close to the worst, else a bracket.

    O(supports * units^2 * (units + outputs)) operations, O(units^2 + outputs * (units + features)) memory.
    Errors: TimeoutError at the deadline; ValueError for a sparsity above 2.
    """
    if problem.sparsity > 2:
        raise ValueError(f"worst errors are found for at most two active features, not {problem.sparsity}")
    form = rounded(problem, function)
    candidates = _scanned(problem, form, deadline, progress)
    at_most, attained = [], []
    for output in progress(range(problem.outputs), "exact worst errors", problem.outputs):
        deadline.require()
        worst, bound = _worst(problem, function, form, output, candidates[output])
        at_most.append(bound)
        attained.append(dict(worst.input))
    return ErrorCertificate(problem.digest, network, tuple(at_most), tuple(attained))
