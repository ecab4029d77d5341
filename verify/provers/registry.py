"""All provers by name. A new one is a module with a `PROVER`, a line here, and a checker of the same name."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from verify.provers.prover import Prover

MODULES = {
    "enumerate": "verify.provers.enumeration",
    "branch": "verify.provers.branch",
    "contracts": "verify.provers.contracts",
    "smt": "verify.provers.smt",
}
"""In the order of preference among equal costs."""


@final
class Provers(Mapping[str, "Prover"]):
    """The provers, each imported when it is asked for: their compilers and solvers are heavy.

    >>> list(PROVERS)
    ['enumerate', 'branch', 'contracts', 'smt']
    """

    def __getitem__(self, name: str) -> "Prover":
        found: Prover = import_module(MODULES[name]).PROVER
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)


PROVERS = Provers()


def prover_named(name: str) -> "Prover":
    """The prover of that name. Errors: ValueError for a name that none has."""
    if name not in MODULES:
        raise ValueError(f"prover must be auto or one of {', '.join(MODULES)}, not {name!r}")
    return PROVERS[name]
