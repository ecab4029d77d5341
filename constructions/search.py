"""--neurons auto: the smallest network that is proved, and what was tried on the way."""

from math import ceil, log2, sqrt

import numpy as np

from constructions.attempts import (
    NAIVE,
    OPTIMISED,
    PARTITIONED,
    RANDOM,
    STRUCTURED,
    UNION,
    Attempts,
    Report,
    SearchResult,
    predicted_seconds,
)
from constructions.errors import ConstructionError, NotFoundError
from constructions.gate_channels import light_influence, require_active_ands, widest_and
from constructions.naive import naive_neurons
from constructions.optimised_channels import NAME as OPTIMISED_NAME
from constructions.optimised_channels import neurons_at
from constructions.structured_channels import channel_weight
from constructions.two_layer_search import first_neurons, search_two_layers
from constructions.union_channels import require_threshold_gates
from constructions.union_words import next_readable
from verify import Problem
from verify.codes.base import MAX_SEED, require_seed
from verify.progress import Progress, silent

EFFORT = 25.0
"""The default allowance, in predicted seconds of training on two cores."""
RUNGS = (1.6, 1.3, 1.1, 1.0, 0.95, 0.9, 0.86)
"""n / sqrt(lg|F|) at sparsity 2, from what always succeeded to what rarely does; doubled for every sparsity beyond."""
DIFFICULTY = {"and": 1.0, "copy": 2.0, "andnot": 1.3, "or": 1.6, "xor": 2.1}
"""How many times the neurons of 2-AND a problem of one kind of gate takes, at m' = 256 and influence 2 (measured)."""
SUCCESSFUL_SHARE = 0.2
"""Training at the first rung ends after about this share of its steps."""
SEEDS = 3
CLIMB = 1.2
GROWTH = 1.06
"""Factors between neighbouring n on the way up, with trained weights and in closed form."""
AUTO = "auto"
SEARCHED = (AUTO, OPTIMISED, STRUCTURED, RANDOM, UNION, NAIVE)


def smallest_proved(
    problem: Problem,
    *,
    construction: str = AUTO,
    seed: int = 0,
    effort: float = EFFORT,
    progress: Progress | None = None,
    report: Report | None = None,
) -> SearchResult:
    """Search for a small n whose network is proved; `construction` is one of `SEARCHED`.

    "optimised-channels" goes down the `RUNGS`, n = kappa sqrt(lg|F|), with up to three seeds each, then bisects between
    the largest n that failed and the smallest that was proved, until they are a 64th apart or the allowance `effort`
    (predicted seconds of training on two cores) is used up. Where the first rung fails it climbs instead.
    "structured-channels" and "random-channels" grow from n = 1.3 sqrt(m') lg m' by 6 percent, "union-channels" from
    2.2 sqrt(m' lg m') on. "auto" takes the first
    where one success fits the allowance (m' up to about 4096 at sparsity 2), then the second, then one neuron a gate.
    On graphs that are all hubs, at sparsity 2, "auto" tries two fitted layers (`search_two_layers`, an allowance
    `effort` of their own) where training failed up to n = 6.5 sqrt(m') or does not fit the allowance: the
    complete graphs on 64 and 100 nodes take fewer neurons so. The attempts say "partitioned-channels".

    Guarantee: the network is proved by `verify.prove`, one layer by branching, two by enumeration or contracts; n is
    the smallest of those proved, not the smallest there is: success is not monotone in n. Deterministic in `seed` on
    one machine. `progress` follows each training from its first step, `report` is called after every attempt.
    Errors: NotFoundError when nothing was proved; ConstructionError for trained networks of an AND wider than the
    sparsity, random channels of other gates than 2-AND, and union channels of xor; ValueError for another construction.
    Source: ours.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(inputs=5, sparsity=2, pairs=((0, 1), (1, 2), (2, 3), (3, 4)))
    >>> result = smallest_proved(problem, construction="naive")
    >>> result.network.neurons, [attempt.outcome for attempt in result.tried]
    (5, ['proved'])
    """
    if construction not in SEARCHED:
        raise ValueError(f"construction must be one of {', '.join(SEARCHED)}, not {construction!r}")
    require_seed(seed)
    if construction == RANDOM and not problem.is_two_and:
        raise ConstructionError("random_channels takes 2-AND problems, not other gates: structured_channels takes all")
    if construction == OPTIMISED:
        require_active_ands(OPTIMISED_NAME, problem)
    if construction == UNION:
        require_threshold_gates(problem)
    attempts = Attempts(problem, effort, progress or silent, report)
    for name in _candidates(problem, effort) if construction == AUTO else (construction,):
        if name == NAIVE:
            attempts.proved(NAIVE, naive_neurons(problem), seed)
        elif name == OPTIMISED:
            _descend(attempts, seed, effort if construction == AUTO else 0.0)
        elif name == PARTITIONED:
            search_two_layers(attempts, seed, effort)
        elif name == UNION:
            _grow_unions(attempts, seed)
        else:
            _grow(attempts, name, seed)
        if attempts.best is not None:
            network, certificate = attempts.best
            return SearchResult(network, certificate, tuple(attempts.tried))
    tried = "; ".join(map(str, attempts.tried)) or f"{construction} needs more, and none was tried"
    most = naive_neurons(problem)
    raise NotFoundError(f"no network with fewer neurons than one a gate ({most}) was proved: {tried}{_hubs(problem)}")


