"""What the command line says about a graph file."""

import argparse
from typing import NamedTuple

GRAPH_FORMAT = "--graph-format"
"""What --format is called where that is the form of a report."""


def circuit_command(path: str) -> str:
    """The command that makes a problem document of a circuit."""
    return f"superproof problem circuit --aiger {path} --sparsity 2 -o problem.json"


class ReadOptions(NamedTuple):
    """`format` a name of the registry, `columns` two names or numbers from 1, `header` whether a table has one,
    `comments` whether # and % begin comments in text.

    None stands for: found from the content, and refused where the content allows two readings.
    """

    format: str | None = None
    columns: tuple[str, str] | None = None
    header: bool | None = None
    comments: bool | None = None
    drop_self_loops: bool = False

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> "ReadOptions":
        """The options of a command that reads graphs."""
        header, comments = (None if said is None else said == "yes" for said in (arguments.header, arguments.comments))
        return cls(arguments.graph_format, arguments.columns, header, comments, arguments.drop_self_loops)

    @property
    def given(self) -> tuple[str, ...]:
        """The options that were given."""
        given = [name for name, default in self._field_defaults.items() if getattr(self, name) != default]
        return tuple(f"--{name.replace('_', '-')}" for name in given)
