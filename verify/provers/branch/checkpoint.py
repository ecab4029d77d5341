"""Finished outputs kept on disk, so that a killed run goes on where it was, here or on a cluster."""

import os
import time
from pathlib import Path
from typing import final

import numpy as np

from verify.arrays import Longs
from verify.documents.atomic import write_atomically
from verify.documents.reader import Fields
from verify.documents.tensors import read_tensors
from verify.errors import DocumentError
from verify.provers.branch.kept_form import NAMES, malformed, take_up, tensors_of
from verify.provers.branch.search import Search
from verify.provers.branch.subject import Subject
from verify.statement.digest import problem_digest

FORMAT = "superproof-branch-checkpoint-2"
SCATTERED = "superproof-branch-checkpoint-3"
"""As format 2, but `done` lists the ends of ranges of finished outputs; where these are 0..k-1 it stays format 2."""
MAX_BYTES = 4 * 2**30
GROUPS = 16
SMALLEST_GROUP = 1024


@final
class Checkpoint:
    """A safetensors file with the proof tree of the outputs finished so far, bound to problem and network by digest.

    It is written whole or not at all, and it is a hint: inputs that were seen are scored again, the form of the tree is
    looked through, and what its nodes claim is for the checker, like every proof. Without a path nothing is kept.
    Errors: DocumentError for an unusable file or one of another problem or network.
    """

    def __init__(self, path: str | os.PathLike[str] | None, subject: Subject) -> None:
        self._path, self._outputs = path, subject.problem.outputs
        self._ranges: list[tuple[int, int]] = []
        self._binding = {
            "format": FORMAT, "problem": problem_digest(subject.problem), "network": subject.network.digest,
        }  # fmt: skip
        self._kept: dict[str, Longs] = {}
        self._next = 0.0
        if path is not None and Path(path).exists():
            self._load(path, subject)

    @property
    def resumed(self) -> str | None:
        """The file, where something was taken up from it."""
        return os.fspath(self._path) if self._path is not None and self._kept else None

    def _load(self, path: str | os.PathLike[str], subject: Subject) -> None:
        tensors, metadata = read_tensors(path, MAX_BYTES)
        scattered = metadata.get("format") == SCATTERED
        for name, right in (self._binding | ({"format": SCATTERED} if scattered else {})).items():
            if metadata.get(name) != right:
                raise DocumentError(path, f"{name} must be {right}, not {metadata.get(name)}")
        Fields(path, metadata, self._binding)
        if set(tensors) != NAMES:
            raise DocumentError(path, f"tensors must be {', '.join(sorted(NAMES))}")
        complaint = malformed(tensors, subject, scattered=scattered)
        if complaint is not None:
            raise DocumentError(path, f"is no checkpoint: {complaint}; remove it to begin anew")
        self._kept = {name: array.astype(np.int64) for name, array in tensors.items()}
        done = self._kept["done"].tolist()
        self._ranges = list(zip(done[::2], done[1::2], strict=True)) if scattered else [(0, done[0])]

    def restore(self, search: Search) -> None:
        """Put what is finished into the search, which is new."""
        if self._kept:
            take_up(search, self._kept, 0, len(search.cases), slice(None))

    def gaps(self) -> list[tuple[int, int]]:
        """Ranges of outputs still to do."""
        ends = [0, *(end for edge in self._ranges for end in edge), self._outputs]
        return [(begin, end) for begin, end in zip(ends[::2], ends[1::2], strict=True) if begin < end]

    def groups(self) -> list[tuple[int, int]]:
        """Ranges of outputs still to do, none too long where they are kept."""
        size = self._outputs if self._path is None else max(SMALLEST_GROUP, -(-self._outputs // GROUPS))
        return [(k, min(k + size, end)) for begin, end in self.gaps() for k in range(begin, end, size)]

    def finish(self, *ranges: tuple[int, int]) -> None:
        """Outputs of these ranges are finished too, and in the search by the next `save`."""
        joined: list[tuple[int, int]] = []
        for first, last in sorted([*self._ranges, *ranges]):
            if joined and first <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        self._ranges = joined

    def save(self, search: Search) -> None:
        """Keep the search, with the outputs that are finished."""
        from safetensors.numpy import save_file

        if self._path is None:
            return
        whole = len(self._ranges) == 1 and self._ranges[0][0] == 0
        done = [self._ranges[0][1]] if whole else [end for edge in self._ranges for end in edge]
        tensors = tensors_of(search, 0, len(search.cases)) | {"done": np.array(done, dtype=np.int64)}
        binding = self._binding | ({} if whole else {"format": SCATTERED})
        write_atomically(self._path, lambda temporary: save_file(tensors, temporary, metadata=binding))

    def save_in_time(self, search: Search) -> None:
        """As `save`, unless saving would then take more than a twentieth of the time."""
        begun = time.monotonic()
        if begun >= self._next:
            self.save(search)
            self._next = time.monotonic() + 20 * (time.monotonic() - begun)

    def summary(self) -> str:
        """What is kept, in words that follow others."""
        done = sum(end - begin for begin, end in self._ranges)
        kept = f"; {done} of {self._outputs} outputs are finished and kept in "
        return "" if self._path is None else kept + os.fspath(self._path)
