"""Finished outputs kept on disk, so that a killed run goes on where it was, here or on a cluster."""

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import final

import numpy as np

from verify.arrays import Longs
from verify.documents.atomic import write_atomically
from verify.documents.reader import Fields
from verify.documents.tensors import read_tensors
from verify.errors import DocumentError
from verify.provers.branch.attained import NO_FLOOR, Floors
from verify.provers.branch.kept_form import NAMES, malformed
from verify.provers.branch.search import Search
from verify.statement.digest import problem_digest
from verify.statement.network import Network
from verify.statement.problem import Problem

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
    looked through, and what its nodes claim is for the checker, like every proof. Errors: DocumentError for an unusable
    file or one of another problem or network.
    """

    def __init__(self, path: str | os.PathLike[str], problem: Problem, network: Network) -> None:
        self._path, self._outputs = path, problem.outputs
        self._ranges: list[tuple[int, int]] = []
        self._binding = {"format": FORMAT, "problem": problem_digest(problem), "network": network.digest}
        self._kept: dict[str, Longs] = {}
        self._next = 0.0
        if Path(path).exists():
            self._load(problem, network)

    @property
    def resumed(self) -> str | None:
        """The file, where something was taken up from it."""
        return os.fspath(self._path) if self._kept else None

    @property
    def done(self) -> int:
        """How many outputs are finished."""
        return sum(end - begin for begin, end in self._ranges)

    def _load(self, problem: Problem, network: Network) -> None:
        tensors, metadata = read_tensors(self._path, MAX_BYTES)
        scattered = metadata.get("format") == SCATTERED
        for name, right in (self._binding | ({"format": SCATTERED} if scattered else {})).items():
            if metadata.get(name) != right:
                raise DocumentError(self._path, f"{name} must be {right}, not {metadata.get(name)}")
        Fields(self._path, metadata, self._binding)
        if set(tensors) != NAMES:
            raise DocumentError(self._path, f"tensors must be {', '.join(sorted(NAMES))}")
        complaint = malformed(tensors, problem, network, scattered=scattered)
        if complaint is not None:
            raise DocumentError(self._path, f"is no checkpoint: {complaint}; remove it to begin anew")
        self._kept = {name: array.astype(np.int64) for name, array in tensors.items()}
        done = self._kept["done"].tolist()
        self._ranges = list(zip(done[::2], done[1::2], strict=True)) if scattered else [(0, done[0])]

    def gaps(self) -> list[tuple[int, int]]:
        """Ranges of outputs still to do."""
        ends = [0, *(end for edge in self._ranges for end in edge), self._outputs]
        return [(begin, end) for begin, end in zip(ends[::2], ends[1::2], strict=True) if begin < end]

    def groups(self, search: Search) -> Iterator[tuple[int, int]]:
        """Ranges of outputs still to do, none too long, after putting what is finished into the search."""
        self.restore(search)
        size = max(SMALLEST_GROUP, -(-self._outputs // GROUPS))
        yield from [(k, min(k + size, end)) for begin, end in self.gaps() for k in range(begin, end, size)]

    def restore(self, search: Search) -> None:
        """Put what is finished into the search."""
        if self._kept:
            self._restore(search)

    def _restore(self, search: Search) -> None:
        kept, tree = self._kept, search.tree
        tree.bounds, tree.size = kept["bounds"], len(kept["bounds"])
        edges = np.cumsum(kept["counts"])[:-1]
        added = [tuple(part.tolist()) for part in np.split(kept["features"], edges)]
        branchings = zip(kept["numbers"].tolist(), added, kept["firsts"].tolist(), strict=False)
        tree.children = {number: (features, first) for number, features, first in branchings}
        note_attained(search, kept)
        search.floors = floors_in(kept)

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

        whole = len(self._ranges) == 1 and self._ranges[0][0] == 0
        done = [self._ranges[0][1]] if whole else [end for edge in self._ranges for end in edge]
        tensors = tree_tensors(search) | {"done": np.array(done, dtype=np.int64)}
        tensors["bounds"] = search.tree.bounds[: search.tree.size].copy()
        binding = self._binding | ({} if whole else {"format": SCATTERED})

        def write(temporary: Path) -> None:
            save_file(tensors, temporary, metadata=binding)

        write_atomically(self._path, write)

    def save_in_time(self, search: Search) -> None:
        """As `save`, unless saving would then take more than a twentieth of the time."""
        begun = time.monotonic()
        if begun >= self._next:
            self.save(search)
            self._next = time.monotonic() + 20 * (time.monotonic() - begun)

    def summary(self) -> str:
        """What is kept, in words."""
        return f"{self.done} of {self._outputs} outputs are finished and kept in {os.fspath(self._path)}"


def tree_tensors(search: Search) -> dict[str, Longs]:
    """What a search has found, but for the bounds of its nodes."""
    items = list(search.tree.children.items())
    lists = {
        "numbers": [number for number, _ in items],
        "counts": [len(added) for _, (added, _) in items],
        "features": [feature for _, (added, _) in items for feature in added],
        "firsts": [first for _, (_, first) in items],
        "attained_false": _flat(search.extremes.false),
        "attained_true": _flat(search.extremes.true),
        "floors": search.floors.of_side(np.array([1, -1])).tolist(),
    }
    return {name: np.array(values, dtype=np.int64) for name, values in lists.items()}


def note_attained(search: Search, tensors: Mapping[str, Longs]) -> None:
    """Put the worst scores seen, of `tree_tensors`, into another search."""
    for side, name in ((1, "attained_false"), (-1, "attained_true")):
        if len(tensors[name]):
            value, output, *active = tensors[name].tolist()
            search.extremes.note(side, value, output, tuple(active))


def floors_in(tensors: Mapping[str, Longs]) -> Floors:
    """The floors of `tree_tensors`."""
    false, true = (None if floor == NO_FLOOR else floor for floor in tensors["floors"].tolist())
    return Floors(false, true)


def _flat(seen: tuple[int, int, tuple[int, ...]] | None) -> list[int]:
    return [] if seen is None else [seen[0], seen[1], *seen[2]]
