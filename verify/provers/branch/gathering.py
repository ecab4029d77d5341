"""Parts of a proof, found by others, put together: each is held to what was asked, and an input is scored again."""

from typing import final

import numpy as np

from verify.crew import Part, Task
from verify.errors import DocumentError
from verify.provers.branch.attained import Floors
from verify.provers.branch.checkpoint import Checkpoint, floors_in, note_attained
from verify.provers.branch.goals import Finding
from verify.provers.branch.kept_form import NAMES, seen_complaint, tree_complaint
from verify.provers.branch.search import Search
from verify.statement.forward import score
from verify.statement.network import Network
from verify.statement.problem import Problem

FIELDS = NAMES - {"done"}


@final
class Gathering:
    """A search that takes up the parts of others."""

    def __init__(self, search: Search, problem: Problem, network: Network) -> None:
        self.search, self._problem, self._network = search, problem, network
        self.floors: Floors | None = None

    def wrong(self, task: Task, part: Part) -> Finding | None:
        """The wrong input that a part tells of, scored again. Errors: DocumentError where it is none of the task's."""
        told = part.get("wrong")
        if told is None:
            return None
        rest = [] if type(told) is not list or any(type(x) is not int for x in told) else told
        in_range = len(rest) >= 2 and rest[1] in task["outputs"]
        active = rest[2:]
        fitting = sorted(set(active)) == active and all(0 <= j < self._problem.inputs for j in active)
        if not in_range or not fitting or not len(active) == rest[0] <= task["most"] or not self._is_wrong(rest):
            raise DocumentError(name_of(task), "tells of no wrong input of these outputs")
        return Finding(rest[0], rest[1], tuple(active))

    def _is_wrong(self, told: list[int]) -> bool:
        _, output, *active = told
        reads = score(self._network, tuple(active), output) >= self._network.threshold
        return reads != self._problem.levels[0][output].value(active)

    def take(self, task: Task, part: Part, kept: Checkpoint | None) -> None:
        """Put the proof of a range of outputs into the search, and keep it. Errors: DocumentError for anything else."""
        self._require_proof(task, part)
        self._graft(task, part)
        if kept is not None:
            kept.finish((task["begin"], task["end"]))
            kept.save_in_time(self.search)

    def _require_proof(self, task: Task, part: Part) -> None:
        cases = self.search.cases
        if set(part) != FIELDS or any(
            type(a) is not np.ndarray or a.dtype != np.int64 or a.ndim != 1 for a in part.values()
        ):
            raise DocumentError(name_of(task), f"must have lists of 64-bit integers {', '.join(sorted(FIELDS))}")
        first, last = np.searchsorted(cases.output, [task["begin"], task["end"]]).tolist()
        roots, added = len(cases), len(part["bounds"]) - (last - first)
        numbers = part["numbers"]
        complaint = seen_complaint(part, self._problem, self._network) or tree_complaint(
            part, roots, roots + max(added, 0), self._problem.inputs
        )
        mine = ((numbers >= first) & (numbers < last)) | (numbers >= roots)
        if complaint is not None or added != len(part["features"]) or not mine.all():
            raise DocumentError(name_of(task), f"is no proof of these outputs: {complaint or 'other nodes'}")
        floors = floors_in(part)
        if self.floors not in (None, floors):
            raise DocumentError(name_of(task), f"has floors {floors}, and others have {self.floors}")
        self.floors = self.search.floors = floors

    def _graft(self, task: Task, part: Part) -> None:
        """The nodes of a part, its children numbered behind all others."""
        search, roots = self.search, len(self.search.cases)
        first, last = np.searchsorted(search.cases.output, [task["begin"], task["end"]]).tolist()
        added, numbers = len(part["bounds"]) - (last - first), part["numbers"]
        place = search.tree.grow(added)
        mine = np.isin(search.cases.output[first:last], task["outputs"])
        search.tree.bounds[first:last][mine] = part["bounds"][: last - first][mine]
        search.tree.bounds[place : place + added] = part["bounds"][last - first :]
        edges = np.cumsum(part["counts"])[:-1]
        for number, features, child in zip(
            numbers.tolist(), np.split(part["features"], edges), part["firsts"].tolist(), strict=False
        ):
            own = number if number < roots else number - roots + place
            search.tree.children[own] = (tuple(features.tolist()), child - roots + place)
        note_attained(search, part)

    def resume(self, kept: Checkpoint) -> None:
        """Take up a checkpoint."""
        kept.restore(self.search)
        self.floors = self.search.floors if kept.resumed else None

    def require_attained(self) -> None:
        """DocumentError unless the worst scores seen are what some input scores."""
        for seen in (self.search.extremes.false, self.search.extremes.true):
            if seen is not None and abs(score(self._network, seen[2], seen[1])) != abs(seen[0]):
                raise DocumentError("the columns of a proof", f"tell of a score that {list(seen[2])} does not attain")


def name_of(task: Task) -> str:
    """What is asked for, in words."""
    return f"the part for {'columns' if 'block' in task else 'outputs'} {task['begin']} to {task['end'] - 1}"
