"""Constructions by name, all called the same way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol, final

from constructions.attempts import NAIVE, OPTIMISED, PARTITIONED, RANDOM, STRUCTURED, UNION
from constructions.errors import ConstructionError
from constructions.naive import naive, naive_neurons
from constructions.optimised_channels import optimised_channels
from constructions.random_channels import random_channels
from constructions.regimes.filled import all_hubs, filled_channels
from constructions.regimes.search import TWO_LAYERS, smallest_reencoded
from constructions.search import AUTO, smallest_proved
from constructions.structured_channels import structured_channels
from constructions.two_and import two_and_network
from constructions.union_channels import union_channels
from verify import Network, Problem
from verify.progress import Progress

Neurons = int | Literal["auto"]


class Build(Protocol):
    """Builds a network with `neurons` neurons; with "auto", the smallest of its kind that it finds and proves."""

    def __call__(
        self, problem: Problem, *, neurons: Neurons = "auto", seed: int = 0, progress: Progress | None = None
    ) -> Network:
        """The network, or ConstructionError with the rule that the request breaks; NotFoundError if none was found."""


@final
@dataclass(frozen=True)
class Construction:
    """A construction by name, which says what problems it takes.

    >>> CONSTRUCTIONS["random-channels"].takes_words
    '2-AND problems'
    """

    name: str
    takes_words: str
    takes: Callable[[Problem], bool]
    build: Build

    def __call__(
        self, problem: Problem, *, neurons: Neurons = "auto", seed: int = 0, progress: Progress | None = None
    ) -> Network:
        """Build a network with `neurons` neurons; with "auto", the smallest of its kind that it finds and proves.

        Errors: ConstructionError for a problem it does not take or a request that breaks another rule; NotFoundError
        if none was found.
        """
        if not self.takes(problem):
            raise ConstructionError(f"{self.name} takes {self.takes_words}, not one of kind {problem.form!r}")
        return self.build(problem, neurons=neurons, seed=seed, progress=progress)


def _naive(problem: Problem, *, neurons: Neurons = "auto", seed: int = 0, progress: Progress | None = None) -> Network:
    del seed, progress  # There is one such network, and it is there at once.
    least = naive_neurons(problem)
    if neurons != "auto" and neurons < least:
        each = (
            "one a feature and one a gate" if least == max(problem.inputs, problem.outputs) else "a layer before XORs"
        )
        raise ConstructionError(f"naive needs at least {least} neurons, {each}, not {neurons}")
    return naive(problem)


def _random_channels(
    problem: Problem, *, neurons: Neurons = "auto", seed: int = 0, progress: Progress | None = None
) -> Network:
    if neurons == "auto":
        return smallest_proved(problem, construction=RANDOM, seed=seed, progress=progress).network
    if not problem.is_two_and:
        raise ConstructionError(f"random-channels takes 2-AND problems, not one of kind {problem.form!r}")
    return random_channels(problem, neurons=neurons, seed=seed)


def _searched(name: str, build: Callable[..., Network]) -> Build:
    """The construction of this name that `smallest_proved` searches for where no number of neurons is asked for."""

    def found(
        problem: Problem, *, neurons: Neurons = "auto", seed: int = 0, progress: Progress | None = None
    ) -> Network:
        if neurons == "auto":
            return smallest_proved(problem, construction=name, seed=seed, progress=progress).network
        return build(problem, neurons=neurons, seed=seed, progress=progress)

    return found


def _structured_channels(problem: Problem, *, neurons: int, seed: int = 0, progress: Progress | None = None) -> Network:
    del progress  # A closed form is there at once.
    return structured_channels(problem, neurons=neurons, seed=seed)


def _reencoded(name: str) -> Build:
    """The construction of this name with a re-encoding layer, which is filled where all inputs are hubs."""

    def build(
        problem: Problem, *, neurons: Neurons = "auto", seed: int = 0, progress: Progress | None = None
    ) -> Network:
        del progress  # Nothing is trained: building takes seconds.
        if not problem.is_two_and:
            raise ConstructionError(f"{name} takes 2-AND problems, not one of kind {problem.form!r}")
        if neurons == "auto":
            return smallest_reencoded(problem, construction=name, seed=seed).network
        if name == PARTITIONED and all_hubs(problem):
            return filled_channels(problem, neurons=neurons, seed=seed)
        return TWO_LAYERS[name](problem, neurons=neurons, seed=seed)

    return build


def _of_gates(problem: Problem) -> bool:
    return problem.form == "gates"


def _of_pairs(problem: Problem) -> bool:
    return problem.is_two_and


def _of_one_level(problem: Problem) -> bool:
    return not problem.is_circuit


GATES = "problems of gates"
ALL = (
    Construction(AUTO, GATES, _of_gates, two_and_network),
    Construction(NAIVE, "problems of gates and permutations", _of_one_level, _naive),
    Construction(RANDOM, "2-AND problems", _of_pairs, _random_channels),
    Construction(STRUCTURED, GATES, _of_gates, _searched(STRUCTURED, _structured_channels)),
    Construction(OPTIMISED, GATES, _of_gates, _searched(OPTIMISED, optimised_channels)),
    Construction(UNION, GATES, _of_gates, _searched(UNION, union_channels)),
    *(Construction(name, "2-AND problems", _of_pairs, _reencoded(name)) for name in TWO_LAYERS),
)
CONSTRUCTIONS: Mapping[str, Construction] = MappingProxyType({construction.name: construction for construction in ALL})
"""Name -> construction; "auto" chooses among the others."""
