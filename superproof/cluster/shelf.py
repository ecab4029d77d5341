"""Documents by digest in a folder of the worker's machine: each comes there once, whoever asks about it later."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import final

from superproof.documents import save
from verify import FloatNetwork, Network, Problem
from verify.documents import write_atomically
from verify.errors import DocumentError

FOLDER = "SUPERPROOF_CLUSTER_CACHE"
"""Environment variable of a worker: the folder, which several machines may share."""


def folder() -> Path:
    """Where the documents are: a folder of this user."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else Path(tempfile.gettempdir()) / f"superproof-cluster-{os.getuid()}"


@final
class Shelf:
    """Documents in a folder, each under its SHA-256, by which it is verified whenever it is taken down."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def path(self, digest: str) -> Path:
        """Where a document lies, or would."""
        return self._place / digest

    def has(self, digest: str) -> bool:
        """Whether the document is there. Errors: DocumentError for another one under its name."""
        path = self.path(digest)
        if not path.exists():
            return False
        found = sha256(path.read_bytes())
        if found != digest:
            raise DocumentError(path, f"holds another document than its name says, with SHA-256 {found}: remove it")
        return True

    def put(self, digest: str, content: bytes) -> None:
        """Keep a document. Errors: DocumentError where it is another, or cannot be written."""
        found = sha256(content)
        if found != digest:
            raise DocumentError(self.path(digest), f"must have the SHA-256 of its name, and what came has {found}")
        if not self.has(digest):
            self._place.mkdir(mode=0o700, parents=True, exist_ok=True)

            def fill(temporary: Path) -> None:
                temporary.write_bytes(content)

            write_atomically(self.path(digest), fill)


def sha256(content: bytes) -> str:
    """The digest, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def documents_of(problem: Problem, network: Network | FloatNetwork) -> dict[str, bytes]:
    """What their files would hold."""
    with tempfile.TemporaryDirectory() as name:
        save(problem, Path(name) / "problem")
        save(network, Path(name) / "network")
        return {part: (Path(name) / part).read_bytes() for part in ("problem", "network")}