def _hubs(problem: Problem) -> str:
    """Where a feature has more influence than output channels bear, that may be why: a rule of thumb."""
    uses = np.bincount(np.concatenate([group.inputs.ravel() for group in problem.gate_groups()]))
    most, q, outputs = int(uses.max()), max(2, widest_and(problem)), problem.outputs
    bearable = light_influence(naive_neurons(problem), channel_weight(outputs), q)
    if most <= bearable:
        return ""
    return f" (perhaps because one feature has influence {most}, where output channels bear about {bearable:.0f})"


def _candidates(problem: Problem, effort: float) -> tuple[str, ...]:
    if problem.sparsity < widest_and(problem):
        return (NAIVE,)
    first = predicted_seconds(problem, _rungs(problem)[0])
    trained = OPTIMISED if SUCCESSFUL_SHARE * first <= effort else PARTITIONED
    return trained, STRUCTURED, NAIVE


def _rungs(problem: Problem) -> list[int]:
    shares = [(len(group.outputs), DIFFICULTY[group.kind]) for group in problem.gate_groups()]
    mean = sum(outputs * difficulty for outputs, difficulty in shares) / problem.outputs
    return [neurons_at(problem, kappa * mean * 2.0 ** (problem.sparsity - 2)) for kappa in RUNGS]


def _descend(attempts: Attempts, seed: int, beside: float) -> None:
    """Trained networks: `failed` < `good` close in on each other; `good` is one neuron a gate until one is proved.

    On the way up, `beside` is the allowance of two fitted layers, which are tried once, before training with more
    neurons than they begin with; what they prove ends the way up.
    """
    problem = attempts.problem
    two_layers = first_neurons(problem) if beside else None
    failed, good, rungs = 0, naive_neurons(problem), _rungs(problem)
    n = min(rungs[0], good - 1)
    while failed < n < good and good - failed > max(1, good // 64):
        if attempts.best is not None and not attempts.affordable(n):
            return
        if attempts.best is None and two_layers is not None and two_layers < n:
            two_layers = None
            if search_two_layers(attempts, seed, beside):
                return
        if _any_seed(attempts, OPTIMISED, n, seed):
            good = n
        else:
            failed = n
        n = _next(n, failed, good, rungs, climbing=attempts.best is None)


def _next(n: int, failed: int, good: int, rungs: list[int], *, climbing: bool) -> int:
    """The n to try next, between `failed` and `good`."""
    if climbing:
        return min(ceil(n * CLIMB), good - 1)
    return next((rung for rung in rungs if failed < rung < good), (failed + good) // 2)


def _grow(attempts: Attempts, construction: str, seed: int) -> None:
    """Closed forms: up from where they begin to succeed at sparsity 2, until one is proved."""
    outputs = attempts.problem.outputs
    n = max(2.0, 1.3 * sqrt(outputs) * log2(max(2, outputs)))
    while n < naive_neurons(attempts.problem) and not _any_seed(attempts, construction, ceil(n), seed):
        n = max(n + 1, n * GROWTH)


def _grow_unions(attempts: Attempts, seed: int) -> None:
    """Exact unions: up from where they begin to exist for light inputs, where words can be read."""
    problem = attempts.problem
    n = 2.2 * sqrt(problem.outputs * log2(max(2, problem.outputs)))
    while (readable := next_readable(problem, ceil(n))) < naive_neurons(problem):
        if attempts.proved(UNION, readable, seed):
            return
        n = max(n + 1, readable * GROWTH)


def _any_seed(attempts: Attempts, construction: str, neurons: int, seed: int) -> bool:
    for k in range(SEEDS):
        if k and construction == OPTIMISED and not attempts.affordable(neurons):
            return False
        if attempts.proved(construction, neurons, (seed + k) % (MAX_SEED + 1)):
            return True
    return False
