"""What a checker answers: Valid, Invalid, or Unknown when it could not finish."""

from dataclasses import dataclass
from typing import final

from verify.statement.unknown import NoTruthValue, Unknown


@final
@dataclass(frozen=True)
class Valid(NoTruthValue):
    """The certificate proves `claim`, given `assumptions`."""

    claim: str
    assumptions: tuple[str, ...] = ()


@final
@dataclass(frozen=True)
class Invalid(NoTruthValue):
    """The certificate proves nothing about this problem and this network, for the stated reason."""

    reason: str


Answer = Valid | Invalid | Unknown
