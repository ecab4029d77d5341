"""The bytes of a graph file, unpacked, and its text: bounded in size, strict, with every step of decoding noted."""

import bz2
import gc
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import NoReturn, final

from verify.documents import read_bytes
from verify.errors import DocumentError, shown

MAX_BYTES = 2**28
"""Largest graph file, packed and unpacked."""
XZ_MEMORY = 2**28
SEEN = bytes([*range(32, 127)]) + b"\t\n\r"
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
"""Characters that nobody sees, and that some readers take for the end of a line, of a word, or for nothing."""
FOREIGN = {
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!": "RAR",
    b"%PDF": "PDF",
    b"\x80\x04\x95": "pickle",
    b"\x80\x05\x95": "pickle",
    b"\x89HDF": "HDF5 (MATLAB)",
    b"MATLAB 5.0 MAT-file": "MATLAB",
    b"SQLite format 3": "SQLite",
}
"""First bytes of files that are no graph files, and what they are."""


@final
@dataclass(frozen=True)
class Content:
    """`path` is what errors name, `name` the file's name without `.gz` and the like, `notes` how it was unpacked."""

    path: str
    name: str
    data: bytes
    notes: list[str] = field(default_factory=list)

    @property
    def suffix(self) -> str:
        """The suffix that says the format, in lower case."""
        return PurePath(self.name).suffix.casefold()

    @cached_property
    def text(self) -> str:
        """The text, with `\\n` at line ends. Errors: DocumentError for bytes that are no text."""
        text = _decoded(self).replace("\r\n", "\n").replace("\r", "\n")
        if not self.data.translate(None, delete=SEEN):
            return text  # Plain ASCII, as most are.
        found = UNSEEN.search(text)
        if found is not None:
            line = text.count("\n", 0, found.start()) + 1
            self.refuse(f"must be text, but holds the control character U+{ord(found.group()):04X}", line)
        return text

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text; line 1 is the first."""
        return self.text.split("\n")

    def said(self, comment: str = "") -> Iterator[tuple[int, str]]:
        """Number and text of every line that is neither blank nor begins with one of the signs in `comment`."""
        for number, line in enumerate(self.lines, start=1):
            text = line.strip(" \t")
            if text and text[0] not in comment:
                yield number, text

    @property
    def head(self) -> str:
        """The first bytes as text, whatever they are, to recognise a format by."""
        start = self.data[: 2**16]
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return start.decode("utf-16", errors="replace")
        return start.removeprefix(b"\xef\xbb\xbf").decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")

    def error(self, rule: str, line: int | None = None) -> DocumentError:
        """The error that names the file, the line where there is one, and the rule."""
        return DocumentError(self.path, rule if line is None else f"line {line} {rule}")

    def refuse(self, rule: str, line: int | None = None) -> NoReturn:
        """Raise `error`."""
        raise self.error(rule, line)


def read_content(path: str) -> Content:
    """The content of a file, unpacked if it is gzip, bzip2, xz, or a zip archive of one file.

    Errors: DocumentError for what cannot be read or unpacked, and for more than `MAX_BYTES`.
    """
    return unpacked(path, read_bytes(path, MAX_BYTES))


def unpacked(path: str, data: bytes) -> Content:
    """The content of a file of these bytes; the packing is known by its first bytes, not by the name.

    >>> unpacked("g.txt.gz", gzip.compress(b"a b")).name
    'g.txt'
    """
    content = Content(path, PurePath(path).name, data)
    unpack = next((unpack for magic, unpack in PACKINGS.items() if data.startswith(magic)), None)
    try:
        content = content if unpack is None else unpack(content)
    except NotImplementedError as error:
        raise DocumentError(path, f"is packed in a way that cannot be unpacked here: {error}") from None
    except BROKEN as error:
        raise DocumentError(path, f"cannot be unpacked, it is damaged or cut off: {str(error)[:80]}") from None
    if unpack is not None and len(content.data) > MAX_BYTES:
        content.refuse(f"must unpack to at most {MAX_BYTES} bytes, but has more")
    for magic, kind in FOREIGN.items():
        if content.data.startswith(magic):
            content.refuse(f"must be a graph file, but is a {kind} file")
    if content.data[257:262] == b"ustar":
        content.refuse("must be one graph, but is a tar archive: unpack it")
    return content


def _stream(word: str, read: Callable[[bytes], bytes], *suffixes: str) -> Callable[[Content], Content]:
    def unpack(packed: Content) -> Content:
        name = PurePath(packed.name).stem if packed.suffix in suffixes else packed.name
        return Content(packed.path, name, read(packed.data), [f"unpacked from {word}"])

    return unpack


def _xz(data: bytes) -> bytes:
    # Not LZMAFile: only the decompressor has a limit on the memory that a file may ask for.
    found = b""
    while data and len(found) <= MAX_BYTES:
        unpacker = lzma.LZMADecompressor(memlimit=XZ_MEMORY)
        found += unpacker.decompress(data, MAX_BYTES + 1 - len(found))
        if not unpacker.eof and len(found) <= MAX_BYTES:
            raise EOFError("the end is missing")
        data = unpacker.unused_data.lstrip(b"\0")
    return found


def _zip(packed: Content) -> Content:
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        members = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
        members = [entry for entry in members if not entry.filename.startswith("__MACOSX/")]
        if members and all(entry.filename.endswith(".npy") for entry in members):
            return packed  # An .npz file of numpy or scipy is read as it is.
        if len(members) != 1:
            names = ", ".join(shown(entry.filename) for entry in members[:4])
            packed.refuse(f"a zip archive must hold one graph file, not {len(members)} files ({names})")
        with archive.open(members[0]) as member:
            name = PurePath(members[0].filename).name or packed.name
            return Content(packed.path, name, member.read(MAX_BYTES + 1), ["unpacked from zip"])


PACKINGS = {
    b"\x1f\x8b": _stream(
        "gzip", lambda data: gzip.GzipFile(fileobj=io.BytesIO(data)).read(MAX_BYTES + 1), ".gz", ".gzip"
    ),
    b"BZh": _stream("bzip2", lambda data: bz2.BZ2File(io.BytesIO(data)).read(MAX_BYTES + 1), ".bz2"),
    b"\xfd7zXZ\x00": _stream("xz", _xz, ".xz"),
    b"PK\x03\x04": _zip,
    b"PK\x05\x06": _zip,
}
"""First bytes -> how to unpack."""
BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, RuntimeError, ValueError)
"""What unpacking raises of files that are damaged."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Python's search for circular garbage rests: it would look at each of a million edges, over and over, in vain."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _decoded(content: Content) -> str:
    data = content.data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            content.refuse("must be text, but is no UTF-16, as its first two bytes say")
    zero = data.find(b"\0")
    if zero >= 0:
        content.refuse(f"must be text, but byte {zero} is 0")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = f"byte {error.start} is {data[error.start]}"
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        content.refuse(f"must be UTF-8 or Latin-1 text, but {place}, and byte {error.start} is {data[error.start]}")
    content.notes.append(f"not UTF-8 ({place}), read as Latin-1 (Windows-1252)")
    return text
