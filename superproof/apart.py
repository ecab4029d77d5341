"""No file that a command writes may be one that it reads, or another one that it writes."""

import os
from collections.abc import Mapping
from itertools import combinations

from superproof.errors import UsageError


def require_apart(outputs: Mapping[str, object], inputs: Mapping[str, object]) -> None:
    """UsageError where two of the paths are one file, by whatever links; names are those that a user knows them by.

    None stands for a file that is not asked for.

    >>> require_apart({"-o": "a.json"}, {"the problem": "b.json"})
    """
    written = {name: str(path) for name, path in outputs.items() if path is not None}
    read = {name: str(path) for name, path in inputs.items() if path is not None}
    pairs = [*combinations(written.items(), 2), *((new, old) for new in written.items() for old in read.items())]
    for (name, path), (other, second) in pairs:
        if _same(path, second):
            raise UsageError(f"{name} must not be {other}: both are {path}")


def _same(first: str, second: str) -> bool:
    try:
        return os.path.samefile(first, second)
    except OSError:  # One of them does not exist yet.
        return os.path.realpath(first) == os.path.realpath(second)
