"""What the command line asks to be built."""

import argparse
from dataclasses import asdict, dataclass
from typing import final


@final
@dataclass(frozen=True)
class Split:
    """The numbers that only some constructions take; None stands for the construction's own.

    Inputs are light up to influence `light` and very heavy above `heavy`; `channel` neurons compute an output, and
    `word_weight` are its public word. A weight takes one of so many `levels`.
    """

    light: int | None = None
    heavy: int | None = None
    channel: int | None = None
    word_weight: int | None = None
    levels: int | None = None

    @property
    def keywords(self) -> dict[str, int]:
        """The numbers given, thresholds first, by the names that constructions have for them."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @property
    def options(self) -> tuple[str, ...]:
        """The same as options of the command line.

        >>> Split(word_weight=4).options
        ('--word-weight',)
        """
        return tuple(f"--{name.replace('_', '-')}" for name in self.keywords)


@final
@dataclass(frozen=True)
class Request:
    """What the command line asks to be built; `neurons` None means auto, `effort` None the usual one of a search."""

    construction: str
    neurons: int | None
    seed: int
    split: Split = Split()
    effort: float | None = None


def request_of(arguments: argparse.Namespace) -> Request:
    """The request in the options of `build` and of `certify`."""
    split = Split(arguments.light, arguments.heavy, arguments.channel, arguments.word_weight, arguments.levels)
    return Request(arguments.construction, arguments.neurons, arguments.seed, split, arguments.effort)
