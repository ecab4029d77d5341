"""Whole files or none: write beside the target, then rename."""

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from verify.errors import DocumentError


def write_atomically(path: str | os.PathLike[str], write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary file in the same folder, then rename it to `path`.

    Guarantee: for every outcome, `path` afterwards is either the complete new file or what it was before.
    Errors: DocumentError naming the file and the system's reason (folder missing or unwritable, disk full).
    """
    write_together([(path, write)])


def write_together(files: Sequence[tuple[str | os.PathLike[str], Callable[[Path], object]]]) -> None:
    """Fill temporary files beside all targets, one after the other, and rename them when the last one is complete.

    Guarantee: where one cannot be written, none of the targets has changed. Errors: DocumentError as
    `write_atomically`.
    """
    staged: list[tuple[Path, Path]] = []
    path: str | os.PathLike[str] = ""
    try:
        for path, write in files:
            target = require_replaceable(path)
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".part")
            os.close(handle)
            staged.append((Path(name), target))
            write(Path(name))
            _flush_to_disk(Path(name))
            Path(name).chmod(0o666 & ~_umask())
        for temporary, target in staged:
            path = target
            temporary.replace(target)
    except OSError as error:
        raise DocumentError(path, f"cannot be written: {error.strerror or error}") from error
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def require_replaceable(path: str | os.PathLike[str]) -> Path:
    """The path, unless something other than a regular file is there: DocumentError.

    A rename would put a plain file in the place of a folder, a terminal or /dev/null.
    """
    target = Path(path)
    try:
        blocked = target.exists() and not target.is_file()
    except OSError as error:
        raise DocumentError(path, f"cannot be written: {error.strerror}") from error
    if blocked:
        raise DocumentError(path, "cannot be written: it is not a regular file")
    return target


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """`text` as UTF-8, atomically."""
    write_atomically(path, lambda temporary: fill_text(temporary, text))


def fill_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 to a temporary file."""
    path.write_text(text, encoding="utf-8", newline="\n")


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
