"""From a problem to a network, by the name of a construction."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import final

import constructions
from constructions import CONSTRUCTIONS, PERMUTATIONS, Attempt, ConstructionError, NotFoundError
from constructions.attempts import PARTITIONED
from constructions.circuits import circuit_network, without_xor
from constructions.permutation_search import readable_construction
from constructions.regimes import TWO_LAYERS, Design, Thresholds, smallest_reencoded
from superproof.errors import NoNetworkError, UsageError
from superproof.request import Request
from verify import Network, Problem
from verify.errors import shown
from verify.progress import Progress

CIRCUITS = "circuit-network"


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
    _require_split(request)
    if problem.is_circuit:
        return Built(_compiled(problem, request, progress, tell))
    if name == "naive":
        return Built(_naive(problem, neurons))
    if name == CIRCUITS:
        raise UsageError(f"--construction {name} takes circuits, not a problem of kind {shown(problem.form)}")
    if problem.is_permutation:
        return _permuted(problem, request, progress, tell)
    if name in PERMUTATIONS:
        raise UsageError(f"--construction {name} takes permutations, not a problem of kind {shown(problem.form)}")
    if not CONSTRUCTIONS[name].takes(problem):
        words = CONSTRUCTIONS[name].takes_words
        raise UsageError(f"--construction {name} takes {words}, not one of kind {shown(problem.form)}")
    if problem.is_two_and and neurons is not None and request.split.options:
        return Built(_in_regimes(problem, name, neurons, request))
    if neurons is not None:
        return Built(CONSTRUCTIONS[name](problem, neurons=neurons, seed=request.seed, progress=progress))

    def report(attempt: Attempt) -> None:
        tell(f"tried {attempt}")

    if problem.is_two_and and name in TWO_LAYERS:
        reencoded = smallest_reencoded(problem, construction=name, seed=request.seed, report=report)
        return Built(reencoded.network, reencoded.tried)
    found = constructions.smallest_proved(
        problem, construction=name, seed=request.seed, progress=progress, report=report
    )
    return Built(found.network, tuple(found.tried))


def _require_split(request: Request) -> None:
    """UsageError where options of the split go with no such construction, or with a search, which chooses itself."""
    name, options = request.construction, request.split.options
    for option in options:
        takers = (PARTITIONED,) if option in ("--light", "--heavy") else tuple(TWO_LAYERS)
        if name not in takers:
            raise UsageError(f"{option} goes with --construction {' or '.join(takers)}, not with {name}")
    if options and request.neurons is None:
        raise UsageError(f"{options[0]} needs --neurons N, a number, because a search chooses such numbers itself")


def _in_regimes(problem: Problem, name: str, neurons: int, request: Request) -> Network:
    """The network of a construction in regimes with the numbers that the request gives."""
    asked, defaults = request.split, Thresholds.of(problem.outputs)
    thresholds: dict[str, int] = {}
    if asked.word_weight is not None and asked.word_weight > neurons:
        raise UsageError(f"--word-weight must be at most --neurons, {neurons}, not {asked.word_weight}")
    try:
        design = Design.of(problem.outputs)
        design = replace(
            design,
            channel=design.channel if asked.channel is None else asked.channel,
            weight=design.weight if asked.word_weight is None else asked.word_weight,
        )
        if name == PARTITIONED:
            light = defaults.light if asked.light is None else asked.light
            heavy = defaults.heavy if asked.heavy is None else asked.heavy
            thresholds = {"light": Thresholds(light, heavy).light, "heavy": heavy}
    except ValueError as error:
        raise UsageError(f"--construction {name} with {' '.join(asked.options)}: {error}") from error
    return TWO_LAYERS[name](problem, neurons=neurons, seed=request.seed, design=design, **thresholds)


def _permuted(problem: Problem, request: Request, progress: Progress, tell: Tell) -> Built:
    """The network of a permutation: readable, in one layer, unless asked otherwise."""
    name = request.construction
    if name not in ("auto", *PERMUTATIONS):
        words = CONSTRUCTIONS[name].takes_words
        raise UsageError(f"--construction {name} takes {words}, not one of kind {shown(problem.form)}")
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


def _compiled(problem: Problem, request: Request, progress: Progress, tell: Tell) -> Network:
    """The network of a circuit, with as few neurons a level as it is found to take unless asked otherwise."""
    if request.construction not in ("auto", CIRCUITS):
        raise UsageError(f"--construction {request.construction} takes no circuits: ask for {CIRCUITS}")
    plain = without_xor(problem)
    if plain != problem:
        before, after = len(problem.levels), len(plain.levels)
        tell(
            f"xor is no threshold of its inputs: the network computes every level that has one as two, {after} instead "
            f"of {before} in all, and is to be proved against the circuit as it is"
        )
    return circuit_network(plain, neurons=request.neurons or "auto", progress=progress)


def _naive(problem: Problem, neurons: int | None) -> Network:
    """The naive network, which any problem has; `neurons` is how many it may take."""
    return CONSTRUCTIONS["naive"](problem, neurons="auto" if neurons is None else neurons)
