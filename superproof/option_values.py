"""The values of options: from text to numbers, or one sentence with the rule. Standard library only."""

import argparse
import re
from collections.abc import Mapping
from fractions import Fraction

from verify.progress import Seconds

UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}
BYTES = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}


def a_count(text: str) -> int:
    """A number of things, at least one."""
    return _integer(text, 1, 2**40, "an integer from 1 to 2**40")


def a_threshold(text: str) -> int:
    """A number of things, or none."""
    return _integer(text, 0, 2**40, "an integer from 0 to 2**40")


def counts(text: str) -> tuple[int, ...]:
    """Several numbers with commas between them."""
    return tuple(map(a_count, text.split(",")))


def words(text: str) -> tuple[str, ...]:
    """Several words with commas between them."""
    return tuple(text.split(","))


def two_columns(text: str) -> tuple[str, str]:
    """Two columns of a table, by name or number."""
    found = tuple(word.strip() for word in text.split(","))
    if len(found) != 2 or not all(found):
        raise argparse.ArgumentTypeError(f"must be two columns, such as source,target or 1,2, not {text[:60]!r}")
    return found[0], found[1]


def an_amount(text: str) -> int:
    """A whole number that may be written with an exponent or a unit."""
    digits, unit = _split(text)
    value = _decimal(digits) * UNITS[unit]
    if value.denominator != 1 or not 1 <= value <= 10**24:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to 10**24, such as 124e6, not {text[:60]!r}")
    return int(value)


def a_width(text: str) -> Fraction:
    """A number of bits, exactly."""
    value = _decimal(text)
    if not 0 < value <= 2**20:
        raise argparse.ArgumentTypeError(f"must be a positive number of bits, such as 16 or 1.58, not {text[:60]!r}")
    return value


def a_dyadic(text: str) -> Fraction:
    """A number, exactly: a decimal is taken as the float that is nearest to it, unless it is a fraction of 2**k."""
    value = a_fraction(text)
    try:
        return value if value.denominator & (value.denominator - 1) == 0 else Fraction(float(value))
    except OverflowError:
        raise argparse.ArgumentTypeError(f"must be a number that float64 holds, not {text[:60]!r}") from None


def a_fraction(text: str) -> Fraction:
    """A number, exactly, of at most 999 digits above and below a line."""
    rule = f"must be a number, such as 0.5 or -1 or 3/8, not {text[:60]!r}"
    if not re.fullmatch(r"-?\d{1,999}(\.\d{1,20}|/\d{1,999})?([eE][-+]?\d{1,2})?", text, re.ASCII):
        raise argparse.ArgumentTypeError(rule)
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(rule) from None


def a_range(text: str) -> tuple[int, Fraction, Fraction]:
    """A feature and the ends of its range."""
    found = re.fullmatch(r"(\d{1,9})=([^:]+):([^:]+)", text, re.ASCII)
    if found is None:
        raise argparse.ArgumentTypeError(f"must be a feature and its range, such as 3=-1:0.5, not {text[:60]!r}")
    return int(found[1]), a_dyadic(found[2]), a_dyadic(found[3])


def a_seed(text: str) -> int:
    """A seed of public random numbers."""
    return _integer(text, 0, 2**63 - 1, "an integer from 0 to 2**63 - 1")


def neurons(text: str) -> int | None:
    """A number of neurons; None for auto."""
    return None if text == "auto" else _integer(text, 1, 2**40, "'auto' or an integer from 1 to 2**40")


def a_size(text: str) -> int:
    """Bytes, plain or in units of 1024."""
    return _integer(text, 1, 2**62, "a number of bytes, like 3000000000 or 500M or 3G", BYTES)


def a_number_or_all(text: str) -> int | None:
    """A number of things; None for all of them."""
    return None if text == "all" else _integer(text, 1, 2**40, "'all' or an integer from 1 to 2**40")


def floats(text: str) -> tuple[float, ...]:
    """Several numbers with commas between them."""
    try:
        found = tuple(map(float, text.split(",")))
    except ValueError:
        found = ()
    if not found or not all(abs(value) < float("inf") for value in found):
        raise argparse.ArgumentTypeError(f"must be numbers, such as 0.5 or 0.5,0.25, not {text[:60]!r}")
    return found


def seconds(text: str) -> Seconds:
    """A time limit, with its own spelling."""
    digits, unit = _split(text.strip())
    try:
        value = float(digits) * UNITS[unit]
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"must be a positive number of seconds, not {text[:60]!r}")
    return Seconds(value, text.strip())


def _integer(text: str, least: int, most: int, rule: str, units: Mapping[str, int] = UNITS) -> int:
    """An integer, plain or with a unit: k, M or G."""
    digits, unit = _split(text)
    # int() refuses longer text with a message about itself.
    if not digits.removeprefix("-").isdecimal() or len(text) > 4000 or not least <= int(digits) * units[unit] <= most:
        raise argparse.ArgumentTypeError(f"must be {rule}, not {text[:60]!r}")
    return int(digits) * units[unit]


def _split(text: str) -> tuple[str, str]:
    unit = text[-1:].upper()
    return (text[:-1], unit) if unit in UNITS and unit else (text, "")


def _decimal(text: str) -> Fraction:
    """A decimal number, exactly; 0 for any other text. Exponents are short, so no text makes a giant of a number."""
    return Fraction(text) if re.fullmatch(r"\d{1,20}(\.\d{1,20})?([eE]\+?\d{1,2})?", text, re.ASCII) else Fraction(0)
