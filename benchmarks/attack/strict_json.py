"""JSON by RFC 8259, integers only and no key twice, by recursive descent: no parser of the standard library."""

import re
from decimal import Decimal
from typing import Any

DEEPEST = 300
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(?![0-9.eE])")
PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
WORDS = {"true": True, "false": False, "null": None}
MOST_DIGITS = 20000


class RefusedError(Exception):
    """The document breaks a rule."""


def parse(data: bytes | str) -> Any:
    """The value in a text, as bytes in UTF-8. Errors: RefusedError."""
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(str(error)) from None
    reader = _Reader(text)
    value = reader.value(0)
    reader.space()
    if reader.at != len(text):
        raise RefusedError("something follows the value")
    return value


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def space(self) -> None:
        while self.text[self.at : self.at + 1] in (" ", "\t", "\n", "\r"):
            self.at += 1

    def take(self, sign: str) -> bool:
        self.space()
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) if found else 0
        return found

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise RefusedError(f"{sign} is missing at {self.at}")

    def value(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise RefusedError("nested too deeply")
        self.space()
        match self.text[self.at : self.at + 1]:
            case "{":
                return self._object(depth)
            case "[":
                return self._array(depth)
            case '"':
                return self._string()
        for word, value in WORDS.items():
            if self.take(word):
                return value
        number = NUMBER.match(self.text, self.at)
        if number is None or len(number[0]) > MOST_DIGITS:
            raise RefusedError(f"no value at {self.at}")
        self.at = number.end()
        return int(Decimal(number[0]))  # exact, and not bound to the interpreter's limit on digits

    def _object(self, depth: int) -> dict[str, Any]:
        self.need("{")
        members: dict[str, Any] = {}
        if self.take("}"):
            return members
        while True:
            self.space()
            key = self._string()
            if key in members:
                raise RefusedError(f"{key!r} occurs twice")
            self.need(":")
            members[key] = self.value(depth + 1)
            if self.take("}"):
                return members
            self.need(",")

    def _array(self, depth: int) -> list[Any]:
        self.need("[")
        items: list[Any] = []
        if self.take("]"):
            return items
        while True:
            items.append(self.value(depth + 1))
            if self.take("]"):
                return items
            self.need(",")

    def _string(self) -> str:
        if self.text[self.at : self.at + 1] != '"':
            raise RefusedError(f"no string at {self.at}")
        self.at += 1
        parts = []
        while True:
            plain = PLAIN.match(self.text, self.at)
            parts.append(plain[0] if plain else "")
            self.at += len(parts[-1])
            sign = self.text[self.at : self.at + 1]
            self.at += 1
            if sign == '"':
                # A pair of surrogates is one character.
                return "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
            if sign != "\\":
                raise RefusedError(f"a string must end, and hold no control character, at {self.at}")
            parts.append(self._escaped())

    def _escaped(self) -> str:
        sign = self.text[self.at : self.at + 1]
        self.at += 1
        if sign in ESCAPES:
            return ESCAPES[sign]
        digits = self.text[self.at : self.at + 4]
        if sign != "u" or not re.fullmatch("[0-9a-fA-F]{4}", digits):
            raise RefusedError(f"no escape at {self.at}")
        self.at += 4
        return chr(int(digits, 16))
