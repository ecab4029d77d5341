"""Words of a line that are no names: numbers, and dictionaries as networkx writes them."""

import ast
import re
from collections.abc import Iterable

NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?:inf|nan)", re.ASCII | re.IGNORECASE)


def is_number(word: str) -> bool:
    """Whether a word is a number, whole or not, with a point or a comma.

    >>> is_number("1e-3"), is_number("0,5"), is_number("1a")
    (True, True, False)
    """
    return NUMBER.fullmatch(word) is not None


def is_data(words: Iterable[str]) -> bool:
    """Whether words behind two names are data of an edge: numbers only, or one dictionary."""
    return all(is_number(word) or (word[:1] == "{" and _is_dictionary(word)) for word in words)


def _is_dictionary(word: str) -> bool:
    try:
        return isinstance(ast.literal_eval(word), dict)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False


def whole(word: str) -> int | None:
    """A natural number, or None for any other word, and for one of more than 18 digits.

    >>> whole("12"), whole("-1"), whole("1.0")
    (12, None, None)
    """
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 18 else None
