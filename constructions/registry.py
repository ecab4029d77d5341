"""Constructions by name, all called the same way."""

from collections.abc import Mapping
from typing import Literal, Protocol

from constructions.attempts import NAIVE, OPTIMISED, RANDOM, STRUCTURED
from constructions.errors import ConstructionError
from constructions.naive import naive
from constructions.optimised_channels import optimised_channels
from constructions.random_channels import random_channels
from constructions.search import AUTO, smallest_proved
from constructions.structured_channels import structured_channels
from constructions.two_and import two_and_network
from verify import Network, TwoAnd
from verify.progress import Progress

Neurons = int | Literal["auto"]


class Construction(Protocol):
    """Builds a network with `neurons` neurons; with "auto", the smallest of its kind that it finds and proves."""

    def __call__(
        self, problem: TwoAnd, *, neurons: Neurons = "auto", seed: int = 0, progress: Progress | None = None
    ) -> Network:
        """The network, or ConstructionError with the rule that the request breaks; NotFoundError if none was found."""


def _naive(problem: TwoAnd, *, neurons: Neurons = "auto", seed: int = 0, progress: Progress | None = None) -> Network:
    del seed, progress  # There is one such network, and it is there at once.
    least = max(problem.inputs, problem.outputs)
    if neurons != "auto" and neurons < least:
        raise ConstructionError(f"naive needs at least {least} neurons, one a feature and one a gate, not {neurons}")
    return naive(problem)


def _random_channels(
    problem: TwoAnd, *, neurons: Neurons = "auto", seed: int = 0, progress: Progress | None = None
) -> Network:
    if neurons == "auto":
        return smallest_proved(problem, construction=RANDOM, seed=seed, progress=progress).network
    return random_channels(problem, neurons=neurons, seed=seed)


def _structured_channels(
    problem: TwoAnd, *, neurons: Neurons = "auto", seed: int = 0, progress: Progress | None = None
) -> Network:
    if neurons == "auto":
        return smallest_proved(problem, construction=STRUCTURED, seed=seed, progress=progress).network
    return structured_channels(problem, neurons=neurons, seed=seed)


def _optimised_channels(
    problem: TwoAnd, *, neurons: Neurons = "auto", seed: int = 0, progress: Progress | None = None
) -> Network:
    if neurons == "auto":
        return smallest_proved(problem, construction=OPTIMISED, seed=seed, progress=progress).network
    return optimised_channels(problem, neurons=neurons, seed=seed, progress=progress)


CONSTRUCTIONS: Mapping[str, Construction] = {
    AUTO: two_and_network,
    NAIVE: _naive,
    RANDOM: _random_channels,
    STRUCTURED: _structured_channels,
    OPTIMISED: _optimised_channels,
}
"""Name -> construction; "auto" chooses among the others."""
