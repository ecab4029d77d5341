"""`-` for a file that is read: what comes in on standard input."""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from superproof.terminal import Terminal
from superproof.usage import inputs_of
from verify.errors import DocumentError, shown

NAME = "standard input"


@contextmanager
def standard_input(arguments: argparse.Namespace, terminal: Terminal) -> Iterator[None]:
    """While the block lasts, `-` among the files that a command reads stands for a copy of standard input.

    Readers open files more than once, to see what they are. `terminal` calls the copy by what it is.
    """
    asked = [name for name, path in inputs_of(arguments) if path == "-"]
    if not asked:
        yield
        return
    data = b"" if sys.stdin is None else sys.stdin.buffer.read()
    if not data.strip():
        raise DocumentError(NAME, "is empty")
    suffix = ".json" if data.lstrip()[:1] in (b"{", b"[") else "" if b"\0" in data[:1000] else ".txt"
    with TemporaryDirectory(prefix="superproof-") as folder:
        path = Path(folder, f"standard-input{suffix}")
        path.write_bytes(data)
        if suffix == ".json":
            _require_alone(data)
        setattr(arguments, asked[0], str(path))
        terminal.spelled = lambda line: _spelled(line, str(path))
        yield


def _spelled(line: str, path: str) -> str:
    """The line with the copy called by what it is, and `-` in a command to be typed.

    >>> _spelled("/x/in: is a circuit: superproof problem circuit --aiger /x/in --sparsity 2", "/x/in")
    'standard input: is a circuit: superproof problem circuit --aiger - --sparsity 2'
    """
    typed = re.compile(rf"(superproof [^:]*?){re.escape(path)}(?!:)")
    return typed.sub(r"\1-", line).replace(path, NAME)


def _require_alone(data: bytes) -> None:
    """DocumentError for a certificate whose evidence lies beside it: nothing lies beside standard input."""
    try:
        arrays = json.loads(data).get("arrays")
    except (AttributeError, ValueError, RecursionError):
        return  # Whoever reads it as a document says what is wrong with it.
    if isinstance(arrays, dict):
        raise DocumentError(
            "-", f"is a certificate with evidence beside it, {shown(arrays.get('file'))}: name the certificate's file"
        )
