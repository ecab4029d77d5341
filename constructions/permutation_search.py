"""--neurons auto for permutations: up from where networks are expected to exist, until one is proved."""

import time
from collections.abc import Callable, Iterator, Mapping
from math import ceil
from types import MappingProxyType

from constructions.attempts import NAIVE, Attempt, Report, SearchResult
from constructions.errors import NotFoundError
from constructions.matched_permutation import matched_neurons, matched_permutation
from constructions.naive import naive
from constructions.neural_permutation import LARGEST, expected_neurons, neural_permutation
from constructions.reencoded_permutation import expected_reencoded_neurons, reencoded_permutation
from verify import Certificate, Found, Network, Problem, Refuted, find_proof
from verify.codes.base import require_seed
from verify.progress import Progress

NEURAL, MATCHED, REENCODED = "neural-permutation", "matched-permutation", "reencoded-permutation"
AUTO = "auto"
RUNGS = (1.06, 1.1, 1.15, 1.25, 1.4, 1.6)
"""n over the expected least n, from what usually succeeds on."""
GROWTH = 1.06
"""Factor between neighbouring n in closed form."""
PERMUTATIONS: Mapping[str, Callable[..., Network]] = MappingProxyType(
    {NEURAL: neural_permutation, MATCHED: matched_permutation, REENCODED: reencoded_permutation}
)
"""Name -> construction of permutations, called with a problem and the keywords `neurons`, `seed` and `progress`."""


def smallest_proved_permutation(
    problem: Problem,
    *,
    construction: str = AUTO,
    seed: int = 0,
    progress: Progress | None = None,
    report: Report | None = None,
) -> SearchResult:
    """The first network that is proved on a ladder of n; one neuron a feature if that needs no more.

    `construction` is "neural-permutation" or "matched-permutation" (readable, one layer), "reencoded-permutation" (two
    layers), "naive", or "auto": the first up to 4096 features, the second beyond.
    Guarantee: the network is proved by `verify.prove`; n is the smallest of those tried, not the smallest there is.
    `report` is called after every attempt. Errors: ConstructionError for a re-encoded permutation of more than 4096
    features, ValueError for another construction. Source: ours.

    >>> from verify import Permutation
    >>> smallest_proved_permutation(Permutation.random(64, sparsity=2, seed=0)).network.widths
    (38, 38)
    """
    construction = readable_construction(problem) if construction == AUTO else construction
    if construction not in (*PERMUTATIONS, NAIVE):
        names = ", ".join((AUTO, *PERMUTATIONS, NAIVE))
        raise ValueError(f"construction must be one of {names}, not {construction!r}")
    require_seed(seed)
    tried: list[Attempt] = []
    for name, neurons in (*((construction, n) for n in _ladder(problem, construction)), (NAIVE, problem.inputs)):
        started = time.perf_counter()
        network, certificate, outcome = _attempt(problem, name, neurons, seed, progress)
        tried.append(Attempt(name, neurons, seed, outcome, time.perf_counter() - started))
        if report is not None:
            report(tried[-1])
        if network is not None and certificate is not None:
            return SearchResult(network, certificate, tuple(tried))
    raise NotFoundError(f"no network was proved: {'; '.join(map(str, tried))}")


def readable_construction(problem: Problem) -> str:
    """What "auto" stands for.

    >>> from verify import Permutation
    >>> readable_construction(Permutation.random(64, sparsity=2, seed=0))
    'neural-permutation'
    """
    return NEURAL if problem.inputs <= LARGEST else MATCHED


def _attempt(
    problem: Problem, name: str, neurons: int, seed: int, progress: Progress | None
) -> tuple[Network | None, Certificate | None, str]:
    try:
        built = (
            naive(problem)
            if name == NAIVE
            else PERMUTATIONS[name](problem, neurons=neurons, seed=seed, progress=progress)
        )
    except NotFoundError:
        return None, None, "no exact network"
    verdict = find_proof(problem, built)
    if isinstance(verdict, Found):
        return built, verdict.certificate, "proved"
    return None, None, "refuted" if isinstance(verdict, Refuted) else f"unknown: {verdict.reason}"


def _ladder(problem: Problem, construction: str) -> Iterator[int]:
    """The n to try below one neuron a feature, ascending."""
    m, last = problem.inputs, 0
    for n in _rungs(problem, construction):
        if last < n < m:
            yield n
        last = max(last, n)
        if n >= m:
            return


def _rungs(problem: Problem, construction: str) -> Iterator[int]:
    if construction == MATCHED:
        n = matched_neurons(problem)
        while n < problem.inputs:
            yield n
            n = ceil(n * GROWTH)
    elif construction != NAIVE:
        expected = expected_neurons if construction == NEURAL else expected_reencoded_neurons
        yield from (ceil(rung * expected(problem)) for rung in RUNGS)
