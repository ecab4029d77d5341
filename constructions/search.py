"""--neurons auto: the smallest network that is proved, and what was tried on the way."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil, log2, sqrt
from typing import final

from constructions.errors import ConstructionError
from constructions.naive import naive
from constructions.optimised_channels import NAME as OPTIMISED
from constructions.optimised_channels import STEPS, default_weight, neurons_at, optimised_channels
from constructions.structured_channels import NAME as STRUCTURED
from constructions.structured_channels import structured_channels
from verify import Certificate, Network, Proved, Refuted, TwoAnd, prove
from verify.progress import Progress, silent
from verify.provers import PROVERS

EFFORT = 25.0
"""Default allowance of predicted seconds for training."""
RUNGS = (1.6, 1.3, 1.1, 1.0, 0.95, 0.9, 0.86)
"""kappa at sparsity 2; twice that for each step of sparsity beyond."""
SEEDS = 2
GROWTH = 1.25


@final
@dataclass(frozen=True)
class Attempt:
    """One network that was tried: `outcome` is "proved", "none found", or the verdict against it in words."""

    construction: str
    neurons: int
    seed: int
    outcome: str
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.construction} with {self.neurons} neurons, seed {self.seed}: {self.outcome} ({self.seconds:.1f} s)"
        )


@final
@dataclass(frozen=True, eq=False)
class SearchResult:
    """The smallest network that was proved, its certificate, and every attempt in order."""

    network: Network
    certificate: Certificate
    tried: tuple[Attempt, ...]


Report = Callable[[Attempt], None]


def smallest_proved(
    problem: TwoAnd,
    *,
    seed: int = 0,
    effort: float = EFFORT,
    progress: Progress | None = None,
    report: Report | None = None,
) -> SearchResult:
    """Search."""
    search = _Search(problem, seed, effort, progress or silent, report)
    if problem.sparsity >= 2 and search.predicted(neurons_at(problem, _rungs(problem)[0])) / 5 <= effort:
        search.descend()
    elif problem.sparsity >= 2:
        search.grow_structured()
    if search.best is None:
        search.attempt("naive", search.most, 0)
    if search.best is None:
        raise ConstructionError("no network was proved: " + "; ".join(map(str, search.tried)))
    return SearchResult(*search.best, tuple(search.tried))


class _Search:
    def __init__(self, problem: TwoAnd, seed: int, effort: float, progress: Progress, report: Report | None) -> None:
        self.problem, self._seed, self._left = problem, seed, effort
        self._progress, self._report = progress, report
        self._prover = "branch" if "branch" in PROVERS else "enumerate"
        self.most = max(problem.inputs, problem.outputs)
        self.best: tuple[Network, Certificate] | None = None
        self.tried: list[Attempt] = []

    def descend(self) -> None:
        rungs = [n for n in (neurons_at(self.problem, kappa) for kappa in _rungs(self.problem)) if n < self.most]
        if self.predicted(rungs[0] if rungs else self.most) > 10:
            rungs = rungs[1:]
        n, failed = rungs[0] if rungs else self.most - 1, 0
        while n > failed and self._affordable(n):
            if self._any_seed(OPTIMISED, n):
                good = n
                below = [rung for rung in rungs if failed < rung < good]
                n = below[0] if below else (failed + good) // 2
            else:
                failed = n
                if self.best is None:
                    if n == self.most - 1:
                        return
                    n = min(self.most - 1, ceil(n * GROWTH))
                else:
                    n = (failed + good) // 2
            if self.best is not None and good - failed <= max(1, good // 64):
                return

    def grow_structured(self) -> None:
        m = self.problem.outputs
        n = ceil(1.3 * sqrt(m) * log2(m))
        while n < self.most and not self._any_seed(STRUCTURED, n):
            n = ceil(n * 1.06)

    def _any_seed(self, name: str, n: int) -> bool:
        return any(self.attempt(name, n, self._seed + k) for k in range(SEEDS) if k == 0 or self._affordable(n))

    def _affordable(self, n: int) -> bool:
        return self.predicted(n) / 3 <= self._left

    def predicted(self, n: int) -> float:
        p = self.problem
        w = default_weight(p.outputs, n)
        m, mp = p.inputs, p.outputs
        work = 1e-6 * w * mp + 1e-9 * w * m * mp
        return STEPS * (6 ** (p.sparsity - 2) * work + 1e-10 * n * min(n, m) * m)

    def attempt(self, name: str, n: int, seed: int) -> bool:
        started = time.perf_counter()
        steps = 0

        def progress(done: int, total: int) -> None:
            nonlocal steps
            steps = done
            self._progress(done, total)

        outcome = "none found"
        try:
            if name == OPTIMISED:
                network = optimised_channels(self.problem, neurons=n, seed=seed, progress=progress)
            elif name == STRUCTURED:
                network = structured_channels(self.problem, neurons=n, seed=seed)
            else:
                network = naive(self.problem)
        except ConstructionError:
            network = None
        self._left -= self.predicted(n) * steps / STEPS
        if network is not None:
            verdict = prove(self.problem, network, prover=self._prover)
            if isinstance(verdict, Proved):
                outcome = "proved"
                self.best = network, verdict.certificate
            else:
                outcome = "refuted" if isinstance(verdict, Refuted) else f"unknown: {verdict.reason}"
        self.tried.append(Attempt(name, n, seed, outcome, time.perf_counter() - started))
        if self._report is not None:
            self._report(self.tried[-1])
        return outcome == "proved"


def _rungs(problem: TwoAnd) -> list[float]:
    return [kappa * 2 ** (problem.sparsity - 2) for kappa in RUNGS]
