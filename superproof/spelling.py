"""What the command line says, as it is said in Python: arguments in place of options."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from superproof.errors import NoNetworkError, UsageError
from verify.errors import DocumentError

ARGUMENTS = re.compile(r"--(construction|effort|neurons|prover|seed|sparsity|timeout)\b(?: (?=\d)(\S+))?")
COMMAND = re.compile(r"superproof [a-z]+ .*--")
LOOPS = "drop them with --drop-self-loops"


def in_python(text: str) -> str:
    """The sentence with the arguments that `certify` has; for other options it says whose they are.

    >>> in_python("more effort may find fewer: --effort 100"), in_python("--sparsity must be at most 4")
    ('more effort may find fewer: effort=100', 'sparsity must be at most 4')
    >>> in_python("say --format NAME")
    'say --format NAME (an option of the command superproof; or pass a graph of networkx)'
    """
    if COMMAND.search(text):
        return text
    text = text.replace(LOOPS, "remove them, graph.remove_edges_from(nx.selfloop_edges(graph))")
    text = ARGUMENTS.sub(lambda found: found[1] if found[2] is None else f"{found[1]}={found[2]}", text)
    return f"{text} (an option of the command superproof; or pass a graph of networkx)" if "--" in text else text


@contextmanager
def spelled() -> Iterator[None]:
    """Errors of the block are said in Python's words."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(error.file, in_python(error.complaint)) from None
    except UsageError as error:
        raise UsageError(in_python(str(error))) from None
    except NoNetworkError as error:
        raise NoNetworkError(in_python(str(error)), error.imperfect) from None
