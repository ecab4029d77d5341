"""What can go wrong, by who has to act on it.

Wrong values given to a constructor raise the built-in `ValueError`, `TypeError` or `OverflowError`. The
classes here mark the situations that the command line tells apart by exit status.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

MOST_DIGITS = 20_000
"""Digits of an integer in a document: as many as numbers of inputs have that can be counted (2**65536)."""


class SuperproofError(Exception):
    """Base of every error that is not a plain wrong argument."""


class DocumentError(SuperproofError):
    """A file that cannot be used: missing, damaged, of the wrong format, or against a rule (exit status 5).

    The message names the file, the place in it, the rule and the value.

    >>> str(DocumentError("p.json", "must be an object, not 3"))
    'p.json: must be an object, not 3'
    """

    def __init__(self, file: object, complaint: str) -> None:
        super().__init__(f"{file}: {complaint}")
        self.file = str(file)
        self.complaint = complaint


class UnsupportedGateError(ValueError):
    """A kind of gate that some part of the project does not support; the message names both."""


class SpuriousCounterexampleError(SuperproofError):
    """A prover reported an input that the plain forward pass handles correctly: a bug of ours, never hidden."""


class RefusedProofError(SuperproofError):
    """The checker refuses a proof that a prover found: a bug of ours, never hidden. Nothing is proved."""


@contextmanager
def long_integers() -> Iterator[None]:
    """Inside, Python writes and reads integers of at most `MOST_DIGITS` digits; outside, of as many as before.

    >>> with long_integers():
    ...     len(str(10**5000))
    5001
    """
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(MOST_DIGITS)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)


class ProgramError(SuperproofError):
    """The program that is proved in Coq cannot be built or asked; the message says what to do (exit status 4)."""


def shown_json(value: object, width: int = 60) -> str:
    """As `shown`, of a value in a JSON document: as JSON has it, but text as `shown` has it.

    >>> shown_json(None), shown_json([True, "a"]), shown_json("a")
    ('null', '[true, "a"]', "'a'")
    """
    text = shown(value, width)
    if text.startswith("a ") or not (value is None or isinstance(value, (bool, list, dict))):
        return text  # Too much of it, or the same in both.
    with suppress(RecursionError, ValueError), long_integers():
        text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= width else f"{text[: width - 3]}..."


def shown(value: object, width: int = 60) -> str:
    """`repr(value)` cut to `width` characters, for messages about values that may be huge or hostile.

    >>> shown("ab"), shown(10**5000, 20)
    ("'ab'", 'an integer of 16610 bits')
    """
    if isinstance(value, int) and value.bit_length() > 1000:
        return f"an integer of {value.bit_length()} bits"
    if isinstance(value, (list, tuple, dict)) and len(value) > width:
        return f"a {type(value).__name__} of {len(value)} items"
    try:
        text = repr(value)
    except (RecursionError, ValueError):
        return f"a {type(value).__name__} too deep or too long to show"
    return text if len(text) <= width else f"{text[: width - 3]}..."
