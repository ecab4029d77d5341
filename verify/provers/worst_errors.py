"""Find the worst errors of a network on real features, over all supports of at most two features."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import final

import numpy as np

from verify.progress import Deadline, Progress
from verify.reals.error_certificate import ErrorCertificate
from verify.reals.error_function import ErrorFunction
from verify.reals.problem import RealProblem
from verify.reals.rounded import rounded
from verify.reals.support_bounds import Screen
from verify.reals.supports import Support, Supports, Worst, WorstOn, scan
from verify.statement.unknown import Unknown

MOST_EXACT = 24
"""Supports of one output that are searched exactly, those that are alike once; where more come close to the worst, its
error is a bracket."""


def find_worst_errors(
    problem: RealProblem, function: ErrorFunction, network: str, deadline: Deadline, progress: Progress
) -> ErrorCertificate | Unknown:
    """How large the error of every output can be: exact, or a bracket where many supports come close to the worst.

    `network` is the digest that the certificate names. Unknown at the deadline before all supports are bounded; when it
    passes later, brackets. O(supports * units^2 * (units + outputs)) operations; O(outputs * (units + features))
    memory. Errors: ValueError for a sparsity above 2. Source: ours.
    """
    form, kept = rounded(problem, function), Supports(problem)
    screen, done = Screen(form, corners=problem.corners), 0
    candidates = [_Candidates() for _ in range(problem.outputs)]
    for first, seconds, bounds in scan(screen, kept):
        progress(done, kept.count)
        if deadline.passed():
            return Unknown(f"{deadline.reason('the search for the worst error')}: {done} of {kept.count} supports")
        least = (bounds - 2 * screen.looseness(first, seconds)).max(axis=1).tolist()
        for output, candidate in enumerate(candidates):
            candidate.floor = max(candidate.floor, least[output])
            for place in np.flatnonzero(bounds[output] >= candidate.floor).tolist():
                candidate.add(int(bounds[output, place]), kept.support(first, seconds[place]))
        done += len(seconds)
    progress(done, kept.count)
    exact = WorstOn(problem, function)
    found = [
        _decided(exact, function, output, candidate, form.exponent, deadline)
        for output, candidate in enumerate(candidates)
    ]
    at_most = tuple(bound for _, bound in found)
    return ErrorCertificate(problem.digest, network, at_most, tuple(dict(worst.input) for worst, _ in found))


@final
@dataclass
class _Candidates:
    """Supports of one output that may hold its worst error, each with the bound on it; `floor` is surely reached."""

    floor: int = 0
    found: list[tuple[int, Support]] = field(default_factory=list)
    room: int = 1024

    def add(self, bound: int, support: Support) -> None:
        """One more; now and then those are dropped that are below the floor by now."""
        self.found.append((bound, support))
        if len(self.found) == self.room:
            self.found = self.ranked()
            self.room = max(1024, 2 * len(self.found))

    def ranked(self) -> list[tuple[int, Support]]:
        """Those that may hold the worst error, most promising first."""
        return sorted((pair for pair in self.found if pair[0] >= self.floor), key=lambda pair: (-pair[0], pair[1]))


def _decided(
    exact: WorstOn,
    function: ErrorFunction,
    output: int,
    candidates: _Candidates,
    exponent: int,
    deadline: Deadline,
) -> tuple[Worst, Fraction]:
    """The largest error that was found, and a bound on all."""
    ranked = candidates.ranked()
    if deadline.passed():  # The input that is 0 everywhere is always admissible.
        return Worst(abs(function.at(output, {})), ()), Fraction(ranked[0][0]) / Fraction(2) ** exponent
    most = exact.computed + MOST_EXACT
    best, open_bound = exact(output, ranked[0][1]), Fraction(0)
    for bound, support in ranked[1:]:
        open_bound = Fraction(bound) / Fraction(2) ** exponent
        if open_bound <= best.error or exact.computed >= most or deadline.passed():
            break
        worst = exact(output, support)
        best = worst if worst.error > best.error else best
        open_bound = Fraction(0)
    return best, max(best.error, open_bound)
