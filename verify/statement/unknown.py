"""The verdict that is none, which provers and the checker share."""

from dataclasses import dataclass, field
from typing import NoReturn, final

from verify.statement.certificate import Certificate


class NoTruthValue:
    """A verdict, or an answer of the checker, which is asked by its class."""

    def __bool__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is not a truth value: match on its class, or ask isinstance")


@final
@dataclass(frozen=True)
class Unknown(NoTruthValue):
    """Neither proved nor refuted, for the stated reason (time, memory, or a network the prover does not take).

    Where a proof was found and not checked, `certificate` holds it: `check` can still decide.

    >>> Unknown("the time limit of 3 seconds is over").reason
    'the time limit of 3 seconds is over'
    """

    reason: str
    certificate: Certificate | None = field(default=None, repr=False, compare=False)
