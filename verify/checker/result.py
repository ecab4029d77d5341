"""What a checker answers: Valid, Invalid, or Unknown when it could not finish."""

from dataclasses import dataclass
from typing import NoReturn, final

from verify.statement.unknown import Unknown


class _NoTruthValue:
    def __bool__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is an answer, not a truth value: match on Valid, Invalid, Unknown")


@final
@dataclass(frozen=True)
class Valid(_NoTruthValue):
    """The certificate proves `claim`, given `assumptions`."""

    claim: str
    assumptions: tuple[str, ...] = ()


@final
@dataclass(frozen=True)
class Invalid(_NoTruthValue):
    """The certificate proves nothing about this problem and this network, for the stated reason."""

    reason: str


Answer = Valid | Invalid | Unknown
