"""Networks tried one after the other: built, proved, written down, and charged to an allowance of predicted work."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import final

from constructions.errors import ConstructionError
from constructions.naive import naive
from constructions.optimised_channels import STEPS, default_weight, optimised_channels
from constructions.random_channels import random_channels
from constructions.structured_channels import structured_channels
from constructions.union_channels import union_channels
from verify import Certificate, Found, Network, Problem, Refuted, find_proof
from verify.progress import Progress

OPTIMISED, STRUCTURED, RANDOM, NAIVE = "optimised-channels", "structured-channels", "random-channels", "naive"
PARTITIONED, UNION = "partitioned-channels", "union-channels"
Build = Callable[[], Network]


@final
@dataclass(frozen=True)
class Attempt:
    """One network that was tried: `outcome` is "proved", "refuted", "no exact network" or "unknown: " and the reason.

    `neurons` are those of the network, or those asked for where none was built.

    >>> print(Attempt("optimised-channels", 57, 1, "proved", 0.7512))
    optimised-channels, 57 neurons, seed 1: proved (0.8 s)
    """

    construction: str
    neurons: int
    seed: int
    outcome: str
    seconds: float

    def __str__(self) -> str:
        what = f"{self.construction}, {self.neurons} neurons, seed {self.seed}"
        return f"{what}: {self.outcome} ({self.seconds:.1f} s)"


Report = Callable[[Attempt], None]


@final
@dataclass(frozen=True, eq=False)
class SearchResult:
    """The smallest network that was proved, its certificate, and every attempt in order.

    The seed in the network's codes was chosen among at most len(tried), which carries lg len(tried) bits.
    """

    network: Network
    certificate: Certificate
    tried: tuple[Attempt, ...]


@final
class Attempts:
    """The attempts on one problem, the smallest network proved so far, and what is left of the allowance.

    Work is predicted from sizes and from the steps that training took, never from the clock: a machine that is busy
    finds the same network.
    """

    def __init__(self, problem: Problem, effort: float, progress: Progress, report: Report | None) -> None:
        self.problem, self._left = problem, effort
        self._progress, self._report = progress, report
        self.best: tuple[Network, Certificate] | None = None
        self.tried: list[Attempt] = []

    def proved(self, construction: str, neurons: int, seed: int, build: Build | None = None) -> bool:
        """Build one network and prove it; whether that succeeded.

        `build` builds it where the name does not say how; one layer is proved by branching, unions by a contract, other
        networks by enumeration.
        """
        started = time.perf_counter()
        network = self._built(build or partial(self._named, construction, neurons, seed))
        outcome = "no exact network" if network is None else self._judged(network, construction)
        built = neurons if network is None else network.neurons
        self.tried.append(Attempt(construction, built, seed, outcome, time.perf_counter() - started))
        if self._report is not None:
            self._report(self.tried[-1])
        return outcome == "proved"

    def affordable(self, neurons: int) -> bool:
        """Whether training with so many neurons may well end within what is left of the allowance."""
        return 0.4 * predicted_seconds(self.problem, neurons) <= self._left

    def _built(self, build: Build) -> Network | None:
        try:
            return build()
        except ConstructionError:
            return None

    def _named(self, construction: str, neurons: int, seed: int) -> Network:
        if construction == NAIVE:
            return naive(self.problem)
        if construction == OPTIMISED:
            return self._trained(neurons, seed)
        if construction == UNION:
            return union_channels(self.problem, neurons=neurons, seed=seed, progress=self._progress)
        if construction == RANDOM and self.problem.is_two_and:
            return random_channels(self.problem, neurons=neurons, seed=seed)
        return structured_channels(self.problem, neurons=neurons, seed=seed)

    def _trained(self, neurons: int, seed: int) -> Network:
        def charge(done: int, total: int) -> None:
            if done > 0:
                self._left -= predicted_seconds(self.problem, neurons) / STEPS
            self._progress(done, total)

        return optimised_channels(self.problem, neurons=neurons, seed=seed, progress=charge)

    def _judged(self, network: Network, construction: str) -> str:
        several = "contracts" if construction == UNION else "enumerate"
        verdict = find_proof(self.problem, network, prover="branch" if len(network.layers) == 1 else several)
        if isinstance(verdict, Found):
            if self.best is None or network.neurons <= self.best[0].neurons:
                self.best = network, verdict.certificate
            return "proved"
        return "refuted" if isinstance(verdict, Refuted) else f"unknown: {verdict.reason}"


def predicted_seconds(problem: Problem, neurons: int) -> float:
    """What a full training takes on two cores of the 2020s, roughly: a unit of work that depends on sizes alone.

    >>> from verify import TwoAnd
    >>> round(predicted_seconds(TwoAnd.random_regular(1024, 2, sparsity=2, seed=0), 132), 1)
    6.0
    """
    m = problem.inputs
    w = default_weight(problem, neurons)
    cases = sum(len(group.outputs) * _cases(group.kind, group.inputs.shape[1]) for group in problem.gate_groups())
    hard_sets = 5.0 ** (problem.sparsity - 2) * (1.5e-6 + 0.6e-9 * m) * w * cases / 2
    products = 1e-10 * neurons * min(neurons, m) * m
    return STEPS * (1e-3 + hard_sets + products)


def _cases(kind: str, fan_in: int) -> int:
    """The cases in which mining looks for hard sets of one gate, of either side."""
    return {"or": fan_in + 1, "xor": 4, "andnot": 3}.get(kind, 2)
