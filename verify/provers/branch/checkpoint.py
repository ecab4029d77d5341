"""Finished outputs kept on disk, so that a killed run goes on where it was."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import final

import numpy as np

from verify.arrays import Longs
from verify.documents.atomic import write_atomically
from verify.documents.reader import Fields
from verify.documents.tensors import read_tensors
from verify.errors import DocumentError
from verify.provers.branch.extremes import NO_FLOOR, Floors
from verify.provers.branch.kept_form import NAMES, malformed
from verify.provers.branch.search import Search
from verify.statement.digest import problem_digest
from verify.statement.network import Network
from verify.statement.problem import Problem

FORMAT = "superproof-branch-checkpoint-2"
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
        self._path, self._outputs, self.done = path, problem.outputs, 0
        self._binding = {"format": FORMAT, "problem": problem_digest(problem), "network": network.digest}
        self._kept: dict[str, Longs] = {}
        if Path(path).exists():
            self._load(problem, network)

    @property
    def resumed(self) -> str | None:
        """The file, where something was taken up from it."""
        return os.fspath(self._path) if self._kept else None

    def _load(self, problem: Problem, network: Network) -> None:
        tensors, metadata = read_tensors(self._path, MAX_BYTES)
        for name, right in self._binding.items():
            if metadata.get(name) != right:
                raise DocumentError(self._path, f"{name} must be {right}, not {metadata.get(name)}")
        Fields(self._path, metadata, self._binding)
        if set(tensors) != NAMES:
            raise DocumentError(self._path, f"tensors must be {', '.join(sorted(NAMES))}")
        complaint = malformed(tensors, problem, network)
        if complaint is not None:
            raise DocumentError(self._path, f"is no checkpoint: {complaint}; remove it to begin anew")
        self._kept = {name: array.astype(np.int64) for name, array in tensors.items()}
        self.done = int(self._kept["done"][0])

    def groups(self, search: Search) -> Iterator[tuple[int, int]]:
        """Ranges of outputs still to do, after putting what is finished into the search."""
        if self._kept:
            self._restore(search)
        size = max(SMALLEST_GROUP, -(-self._outputs // GROUPS))
        for begin in range(self.done, self._outputs, size):
            yield begin, min(begin + size, self._outputs)

    def _restore(self, search: Search) -> None:
        kept, tree = self._kept, search.tree
        tree.bounds, tree.size = kept["bounds"], len(kept["bounds"])
        edges = np.cumsum(kept["counts"])[:-1]
        added = [tuple(part.tolist()) for part in np.split(kept["features"], edges)]
        branchings = zip(kept["numbers"].tolist(), added, kept["firsts"].tolist(), strict=False)
        tree.children = {number: (features, first) for number, features, first in branchings}
        for side, name in ((1, "attained_false"), (-1, "attained_true")):
            if len(kept[name]):
                value, output, *active = kept[name].tolist()
                search.extremes.note(side, value, output, tuple(active))
        false, true = (None if floor == NO_FLOOR else floor for floor in kept["floors"].tolist())
        search.floors = Floors(false, true)

    def save(self, search: Search, done: int) -> None:
        """Keep the search: outputs 0..done-1 are finished."""
        from safetensors.numpy import save_file

        tree = search.tree
        items = list(tree.children.items())
        lists = {
            "done": [done],
            "numbers": [number for number, _ in items],
            "counts": [len(added) for _, (added, _) in items],
            "features": [feature for _, (added, _) in items for feature in added],
            "firsts": [first for _, (_, first) in items],
            "attained_false": _flat(search.extremes.false),
            "attained_true": _flat(search.extremes.true),
            "floors": search.floors.of_side(np.array([1, -1])).tolist(),
        }
        tensors = {name: np.array(values, dtype=np.int64) for name, values in lists.items()}
        tensors["bounds"] = tree.bounds[: tree.size].copy()
        self.done = done

        def write(temporary: Path) -> None:
            save_file(tensors, temporary, metadata=self._binding)

        write_atomically(self._path, write)

    def summary(self) -> str:
        """What is kept, in words."""
        return f"{self.done} of {self._outputs} outputs are finished and kept in {os.fspath(self._path)}"


def _flat(seen: tuple[int, int, tuple[int, ...]] | None) -> list[int]:
    return [] if seen is None else [seen[0], seen[1], *seen[2]]
