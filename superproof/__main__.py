"""The front door: `superproof COMMAND ...`, also `python -m superproof`.

Light on purpose: `superproof --help` must not import numpy, networkx, sympy, z3 or matplotlib, so a command's module
is imported only when that command runs.
"""

import signal
import sys
from collections.abc import Sequence

from superproof.arguments import parse


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    0 proved, valid or done; 3 refuted or an invalid certificate; 4 unknown (Ctrl-C too); 5 a document that cannot be
    used; 2 wrong usage; 1 only for a crash. A command that gives a verdict returns 0 for a proof and for nothing else.

    >>> main(["problem", "permutation", "--size", "3", "--sparsity", "9", "-o", "unused.json"])
    2
    """
    try:
        arguments = parse(sys.argv[1:] if argv is None else argv)
    except SystemExit as stop:  # argparse has said what is wrong (2) or printed the help (0)
        return stop.code if isinstance(stop.code, int) else 2
    try:
        if argv is None:
            # Whoever stops a command in the polite way gets what it has found by then, as with Ctrl-C.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        # Inside the try: Ctrl-C during the imports is an interruption like any other.
        from superproof.run import run

        return run(arguments)
    except KeyboardInterrupt:
        from superproof.outcome import UNKNOWN, failure

        print(f"superproof {arguments.command}: interrupted", file=sys.stderr)
        if getattr(arguments, "json", False):
            print(failure(UNKNOWN, "interrupted").record(arguments.command, 0.0))
        return UNKNOWN
    finally:
        if argv is None:
            # The verdict is out: a late Ctrl-C must not change the status while the interpreter winds down.
            signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    sys.exit(main())
