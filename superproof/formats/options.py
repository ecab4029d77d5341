"""What the command line says about a graph file."""

import argparse
from dataclasses import dataclass
from typing import final


@final
@dataclass(frozen=True)
class ReadOptions:
    """`format` a name of the registry, `columns` two names or numbers from 1, `header` whether a table has one.

    None stands for: found from the content, and refused where the content allows two readings.
    """

    format: str | None = None
    columns: tuple[str, str] | None = None
    header: bool | None = None
    drop_self_loops: bool = False

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> "ReadOptions":
        """The options of a command that reads graphs."""
        header = None if arguments.header is None else arguments.header == "yes"
        return cls(arguments.format, arguments.columns, header, arguments.drop_self_loops)

    @property
    def given(self) -> tuple[str, ...]:
        """The options that were given."""
        found = {
            "--format": self.format is not None,
            "--columns": self.columns is not None,
            "--header": self.header is not None,
            "--drop-self-loops": self.drop_self_loops,
        }
        return tuple(name for name, given in found.items() if given)
