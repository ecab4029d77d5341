"""Documents by digest in a folder of the worker's machine: each comes there once, whoever asks about it later, and is
verified whenever it is taken down."""

import hashlib
import os
import tempfile
from pathlib import Path

from superproof.documents import save
from verify import FloatNetwork, Network, Problem
from verify.documents import write_atomically
from verify.errors import DocumentError

FOLDER = "SUPERPROOF_CLUSTER_CACHE"
"""Environment variable of a worker: the folder, which several machines may share."""


def place_of(digest: str) -> Path:
    """Where a document lies, or would: in a folder of this user, or the one that the environment names."""
    named = os.environ.get(FOLDER)
    folder = Path(named) if named else Path(tempfile.gettempdir()) / f"superproof-cluster-{os.getuid()}"
    return folder / digest


def has(digest: str) -> bool:
    """Whether the document is there. Errors: DocumentError for another one under its name."""
    path = place_of(digest)
    if not path.exists():
        return False
    found = sha256(path.read_bytes())
    if found != digest:
        raise DocumentError(path, f"holds another document than its name says, with SHA-256 {found}: remove it")
    return True


def put(digest: str, content: bytes) -> None:
    """Keep a document. Errors: DocumentError where it is another, or cannot be written."""
    path, found = place_of(digest), sha256(content)
    if found != digest:
        raise DocumentError(path, f"must have the SHA-256 of its name, and what came has {found}")
    if not has(digest):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, lambda temporary: temporary.write_bytes(content))


def sha256(content: bytes) -> str:
    """The digest, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def documents_of(problem: Problem, network: Network | FloatNetwork) -> dict[str, bytes]:
    """What their files would hold."""
    with tempfile.TemporaryDirectory() as name:
        save(problem, Path(name) / "problem")
        save(network, Path(name) / "network")
        return {part: (Path(name) / part).read_bytes() for part in ("problem", "network")}
