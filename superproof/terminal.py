"""What a person sees: sentences on standard error, results on standard output, progress for long steps only."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, final

from verify.errors import DocumentError
from verify.progress import Progress, silent

if TYPE_CHECKING:
    from tqdm import tqdm

PATIENCE = 2.0
"""Seconds after which a step shows a bar."""
INTERVAL = 0.2
"""Seconds between two states of a bar."""


def one_line(text: object) -> str:
    """`text` as one printable line: white space collapsed, control characters made visible.

    >>> one_line("a\\n  b\\x1b[31m")
    'a b\\\\x1b[31m'
    """
    words = " ".join(str(text).split())
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in words)


@final
class Terminal:
    """Where a command speaks. Progress is shown only on a terminal, and not when `quiet`."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A name that the terminal's encoding lacks is no reason to crash.
                stream.reconfigure(errors="backslashreplace")

    def say(self, sentence: str) -> None:
        """One line on standard error; a closed standard error is no reason to stop."""
        if sys.stderr is None:  # closed before the start (2>&-): print would fall back to standard output
            return
        try:
            print(one_line(sentence), file=sys.stderr, flush=True)
        except OSError:
            _silence(sys.stderr)

    def note(self, sentence: str) -> None:
        """As `say`, but not when quiet."""
        if not self.quiet:
            self.say(sentence)

    def show(self, text: str) -> None:
        """`text` on standard output. A reader that has gone away (`| head`) is no error.

        Errors: DocumentError when standard output cannot take it, say because the disk is full.
        """
        try:
            print(text, flush=True)
        except BrokenPipeError:
            _silence(sys.stdout)
        except OSError as error:
            _silence(sys.stdout)
            raise DocumentError("standard output", f"cannot be written: {error.strerror}") from error

    @contextmanager
    def progress(self, step: str) -> Iterator[Progress]:
        """A progress report for one step: a bar that appears after two seconds and goes when the step ends."""
        if self.quiet or sys.stderr is None or not sys.stderr.isatty():
            yield silent
            return
        from tqdm import tqdm

        with tqdm(
            desc=step,
            delay=PATIENCE,
            mininterval=INTERVAL,
            miniters=0,
            leave=False,
            file=sys.stderr,
            dynamic_ncols=True,
        ) as bar:
            yield lambda done, total: _move(bar, done, total)


def _move(bar: "tqdm[NoReturn]", done: int, total: int) -> None:
    # A search proves several networks in turn, so both numbers may start again.
    bar.total = total
    bar.update(done - bar.n)


def _silence(stream: object) -> None:
    """Send what is still in the buffer to nowhere, so that the interpreter's own flush at exit stays quiet."""
    if isinstance(stream, io.TextIOWrapper):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
