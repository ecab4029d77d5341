"""What can go wrong above `verify`, by who has to act on it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from verify.errors import DocumentError, SuperproofError

if TYPE_CHECKING:
    from verify import Network


class UsageError(SuperproofError):
    """An option's value is impossible for this problem (exit status 2); the message names option, rule and value.

    >>> str(UsageError("--sparsity must be at least 1, not 0"))
    '--sparsity must be at least 1, not 0'
    """


class NoNetworkError(SuperproofError):
    """A search or a training found no network; that says nothing about whether one exists (exit status 4).

    `imperfect` is the network that came nearest, where there is one.

    >>> NoNetworkError("no network was found").imperfect is None
    True
    """

    def __init__(self, message: str, imperfect: "Network | None" = None) -> None:
        super().__init__(message)
        self.imperfect = imperfect


class ContradictionError(SuperproofError):
    """A checked proof and a replayed counterexample for the same network: a bug of ours, never hidden."""


def did_you_mean(word: str, known: Iterable[str], written: Callable[[str], str] = str) -> str:
    """A hint for a word that is nearly right; nothing where none is near.

    >>> did_you_mean("certfy", ["check", "certify"]), did_you_mean("x", ["check"])
    ('; did you mean certify?', '')
    """
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean {written(near[0])}?" if near else ""


@contextmanager
def as_usage(where: str = "") -> Iterator[None]:
    """A ValueError of the block is wrong usage: UsageError, with `where` before its words."""
    try:
        yield
    except ValueError as error:
        raise UsageError(f"{where}{error}") from error


@contextmanager
def about_file(file: object, *kinds: type[Exception], where: str = "", words: str | None = None) -> Iterator[None]:
    """Errors of these kinds are about a file: DocumentError, in their own words, `where` before them, or in `words`."""
    try:
        yield
    except kinds as error:
        raise DocumentError(file, f"{where}{error}" if words is None else words) from error
