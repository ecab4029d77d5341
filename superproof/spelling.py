"""What the command line says, as it is said in Python: arguments in place of options."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from superproof.errors import NoNetworkError, UsageError
from verify.errors import DocumentError

ARGUMENTS = re.compile(
    r"--(construction|effort|neurons|prover|seed|sparsity|timeout|light|heavy|channel|word-weight|levels|format|columns|"
    r"header|comments)\b(?: (?=\d)(\S+))?"
)
READING: tuple[tuple[str, str], ...] = (
    (r"--(header|comments) yes", r"\1=True"),
    (r"--(header|comments) no", r"\1=False"),
    (r"--columns (\d+),(\d+)", r"columns=(\1, \2)"),
    (r"--columns (\w+),(\w+)", r'columns=("\1", "\2")'),
    (r"--format (?!must\b)(\w+)", r'format="\1"'),
)
"""Options of the command that have other words as arguments."""
COMMAND = re.compile(r"superproof [a-z]+ .*--")
LOOPS = "drop them with --drop-self-loops"


def in_python(text: str) -> str:
    """The sentence with the arguments that `certify` has; for other options it says whose they are.

    >>> in_python("more effort may find fewer: --effort 100"), in_python("--sparsity must be at most 4")
    ('more effort may find fewer: effort=100', 'sparsity must be at most 4')
    >>> in_python("say --format NAME, --header yes or --columns 2,3")
    'say format="NAME", header=True or columns=(2, 3)'
    """
    if COMMAND.search(text):
        return text
    text = text.replace(
        LOOPS, "remove them, graph.remove_edges_from(nx.selfloop_edges(graph)); of a file drop_self_loops=True"
    )
    for option, argument in READING:
        text = re.sub(option, argument, text)

    def argument_of(found: re.Match[str]) -> str:
        name = found[1].replace("-", "_")
        return name if found[2] is None else f"{name}={found[2]}"

    text = ARGUMENTS.sub(argument_of, text)
    return f"{text} (an option of the command superproof; or pass a graph of networkx)" if "--" in text else text


@contextmanager
def spelled(words: Callable[[str], str] = in_python) -> Iterator[None]:
    """Errors of the block are said in other words, by default in Python's."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(error.file, words(error.complaint)) from None
    except UsageError as error:
        raise UsageError(words(str(error))) from None
    except NoNetworkError as error:
        raise NoNetworkError(words(str(error)), error.imperfect) from None
