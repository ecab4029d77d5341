"""The product's blocks made so small that each has an edge, and what is for large sizes only taken at once."""

import contextlib
import importlib
import pkgutil
import sys
from collections.abc import Iterator

import verify

BLOCKS = {"BATCH", "BLOCK", "CELLS", "CLOSER", "COLUMNS", "ENTRIES", "LARGE", "MANY", "NUMBERS", "POOL", "POOLS",
          "ROWS", "SIBLINGS", "STEPS", "WORDS"}  # fmt: skip
"""Names of constants of the product that say how much is done at a time, or from when on it is done otherwise."""
PLACES = ("verify.checker.", "verify.statement.", "verify.provers.", "verify.contracts.")


@contextlib.contextmanager
def small_blocks(size: int | None) -> Iterator[int]:
    """With the constants `BLOCKS` of the product set to `size`; gives how many there are."""
    kept = []
    for module in _modules() if size else []:
        for name in BLOCKS & set(vars(module)):
            value = getattr(module, name)
            if type(value) is int:
                kept.append((module, name, value))
                setattr(module, name, size)
    try:
        yield len(kept)
    finally:
        for module, name, value in kept:
            setattr(module, name, value)


def _modules() -> list[object]:
    """The modules of checker, statement and provers, all of them imported."""
    for found in pkgutil.walk_packages(verify.__path__, "verify."):
        if found.name.startswith(PLACES) and found.name not in sys.modules:
            importlib.import_module(found.name)
    return [module for name, module in list(sys.modules.items()) if name.startswith(PLACES)]
