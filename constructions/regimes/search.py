"""The smallest n at which a construction with two layers is proved, among those tried."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from math import ceil, log2, sqrt
from types import MappingProxyType

from constructions.attempts import PARTITIONED, Attempt, Report, SearchResult
from constructions.errors import ConstructionError, NotFoundError
from constructions.regimes.filled import POINTS, all_hubs
from constructions.regimes.partitioned_channels import (
    dedicated_channels,
    input_channels,
    mixed_channels,
    output_channels,
    partitioned_channels,
)
from constructions.regimes.two_layers import Design
from verify import Certificate, Found, Network, Problem, Refuted, find_proof
from verify.codes.base import require_seed

START = 1.2
"""Where the search begins: n = START sqrt(m') lg m'."""
GROWTH = 1.25
CLOSE = 16
"""The search ends when the largest n that failed and the smallest that was proved are a 16th apart."""
CHANNELS = (0, 2)
"""What is added to the default channel length, in the order tried at every n, where nothing is fitted."""

TIGHT = (10, 6)
"""Channel lengths in the order tried at every n, where the second layer is fitted."""
TwoLayers = Callable[..., Network]
TWO_LAYERS: Mapping[str, TwoLayers] = MappingProxyType(
    {
        "output-channels": output_channels,
        "mixed-channels": mixed_channels,
        "input-channels": input_channels,
        "dedicated-channels": dedicated_channels,
        PARTITIONED: partitioned_channels,
    }
)
"""Name -> construction with a re-encoding layer."""


def smallest_reencoded(
    problem: Problem,
    *,
    construction: str = PARTITIONED,
    seed: int = 0,
    most: int | None = None,
    report: Report | None = None,
) -> SearchResult:
    """Up from n = 1.2 sqrt(m') lg m' by a quarter until a network is proved, then halving the gap to what failed.

    Two channel lengths are tried at every n; for partitioned channels two of `Design.tight` and the default, and before
    them, on graphs that are all hubs, the one that fills the layer (`filled_channels`).
    Guarantee: the network is proved by enumeration; n, below `most` (default: one more than the naive network has, for
    which partitioned channels are right by construction), is the smallest of those tried, not the smallest there is.
    `report` is called after every attempt.
    Errors: NotFoundError when nothing was proved; ValueError for another construction. Source: ours.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd.random_regular(64, 2, sparsity=2, seed=0)
    >>> smallest_reencoded(problem, construction="output-channels", most=200).network.neurons <= 130
    True
    """
    if construction not in TWO_LAYERS:
        raise ValueError(f"construction must be one of {', '.join(TWO_LAYERS)}, not {construction!r}")
    require_seed(seed)
    limit = most = max(problem.inputs, problem.outputs) + 1 if most is None else most
    tried: list[Attempt] = []
    found: tuple[Network, Certificate] | None = None
    failed, n = 0, min(limit - 1, ceil(START * sqrt(problem.outputs) * log2(max(2, problem.outputs))))
    while failed < n < limit:
        better = _attempts(problem, construction, n, seed, tried, report)
        if better is None:
            failed = n
        else:
            found, limit = better, n
        if found is None:
            n = min(limit - 1, ceil(GROWTH * n))
        elif limit - failed <= limit // CLOSE:
            break
        else:
            n = (max(failed, int(limit / GROWTH)) + limit) // 2 if failed else int(limit / GROWTH)
    if found is not None:
        return SearchResult(*found, tuple(tried))
    raise NotFoundError(
        f"no network of {construction} with fewer than {most} neurons was proved among {len(tried)} tried"
    )


def _attempts(
    problem: Problem, name: str, neurons: int, seed: int, tried: list[Attempt], report: Report | None
) -> tuple[Network, Certificate] | None:
    """The first network with so many neurons that is proved, over the designs."""
    start = Design.of(problem.outputs)
    designs = [replace(start, channel=start.channel + change) for change in CHANNELS]
    if name == PARTITIONED:
        filling = (max(1, neurons // POINTS),) if all_hubs(problem) else ()
        designs = [*(Design.tight(problem.sparsity, channel) for channel in (*filling, *TIGHT)), start]
    for design in designs:
        build = partial(TWO_LAYERS[name], problem, neurons=neurons, seed=seed, design=design)
        found = _attempt(problem, name, neurons, seed, build, tried)
        if report is not None:
            report(tried[-1])
        if found is not None:
            return found
    return None


def _attempt(
    problem: Problem, name: str, neurons: int, seed: int, build: Callable[[], Network], tried: list[Attempt]
) -> tuple[Network, Certificate] | None:
    """Build and prove one network, and write the attempt down."""
    started, found = time.perf_counter(), None
    try:
        network = build()
    except ConstructionError as error:
        outcome = str(error)
    else:
        verdict = find_proof(problem, network, prover="enumerate")
        outcome = "refuted"
        if isinstance(verdict, Found):
            outcome, found = "proved", (network, verdict.certificate)
        elif not isinstance(verdict, Refuted):
            outcome = f"unknown: {verdict.reason}"
    tried.append(Attempt(name, neurons, seed, outcome, time.perf_counter() - started))
    return found
