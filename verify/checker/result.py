"""What a checker answers: Valid, Invalid, or Unknown when it could not finish."""

from dataclasses import dataclass
from typing import final

from verify.statement.unknown import NoTruthValue, Unknown


@final
@dataclass(frozen=True)
class Valid(NoTruthValue):
    """The certificate proves `claim`, given `assumptions`.

    >>> Valid("every output is right", ("Z3 is right",)).assumptions
    ('Z3 is right',)
    """

    claim: str
    assumptions: tuple[str, ...] = ()


@final
@dataclass(frozen=True)
class Invalid(NoTruthValue):
    """The certificate proves nothing about this problem and this network, for the stated reason.

    >>> Invalid("the margin is another")
    Invalid(reason='the margin is another')
    """

    reason: str


Answer = Valid | Invalid | Unknown
