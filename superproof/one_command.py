"""Run one command: errors become one sentence and an exit status, and the outcome is printed once."""

import argparse
import time
from collections.abc import Callable
from importlib import import_module
from typing import cast

from superproof.errors import ContradictionError, NoNetworkError, UsageError
from superproof.outcome import DOCUMENT, KEPT, UNKNOWN, USAGE, Outcome, failure
from superproof.standard_input import standard_input
from superproof.terminal import Terminal, one_line
from superproof.usage import require_consistent
from verify.compiling import COMPILER
from verify.errors import DocumentError, ProgramError, RefusedProofError, SpuriousCounterexampleError

Command = Callable[[argparse.Namespace, Terminal], Outcome]


def run(arguments: argparse.Namespace, imported: Callable[[], None], settled: Callable[[], None]) -> int:
    """Run `arguments.command` and print its outcome.

    `imported` is called once its module is there, before it begins, and `settled` before its outcome is printed.
    Errors: whatever is a bug of ours, as a traceback.
    """
    terminal = Terminal(quiet=getattr(arguments, "quiet", False))
    started = time.perf_counter()
    outcome = _attempt(arguments, terminal, imported)
    settled()
    seconds = time.perf_counter() - started
    try:
        complaint = None if outcome.complaint is None else f"superproof {arguments.command}: {outcome.complaint}"
        for sentence in terminal.waiting if complaint is None else [complaint]:
            terminal.say(sentence)
        if getattr(arguments, "json", False):
            terminal.show(outcome.record(arguments.command, seconds))
        elif outcome.lines:
            terminal.show(*outcome.lines)
    except DocumentError as error:
        terminal.say(f"superproof {arguments.command}: {error}")
        return DOCUMENT
    return outcome.status


def _attempt(arguments: argparse.Namespace, terminal: Terminal, imported: Callable[[], None]) -> Outcome:
    module = getattr(arguments, "module", arguments.command)
    try:
        require_consistent(arguments)
        terminal.expect(f"superproof {arguments.command}: reading, and loading what it needs")
        command = cast(Command, import_module(f"superproof.commands.{module}").run)
        imported()
        with standard_input(arguments, terminal), COMPILER.telling(terminal.note):
            return command(arguments, terminal)
    except DocumentError as error:
        return failure(DOCUMENT, one_line(error))
    except (NoNetworkError, ProgramError) as error:
        return failure(UNKNOWN, one_line(error))
    except (ContradictionError, RefusedProofError, SpuriousCounterexampleError) as error:
        # Nothing is known then, and it must not look like anything else.
        return failure(UNKNOWN, one_line(f"BUG of superproof, nothing is proved or refuted: {error}"))
    except UsageError as error:
        return failure(USAGE, one_line(error))
    except OSError as error:
        where = error.filename or "a file"
        return failure(DOCUMENT, one_line(f"{where}: cannot be used: {error.strerror or error}"))
    except KeyboardInterrupt as stop:
        return failure(UNKNOWN, "; ".join(("interrupted", *map(str, stop.args))))
    except MemoryError as stop:
        # What numpy says of its arrays helps nobody, but for what a folder says of its files.
        kept = [text for text in map(str, stop.args) if text.startswith(KEPT)]
        return failure(UNKNOWN, "; ".join(("too little memory for this problem and network", *kept)))
