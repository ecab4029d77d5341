"""What a person sees: sentences on standard error, results on standard output, progress for long steps only."""

import io
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from shutil import get_terminal_size
from textwrap import wrap
from threading import Timer
from typing import TYPE_CHECKING, NoReturn, TextIO, final

from verify.errors import DocumentError
from verify.progress import Progress, silent, watched

if TYPE_CHECKING:
    from tqdm import tqdm

PATIENCE = 2.0
"""Seconds after which a step shows a bar."""
SILENCE = 3.0
"""Seconds after which whoever waits is told for what, where no bar tells it."""
DRAWING = "report: pictures are drawn and the page is written"
INTERVAL = 0.2
"""Seconds between two states of a bar."""
COLUMNS = 79
"""Width of a bar on a terminal that does not know its own, where tqdm would draw nothing."""
GREEN, RED, YELLOW = 32, 31, 33
TONES = {"proved": GREEN, "valid": GREEN, "refuted": RED, "invalid": RED, "unknown": YELLOW}
"""Colours of the verdict that a line begins with; a proof without superposition is yellow."""


def one_line(text: object) -> str:
    """`text` as one printable line: white space collapsed, control characters made visible.

    >>> one_line("a\\n  b\\x1b[31m")
    'a b\\\\x1b[31m'
    """
    words = " ".join(str(text).split())
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in words)


@final
class Terminal:
    """Where a command speaks. Progress is shown only to a person, and not when `quiet`; lines fit their screen."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.spelled: Callable[[str], str] = str
        """How a line is written for who reads it."""
        self.waiting: list[str] = []
        self._bar: tqdm[NoReturn] | None = None
        self._begun = 0.0
        self._timer: Timer | None = None
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A name that the terminal's encoding lacks is no reason to crash.
                stream.reconfigure(errors="backslashreplace")

    def expect(self, what: str) -> None:
        """Say `what` is being done where nothing is said for `SILENCE`, and a person looks."""
        self._hush()
        if not self.quiet and watched(sys.stderr):
            self._timer = Timer(SILENCE, self._tell, (what,))
            self._timer.daemon = True
            self._timer.start()

    def _tell(self, what: str) -> None:
        if not self._shown():
            self.say(f"{what} ...")

    def _hush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def say(self, sentence: str) -> None:
        """One line on standard error, above an open bar; a closed standard error is no reason to stop."""
        self._hush()
        if sys.stderr is None:  # print would fall back to standard output
            return
        bar = self._bar if self._shown() else None
        if bar is not None:
            bar.clear()
        try:
            print(self._fitted(one_line(sentence), sys.stderr), file=sys.stderr, flush=True)
        except OSError:
            _silence(sys.stderr)
        if bar is not None:
            bar.refresh()

    def note(self, sentence: str) -> None:
        """As `say`, but not when quiet."""
        if not self.quiet:
            self.say(sentence)

    def later(self, sentence: str) -> None:
        """As `say`, quiet or not, once the outcome is there, unless that is a complaint, which stands alone."""
        self.waiting.append(sentence)

    def show(self, *lines: str) -> None:
        """Lines on standard output. A reader that has gone away (`| head`) is no error.

        Errors: DocumentError when standard output cannot take it, say because the disk is full.
        """
        self._hush()
        try:
            print("\n".join(self._fitted(line, sys.stdout) for line in lines), flush=True)
        except BrokenPipeError:
            _silence(sys.stdout)
        except OSError as error:
            _silence(sys.stdout)
            raise DocumentError("standard output", f"cannot be written: {error.strerror}") from error

    def _fitted(self, line: str, stream: object) -> str:
        """The line, where a terminal shows it: its verdict in colour, broken between words at the edge of the screen.

        Tables and whole documents keep their lines: more than one blank between two words is a column.
        """
        line = self.spelled(line)
        if not watched(stream) or "\n" in line:
            return line
        columns = get_terminal_size().columns
        parts = [line]
        if len(line) > columns and "  " not in line.strip():
            parts = wrap(line, columns, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        return "\n".join([_coloured(parts[0], line), *parts[1:]])

    @contextmanager
    def progress(self, step: str) -> Iterator[Progress]:
        """A progress report for one step: a bar that appears after two seconds and goes when the step ends."""
        if self.quiet or not watched(sys.stderr):
            yield silent
            return
        self.expect(step)
        from tqdm import tqdm

        with tqdm(
            desc=step,
            delay=PATIENCE,
            mininterval=INTERVAL,
            miniters=0,
            smoothing=0,
            leave=False,
            file=sys.stderr,
            ncols=COLUMNS,
            dynamic_ncols=not _widthless(sys.stderr),
        ) as bar:
            self._bar, self._begun = bar, bar.start_t
            try:
                yield lambda done, total: _move(bar, done, total)
            finally:
                self._hush()
                if self._shown():
                    bar.clear()  # Closing takes away only what was drawn long after `start_t`, which moves.
                self._bar = None

    def _shown(self) -> bool:
        """Whether a bar is open, and has been drawn: it waits for `PATIENCE`."""
        return self._bar is not None and self._bar.last_print_t > self._begun


def _widthless(stream: TextIO) -> bool:
    """Whether a terminal says that it has no columns, as those of `script` and of containers do."""
    try:
        return os.get_terminal_size(stream.fileno()).columns == 0
    except (AttributeError, OSError):  # The cell of a notebook is no file.
        return False


def _move(bar: "tqdm[NoReturn]", done: int, total: int) -> None:
    """The bar's new state; its forecast counts from the first step's end, because a compiler may run inside it."""
    bar.total = total
    if done < bar.n or bar.n == 0:  # A search trains and proves in turn, so both numbers may start again.
        bar.initial, bar.start_t = done, time.time()
    bar.update(done - bar.n)


def _coloured(start: str, line: str) -> str:
    """`start` of a line with its verdict in colour, unless NO_COLOR is set or the terminal is dumb."""
    word = re.match(f"(?:{'|'.join(TONES)})(?=:)", start)
    if word is None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return start
    tone = YELLOW if "; no superposition:" in line else TONES[word[0]]
    return f"\x1b[1;{tone}m{word[0]}\x1b[0m{start[word.end() :]}"


def _silence(stream: object) -> None:
    """Send what is still in the buffer to nowhere, so that the interpreter's own flush at exit stays quiet."""
    if isinstance(stream, io.TextIOWrapper):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
