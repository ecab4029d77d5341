"""Find the worst errors of a network on real features, over all supports of at most two features."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import final

from verify.progress import Deadline, Progress
from verify.reals.certificate import ErrorCertificate
from verify.reals.error_function import ErrorFunction
from verify.reals.exact import Worst, worst_on
from verify.reals.problem import RealProblem
from verify.reals.rounded import rounded
from verify.reals.screen import Screen
from verify.reals.supports import Support, count_supports, supports
from verify.statement.unknown import Unknown

MOST_EXACT = 24
"""Supports of one output that are searched exactly; where more come close to the worst, its error is a bracket."""


def find_worst_errors(
    problem: RealProblem, function: ErrorFunction, network: str, deadline: Deadline, progress: Progress
) -> ErrorCertificate | Unknown:
    """How large the error of every output can be: exact, or a bracket where many supports come close to the worst.

    `network` is the digest that the certificate names. Unknown at the deadline before all supports are bounded; when it
    passes later, brackets. O(supports * units^2 * (units + outputs)) operations; O(outputs * (units + features))
    memory. Errors: ValueError for a sparsity above 2. Source: ours.
    """
    if problem.sparsity > 2:
        raise ValueError(f"worst errors are found for at most two active features, not {problem.sparsity}")
    form, total = rounded(problem, function), count_supports(problem)
    screen, candidates = Screen(form), [_Candidates() for _ in range(problem.outputs)]
    progress(0, total)
    for done, support in enumerate(supports(problem), start=1):
        bounds = screen.bounds(support, corners=problem.corners)
        for candidate, bound, loose in zip(
            candidates, bounds.tolist(), screen.looseness(support).tolist(), strict=True
        ):
            candidate.look(support, bound, bound - 2 * loose)
        if done % 64 == 0 or done == total:
            progress(done, total)
            if done < total and deadline.passed():
                return Unknown(f"{deadline.reason('the search for the worst error')}: {done} of {total} supports")
    found = [
        _decided(problem, function, output, candidate, form.exponent, deadline)
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

    def look(self, support: Support, bound: int, least: int) -> None:
        """Keep a support on which the error is from `least` to `bound`, unless it is surely below the floor."""
        if bound >= self.floor:
            self.floor = max(self.floor, least)
            self.found.append((bound, support))
            if len(self.found) > 1024 and len(self.found) & (len(self.found) - 1) == 0:
                self.found = self.ranked()

    def ranked(self) -> list[tuple[int, Support]]:
        """Those that may hold the worst error, most promising first."""
        return sorted((pair for pair in self.found if pair[0] >= self.floor), key=lambda pair: (-pair[0], pair[1]))


def _decided(
    problem: RealProblem,
    function: ErrorFunction,
    output: int,
    candidates: _Candidates,
    exponent: int,
    deadline: Deadline,
) -> tuple[Worst, Fraction]:
    """The largest error that was found, and a bound on all."""
    ranked = candidates.ranked()
    best, open_bound = worst_on(problem, function, output, ranked[0][1]), Fraction(0)
    for number, (bound, support) in enumerate(ranked[1:], start=1):
        open_bound = Fraction(bound) / Fraction(2) ** exponent
        if open_bound <= best.error or number == MOST_EXACT or deadline.passed():
            break
        worst = worst_on(problem, function, output, support)
        best = worst if worst.error > best.error else best
        open_bound = Fraction(0)
    return best, max(best.error, open_bound)
