"""From a problem to a network, by the name of a construction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import final

import constructions
from constructions import Attempt, ConstructionError
from superproof.errors import NoNetworkError, UsageError
from verify import Network, Problem, TwoAnd
from verify.errors import shown
from verify.progress import Progress


@final
@dataclass(frozen=True)
class Request:
    """What the command line asks to be built; `neurons` None means auto."""

    construction: str
    neurons: int | None
    seed: int


@final
@dataclass(frozen=True)
class Built:
    """A network, and in words what a search tried before it was found."""

    network: Network
    tried: tuple[str, ...] = ()


Tell = Callable[[str], None]
Builder = Callable[[TwoAnd, int, int, Progress], Network]


def build_network(problem: Problem, request: Request, progress: Progress, tell: Tell) -> Built:
    """The network that the request asks for; `tell` is told each attempt of a search.

    Errors: UsageError for a problem the construction does not take, or a number of neurons that is missing, superfluous
    or too small; NoNetworkError when a search or a training found none.
    """
    name = request.construction
    if name == "naive" or (name == "auto" and not isinstance(problem, TwoAnd)):
        if request.neurons is not None:
            raise UsageError(f"--neurons must be auto for naive, which needs max(m, m'), not {request.neurons}")
        return Built(constructions.naive(problem))
    if not isinstance(problem, TwoAnd):
        raise UsageError(f"--construction {name} takes 2-AND problems, not one of kind {shown(problem.kind)}")
    if request.neurons is not None:
        return Built(_sized(problem, request, request.neurons, progress))
    if name != "auto":
        raise UsageError(f"--construction {name} needs --neurons N; only auto finds its own number")
    return _searched(problem, request.seed, progress, tell)


def _sized(problem: TwoAnd, request: Request, neurons: int, progress: Progress) -> Network:
    try:
        return BUILDERS.get(request.construction, _trained)(problem, neurons, request.seed, progress)
    except ConstructionError as error:
        if request.construction in CLOSED_FORMS:
            raise UsageError(f"--neurons: {error}") from error
        raise NoNetworkError(str(error)) from error


def _searched(problem: TwoAnd, seed: int, progress: Progress, tell: Tell) -> Built:
    def report(attempt: Attempt) -> None:
        tell(f"tried {attempt}")

    try:
        result = constructions.smallest_proved(problem, seed=seed, progress=progress, report=report)
    except ConstructionError as error:
        raise NoNetworkError(str(error)) from error
    return Built(result.network, tuple(map(str, result.tried)))


def _trained(problem: TwoAnd, neurons: int, seed: int, progress: Progress) -> Network:
    return constructions.optimised_channels(problem, neurons=neurons, seed=seed, progress=progress)


def _random_channels(problem: TwoAnd, neurons: int, seed: int, progress: Progress) -> Network:
    del progress  # A closed form: done at once.
    return constructions.random_channels(problem, neurons=neurons, seed=seed)


def _structured_channels(problem: TwoAnd, neurons: int, seed: int, progress: Progress) -> Network:
    del progress
    return constructions.structured_channels(problem, neurons=neurons, seed=seed)


CLOSED_FORMS = ("random-channels", "structured-channels")
"""Constructions that fail only when a rule is broken, never for want of luck."""
BUILDERS: Mapping[str, Builder] = {
    "random-channels": _random_channels,
    "structured-channels": _structured_channels,
    "optimised-channels": _trained,
}
"""Name on the command line -> how to build it with a given number of neurons."""
