"""What the command line says about a graph file."""

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
