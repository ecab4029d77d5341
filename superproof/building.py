"""From a problem to a network, by the name of a construction."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import final

from constructions import (
    CONSTRUCTIONS,
    Attempt,
    Construction,
    ConstructionError,
    Listener,
    NotFoundError,
    UndecidedError,
    search,
)
from superproof.build_request import Request
from superproof.errors import NoNetworkError, UsageError
from superproof.usage import option_named
from superproof.words import construction_name, with_hyphens
from verify import Certificate, Network, Problem
from verify.progress import Deadline, Progress


@final
@dataclass(frozen=True)
class Built:
    """A network, what a search tried before it was found, what cut the search short, if anything did, and the proof
    that it found."""

    network: Network
    tried: tuple[Attempt, ...] = ()
    cut_short: str | None = None
    certificate: Certificate | None = None


Tell = Callable[[str], None]


def build_network(
    problem: Problem,
    request: Request,
    progress: Progress,
    tell: Tell,
    *,
    deadline: Deadline | None = None,
    keep: Callable[[Network, Certificate], None] | None = None,
) -> Built:
    """The network that the request asks for; `tell` is told what a search does, `keep` is given what it proves.

    Errors: UsageError for a request that breaks a rule of the construction, say with too few neurons; NoNetworkError
    when a search or a training found none.
    """
    construction = _asked_for(problem, request)

    def say(sentence: object) -> None:
        tell(with_hyphens(str(sentence)))

    listener = Listener(progress, lambda attempt: say(f"tried {attempt}"), say, keep or (lambda *_: None))
    try:
        remark = construction.remark(problem)
        if remark is not None:
            tell(remark)
        if request.neurons is not None:
            network = construction(
                problem, neurons=request.neurons, seed=request.seed, progress=progress, **request.split
            )
            if network.neurons < request.neurons:
                tell(
                    f"--neurons {request.neurons} builds one network of at most so many, without a search: "
                    f"{construction_name(network)} takes {network.neurons} (leave --neurons out to search)"
                )
            return Built(network)
        if request.split:
            construction = replace(construction, variants=lambda *_: (request.split,))
        found = search(problem, construction, request.seed, request.effort, deadline or Deadline(None), listener)
    except UndecidedError as error:
        say(error)
        return Built(error.network)
    except NotFoundError as error:
        raise NoNetworkError(with_hyphens(str(error)), error.imperfect) from error
    except ValueError as error:  # A ConstructionError, or a number that a construction in regimes refuses.
        if not isinstance(error, ConstructionError) and not request.split:
            raise
        given = " ".join(("--construction", request.construction, *map(option_named, request.split)))
        raise UsageError(f"{given}: {with_hyphens(str(error))}") from error
    return Built(found.network, found.tried, found.cut_short, found.certificate)


def _asked_for(problem: Problem, request: Request) -> Construction:
    """The construction, if it takes the problem and the options."""
    name = request.construction
    if name not in CONSTRUCTIONS:
        raise UsageError(f"--construction must be one of {', '.join(CONSTRUCTIONS)}, not {name!r}")
    construction = CONSTRUCTIONS[name]
    if not construction.takes(problem):
        able = ", ".join(other.name for other in CONSTRUCTIONS.values() if other.takes(problem))
        raise UsageError(
            f"--construction {name} takes {construction.takes.words}, not one of kind {problem.form!r}, as {able} do"
        )
    return construction
