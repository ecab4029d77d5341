"""From a problem to a network, by the name of a construction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

import constructions
from constructions import CONSTRUCTIONS, PERMUTATIONS, Attempt, ConstructionError, NotFoundError
from constructions.circuits import circuit_network
from constructions.permutation_search import readable_construction
from constructions.regimes import TWO_LAYERS, smallest_reencoded
from superproof.errors import NoNetworkError, UsageError
from verify import Circuit, Network, Permutation, Problem, TwoAnd
from verify.errors import shown
from verify.progress import Progress

CIRCUITS = "circuit-network"


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
    """A network, and what a search tried before it was found."""

    network: Network
    tried: tuple[Attempt, ...] = ()


Tell = Callable[[str], None]


def build_network(problem: Problem, request: Request, progress: Progress, tell: Tell) -> Built:
    """The network that the request asks for; `tell` is told each attempt of a search.

    Errors: UsageError for a request that breaks a rule of the construction, say with too few neurons; NoNetworkError
    when a search or a training found none.
    """
    try:
        return _built(problem, request, progress, tell)
    except NotFoundError as error:
        raise NoNetworkError(str(error)) from error
    except ConstructionError as error:
        raise UsageError(f"--construction {request.construction}: {error}") from error


def _built(problem: Problem, request: Request, progress: Progress, tell: Tell) -> Built:
    name, neurons = request.construction, request.neurons
    if isinstance(problem, Circuit):
        return Built(_compiled(problem, request, progress))
    if name == "naive":
        return Built(_naive(problem, neurons))
    if name == CIRCUITS:
        raise UsageError(f"--construction {name} takes circuits, not a problem of kind {shown(problem.kind)}")
    if isinstance(problem, Permutation):
        return _permuted(problem, request, progress, tell)
    if name in PERMUTATIONS:
        raise UsageError(f"--construction {name} takes permutations, not a problem of kind {shown(problem.kind)}")
    if not CONSTRUCTIONS[name].takes(problem):
        words = CONSTRUCTIONS[name].takes_words
        raise UsageError(f"--construction {name} takes {words}, not one of kind {shown(problem.kind)}")
    if neurons is not None:
        return Built(CONSTRUCTIONS[name](problem, neurons=neurons, seed=request.seed, progress=progress))

    def report(attempt: Attempt) -> None:
        tell(f"tried {attempt}")

    if isinstance(problem, TwoAnd) and name in TWO_LAYERS:
        reencoded = smallest_reencoded(problem, construction=name, seed=request.seed, report=report)
        return Built(reencoded.network, reencoded.tried)
    found = constructions.smallest_proved(
        problem, construction=name, seed=request.seed, progress=progress, report=report
    )
    return Built(found.network, tuple(found.tried))


def _permuted(problem: Permutation, request: Request, progress: Progress, tell: Tell) -> Built:
    """The network of a permutation: readable, in one layer, unless asked otherwise."""
    name = request.construction
    if name not in ("auto", *PERMUTATIONS):
        raise UsageError(f"--construction {name} takes 2-AND problems, not one of kind {shown(problem.kind)}")
    if request.neurons is not None:
        name = readable_construction(problem) if name == "auto" else name
        network = PERMUTATIONS[name](problem, neurons=request.neurons, seed=request.seed, progress=progress)
        return Built(network)

    def report(attempt: Attempt) -> None:
        tell(f"tried {attempt}")

    found = constructions.smallest_proved_permutation(
        problem, construction=name, seed=request.seed, progress=progress, report=report
    )
    return Built(found.network, found.tried)


def _compiled(problem: Circuit, request: Request, progress: Progress) -> Network:
    """The network of a circuit, with as few neurons a level as it is found to take unless asked otherwise."""
    if request.construction not in ("auto", CIRCUITS):
        raise UsageError(f"--construction {request.construction} takes no circuits: ask for {CIRCUITS}")
    return circuit_network(problem, neurons=request.neurons or "auto", progress=progress)


def _naive(problem: Problem, neurons: int | None) -> Network:
    """The naive network, which any problem has; `neurons` is how many it may take."""
    return CONSTRUCTIONS["naive"](problem, neurons="auto" if neurons is None else neurons)
