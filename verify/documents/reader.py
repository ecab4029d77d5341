"""Strict JSON: integers only, no repeated keys, bounded size and depth, and errors that name place, rule and value."""

import json
import os
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO, NoReturn, TypeVar

from verify.errors import MOST_DIGITS, DocumentError, long_integers, shown, shown_json

MAX_BYTES = 4 * 2**30
MAX_TEXT = 2**30
READ_STEP = 2**20
Kind = TypeVar("Kind")


@contextmanager
def open_bounded(path: str | os.PathLike[str], limit: int) -> Iterator[BinaryIO]:
    """The file opened for reading, if it says that it has at most `limit` bytes; a pipe or a device does not say.

    Errors: DocumentError for one that has more or none, and for what the system refuses meanwhile.
    """
    try:
        with Path(path).open("rb") as stream:
            found = os.fstat(stream.fileno())
            size = found.st_size
            if not size and stat.S_ISREG(found.st_mode):
                raise DocumentError(path, "is empty")
            if size > limit:
                raise DocumentError(path, f"a document must have at most {limit} bytes, not {size}")
            yield stream
    except OSError as error:
        raise DocumentError(path, f"cannot be read: {error.strerror}") from error


def read_rest(path: object, stream: BinaryIO, limit: int) -> bytes:
    """What is left of the stream; DocumentError beyond `limit` bytes. A pipe tells no size beforehand."""
    data = bytearray()
    while chunk := stream.read(READ_STEP):
        data += chunk
        if len(data) > limit:
            raise DocumentError(path, f"a document must have at most {limit} bytes")
    return bytes(data)


def read_bytes(path: str | os.PathLike[str], limit: int = MAX_BYTES) -> bytes:
    """The file's bytes; DocumentError when it cannot be read or is larger than `limit`."""
    with open_bounded(path, limit) as stream:
        return read_rest(path, stream, limit)


def read_object(path: str | os.PathLike[str]) -> dict[str, object]:
    """The JSON object in a file (`parse_object`), of at most `MAX_TEXT` bytes; what begins otherwise is not read on."""
    with open_bounded(path, MAX_TEXT) as stream:
        start = stream.read(READ_STEP)
        if not start.lstrip(b" \t\r\n").startswith(b"{"):
            return parse_object(path, start)  # No object begins so: this says why.
        return parse_object(path, start + read_rest(path, stream, MAX_TEXT - len(start)))


def parse_object(path: object, data: bytes | str) -> dict[str, object]:
    """The JSON object in `data`, which is UTF-8 without a byte order mark. Errors: DocumentError for everything else.

    >>> parse_object("doc", '{"a": [1]}')
    {'a': [1]}
    """

    def refuse(rule: str) -> NoReturn:
        raise DocumentError(path, rule)

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, member in pairs:
            if key in result:
                refuse(f"a key must occur once, but {shown(key)} occurs twice")
            result[key] = member
        return result

    def integer(text: str) -> int:
        if len(text) > MOST_DIGITS:
            refuse(f"an integer must have at most {MOST_DIGITS} digits, not {len(text)}")
        return int(text)

    try:
        with long_integers():
            value: object = json.loads(
                # Decoded here, strictly: json.loads itself guesses UTF-16 and UTF-32 and lets lone surrogates pass.
                data if isinstance(data, str) else data.decode("utf-8"),
                object_pairs_hook=unique,
                parse_int=integer,
                parse_float=lambda text: refuse(f"numbers must be integers, not {text[:40]}"),
                parse_constant=lambda text: refuse(f"numbers must be integers, not {text}"),
            )
    except RecursionError:
        raise DocumentError(path, "is nested too deeply to be a document") from None
    except json.JSONDecodeError as error:
        raise DocumentError(path, _fault(error)) from None
    except UnicodeDecodeError as error:
        raise DocumentError(path, f"is not JSON, which is UTF-8: {error}") from None
    if not isinstance(value, dict):
        refuse(f"must hold one JSON object, not {shown_json(value)}")
    return value


def _fault(error: json.JSONDecodeError) -> str:
    """Where text stops being JSON, and how a comma that is one too many is mended.

    >>> try:
    ...     json.loads('{"a": 1,}')
    ... except json.JSONDecodeError as error:
    ...     print(_fault(error).partition(": ")[2])
    take out the comma before '}'
    """
    before, after = error.doc[max(0, error.pos - 80) : error.pos], error.doc[error.pos : error.pos + 80]
    end = after.lstrip(", \t\r\n")[:1]
    if end in ("]", "}") and (before.rstrip(" \t\r\n").endswith(",") or after.startswith(",")):
        wanted = f"take out the comma before {end!r}"
    else:
        wanted = f"{error.msg}, found {shown(after, 24) if after else 'the end'}"
    return f"is not JSON at line {error.lineno}, column {error.colno}: {wanted}"


def json_text(path: object, value: object, *, indent: int | None = None) -> str:
    """`value` as JSON that `parse_object` reads back; DocumentError for what JSON, or our JSON, cannot hold.

    A construction note or evidence may come from anywhere: a fraction in it would make a file that nobody can load.
    """
    try:
        with long_integers():
            text = json.dumps(value, indent=indent, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise DocumentError(path, f"cannot be written as JSON: {error}") from error
    parse_object(path, text)
    return text


class Fields:
    """The members of one JSON object, taken out by name and type; what is left over is refused."""

    def __init__(self, path: object, members: Mapping[str, object], allowed: Collection[str]) -> None:
        self._path = path
        self._members = members
        extra = sorted(set(members) - set(allowed))
        if extra:
            near = get_close_matches(extra[0], allowed, n=1)
            hint = f": did you mean {near[0]!r}?" if near else ""
            raise DocumentError(path, f"keys must be among {', '.join(sorted(allowed))}, not {shown(extra[0])}{hint}")

    def __contains__(self, key: str) -> bool:
        return key in self._members

    def refuse(self, key: str, rule: str) -> NoReturn:
        """DocumentError: `key` must ..., not its value."""
        raise DocumentError(self._path, f"{key} must {rule}, not {shown_json(self._members.get(key))}")

    def take(self, key: str) -> object:
        """The value of a key that must be there."""
        if key not in self._members:
            raise DocumentError(self._path, f"key {key!r} is missing (docs/formats.md says what it holds)")
        return self._members[key]

    def integer(self, key: str) -> int:
        """The integer under `key`."""
        return self._typed(key, int, "an integer")

    def text(self, key: str) -> str:
        """The string under `key`."""
        return self._typed(key, str, "a string")

    def array(self, key: str) -> list[object]:
        """The array under `key`."""
        return self._typed(key, list, "an array")

    def object(self, key: str) -> dict[str, object]:
        """The object under `key`."""
        return self._typed(key, dict, "an object")

    def _typed(self, key: str, kind: type[Kind], words: str) -> Kind:
        value = self.take(key)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.refuse(key, f"be {words}")
        return value

    def constant(self, key: str, value: str) -> None:
        """Refuse unless the string under `key` is exactly `value`."""
        if key not in self._members:
            raise DocumentError(self._path, f"key {key!r} is missing: it must be {value!r} (docs/formats.md)")
        if self._members[key] != value:
            self.refuse(key, f"be {value!r}")
