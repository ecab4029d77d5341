"""What a checker answers: Valid, Invalid, or Unknown when it could not finish."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from verify.checker.budget import Budget, RefusedError, UndecidedError
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


def answered(ask: Callable[[], Answer], budget: Budget) -> Answer:
    """The answer of a check: what it raises says that it is Invalid, or Unknown."""
    try:
        return ask()
    except RefusedError as error:
        return Invalid(str(error))
    except UndecidedError as error:
        return Unknown(str(error))
    except MemoryError:
        return Unknown(f"the check ran out of memory, though it may take {budget.memory} bytes")
