"""What the command line asks to be built."""

import argparse
from dataclasses import dataclass
from typing import final


@final
@dataclass(frozen=True)
class Split:
    """The numbers of a construction in regimes; None stands for the construction's own.

    Inputs are light up to influence `light` and very heavy above `heavy`; `channel` neurons compute an output, and
    `word_weight` are its public word.
    """

    light: int | None = None
    heavy: int | None = None
    channel: int | None = None
    word_weight: int | None = None

    @property
    def options(self) -> tuple[str, ...]:
        """The options given, thresholds first."""
        given = {
            "--light": self.light,
            "--heavy": self.heavy,
            "--channel": self.channel,
            "--word-weight": self.word_weight,
        }
        return tuple(name for name, value in given.items() if value is not None)


@final
@dataclass(frozen=True)
class Request:
    """What the command line asks to be built; `neurons` None means auto."""

    construction: str
    neurons: int | None
    seed: int
    split: Split = Split()


def request_of(arguments: argparse.Namespace) -> Request:
    """The request in the options of `build` and of `certify`."""
    split = Split(arguments.light, arguments.heavy, arguments.channel, arguments.word_weight)
    return Request(arguments.construction, arguments.neurons, arguments.seed, split)
