"""Which lines of the code of `verify` run: of every function that is called all lines, and those outside functions."""

import ast
import io
import sys
import threading
import tokenize
import typing
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType, FrameType

ROOT = Path(__file__).parents[1]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Calls = set[tuple[str, int]]
"""(file, first line) of functions."""
Lines = dict[str, set[int]]
"""Numbers of lines by file."""


def lines_of(calls: Calls, *, with_imports: bool = False) -> Lines:
    """The lines that count where functions that start at these lines of files ran."""
    ran: dict[str, set[int]] = {}
    for file, line in calls:
        ran.setdefault(file, set()).add(line)
    imported = {name for file in ran for name in imports(file)} if with_imports else set()
    return {file: counted(file, ran.get(file, set())) for file in sorted({*ran, *imported})}


@contextmanager
def traced(calls: Calls) -> Iterator[None]:
    """Note (file, first line) of every function of `verify` that is called, on any thread."""
    seen: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code not in seen:
            # isinstance with a protocol looks at properties, in the order of hashes, until it remembers the class.
            if any(caller.f_code.co_filename == typing.__file__ for caller in callers(frame)):
                return
            seen.add(frame.f_code)
            file = Path(frame.f_code.co_filename)
            if ROOT / "verify" in file.parents:
                calls.add((file.relative_to(ROOT).as_posix(), frame.f_code.co_firstlineno))

    before = sys.getprofile()
    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(before)
        threading.setprofile(None)


def callers(frame: FrameType) -> Iterator[FrameType]:
    """The frames that wait for this one, the nearest first."""
    while frame.f_back is not None:
        frame = frame.f_back
        yield frame


@cache
def tree_of(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text())


def imports(file: str) -> Iterator[str]:
    """The files of `verify` from which a file imports names whenever it is read."""
    for node in tree_of(file).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("verify"):
            path = Path(*node.module.split("."))
            for found in (path.with_suffix(".py"), path / "__init__.py"):
                if (ROOT / found).exists():
                    yield found.as_posix()


@cache
def code_lines(file: str) -> frozenset[int]:
    """The lines of a file but for docstrings, comments and blank lines."""
    return lines_of_code((ROOT / file).read_text())


def lines_of_code(text: str) -> frozenset[int]:
    """The lines of a module's text but for docstrings, comments and blank lines.

    >>> sorted(lines_of_code("'''Says.'''\\n\\nx = 1  # one\\n# two\\n"))
    [3]
    """
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in skipped:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return frozenset(lines)


def counted(file: str, starts: set[int]) -> set[int]:
    """The lines of the functions that start there, decorators and what is nested included, and of no other function."""
    lines = set(code_lines(file))
    for node in outermost(tree_of(file)):
        own = range(min([node.lineno, *(d.lineno for d in node.decorator_list)]), (node.end_lineno or node.lineno) + 1)
        if starts.isdisjoint(own):
            lines.difference_update(own)
    return lines


def outermost(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions and methods, but none inside another."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FUNCTIONS):
            yield child
        else:
            yield from outermost(child)
