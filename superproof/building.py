"""From a problem to a network, by the name of a construction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import final

import constructions
from superproof.errors import UsageError
from verify import Network, Problem, TwoAnd
from verify.errors import shown
from verify.progress import Progress


@final
@dataclass(frozen=True)
class Request:
    """What the command line asks to be built; `neurons` is a number or "auto"."""

    construction: str
    neurons: int | str
    seed: int


Builder = Callable[[TwoAnd, Request, Progress], Network]


def build_network(problem: Problem, request: Request, progress: Progress) -> Network:
    """The network that the request asks for; the construction's name is part of the network's document.

    Errors: UsageError for an unknown name, a problem the construction does not take, or a missing number of neurons;
    constructions.ConstructionError when the request breaks one of the construction's rules.
    """
    name = request.construction
    if name not in CONSTRUCTIONS:
        raise UsageError(f"--construction must be one of {', '.join(CONSTRUCTIONS)}, not {shown(name)}")
    if name == "naive" or (name == "auto" and not isinstance(problem, TwoAnd)):
        if request.neurons != "auto":
            raise UsageError(
                f"--neurons must be auto for the construction naive, which decides it, not {request.neurons}"
            )
        return constructions.naive(problem)
    if not isinstance(problem, TwoAnd):
        raise UsageError(f"--construction {name} takes 2-AND problems, not one of kind {shown(problem.kind)}")
    return CONSTRUCTIONS[name](problem, request, progress)


def _neurons(request: Request) -> int:
    if isinstance(request.neurons, str):
        raise UsageError(f"--construction {request.construction} needs --neurons N; only auto finds its own number")
    return request.neurons


def _auto(problem: TwoAnd, request: Request, progress: Progress) -> Network:
    return constructions.two_and_network(problem, neurons=request.neurons, seed=request.seed, progress=progress)


def _random_channels(problem: TwoAnd, request: Request, progress: Progress) -> Network:
    del progress  # Closed form: done at once.
    return constructions.random_channels(problem, neurons=_neurons(request), seed=request.seed)


def _structured_channels(problem: TwoAnd, request: Request, progress: Progress) -> Network:
    del progress
    return constructions.structured_channels(problem, neurons=_neurons(request), seed=request.seed)


def _naive(problem: TwoAnd, request: Request, progress: Progress) -> Network:
    del request, progress
    return constructions.naive(problem)


CONSTRUCTIONS: Mapping[str, Builder] = {
    "auto": _auto,
    "naive": _naive,
    "random-channels": _random_channels,
    "structured-channels": _structured_channels,
}
"""Name on the command line -> how to build it."""
