"""All provers by name (`verify.methods`)."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, final

from verify.methods import METHODS

if TYPE_CHECKING:
    from verify.provers.prover import Prover


@final
class Provers(Mapping[str, "Prover"]):
    """The provers, each imported when it is asked for: their compilers and solvers are heavy.

    >>> PROVERS["branch"].takes
    'networks with one ReLU layer and a reading code without negative entries'
    """

    def __getitem__(self, name: str) -> "Prover":
        found: Prover = import_module(f"verify.provers.{METHODS[name]}").PROVER
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(METHODS)

    def __len__(self) -> int:
        return len(METHODS)


PROVERS = Provers()


def prover_named(name: str) -> "Prover":
    """The prover of that name. Errors: ValueError for a name that none has."""
    if name not in METHODS:
        raise ValueError(f"prover must be auto or one of {', '.join(METHODS)}, not {name!r}")
    return PROVERS[name]
