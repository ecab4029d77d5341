"""The front door: `superproof COMMAND ...`, also `python -m superproof`.

Light on purpose: `superproof --help` must not import numpy, networkx, sympy, z3 or matplotlib, so a command's module
is imported only when that command runs, and nothing that could be interrupted is imported outside `main`.
"""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any

STOPS = signal.SIGINT, signal.SIGTERM


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    0 proved, valid or done; 3 refuted or an invalid certificate; 4 unknown (Ctrl-C too); 5 a document that cannot be
    used; 2 wrong usage; 1 only for a crash. A command that gives a verdict returns 0 for a proof and for nothing else.

    >>> main(["problem", "permutation", "--size", "3", "--sparsity", "9", "-o", "unused.json"])
    2
    """
    if argv is not None:
        return _status(list(argv))
    words = sys.argv[1:]
    # An import that Ctrl-C breaks off may raise anything, and leave numpy half there; nothing is written by then.
    _on_stop(lambda *_: os._exit(_interrupted(words)))
    stops: list[int] = []

    def stop(signum: int, frame: object) -> None:
        stops.append(signum)
        raise KeyboardInterrupt

    # From the imports on whoever stops a command gets what it has found by then. Once the verdict is there a late
    # Ctrl-C must not change the status.
    status = _status(words, imported=lambda: _on_stop(stop), settled=_settled)
    _settled()
    if stops:
        # Where the exception passed through an exec, Python would end by the signal, whoever has caught it since.
        os._exit(status)
    return status


def _status(
    words: list[str], imported: Callable[[], None] = lambda: None, settled: Callable[[], None] = lambda: None
) -> int:
    """Run the command that the words are; `imported` and `settled` as `superproof.one_command.run` calls them."""
    try:
        from superproof.arguments import parse

        try:
            arguments = parse(words)
        except SystemExit as end:  # argparse has said what is wrong (2) or printed the help (0)
            return end.code if isinstance(end.code, int) else 2
        from superproof.one_command import run

        return run(arguments, imported, settled)
    except KeyboardInterrupt:
        return _interrupted(words)


def _on_stop(handler: Callable[[int, Any], object]) -> None:
    for stop in STOPS:
        signal.signal(stop, handler)


def _settled() -> None:
    """From now on Ctrl-C is not minded; SIGTERM ends a process that nobody reads from."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _interrupted(words: Sequence[str]) -> int:
    """The status of unknown, after one line, and the object of --json with every key of the contract."""
    command = words[0] if words else ""
    os.write(2, f"superproof {command}: interrupted\n".encode())
    if "--json" in words:
        values = ", ".join(f'"{key}": null' for key in KEYS)
        os.write(1, f'{{"command": "{command}", "verdict": "unknown", "reason": "interrupted", {values}}}\n'.encode())
    return 4


KEYS = ("counterexample", "margin", "neurons", "outputs", "features_per_neuron", "parameter_bits", "lower_bound_bits",
        "lower_bound_neurons", "inputs_covered", "seconds")  # fmt: skip
"""Keys of `superproof.outcome.KEYS` that say nothing here; that module may not be there yet."""


if __name__ == "__main__":
    sys.exit(main())
