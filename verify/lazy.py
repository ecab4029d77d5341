"""Front doors that import a name when it is asked for: `superproof --help` must not wait for numpy."""

import ast
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path


def door(package: str, file: str) -> tuple[Callable[[str], object], Callable[[], list[str]], list[str]]:
    """`__getattr__`, `__dir__` and `__all__` of a package (PEP 562) whose names stand in `__init__.pyi` beside `file`.

    Every name is imported there from the module that has it, which is imported here when the name is first used.

    >>> __getattr__, __dir__, names = door("verify", import_module("verify").__file__)
    >>> __getattr__("Margin")(1, 0), "Margin" in names
    (Margin(smallest_true=1, largest_false=0), True)
    """
    homes: dict[str, tuple[str, str]] = {}
    for node in ast.parse(Path(file).with_suffix(".pyi").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            homes |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}

    def get(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, original = homes[name]
        found: object = getattr(import_module(module), original)
        setattr(sys.modules[package], name, found)
        return found

    return get, lambda: sorted(homes), sorted(homes)
