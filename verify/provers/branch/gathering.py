"""Parts of a proof, found by others, put together: each is held to what was asked, and an input is scored again."""

from typing import final

import numpy as np

from verify.crew import Part, Task
from verify.errors import DocumentError, SpuriousCounterexampleError
from verify.provers.branch.checkpoint import Checkpoint
from verify.provers.branch.goals import BySide, Finding
from verify.provers.branch.kept_form import FIELDS, complaint, take_up
from verify.provers.branch.search import Search
from verify.statement.forward import score
from verify.statement.verdict import replay


@final
class Gathering:
    """A search that takes up the parts of others, and keeps them; `floors` are those of its parts, as soon as known."""

    def __init__(self, search: Search, kept: Checkpoint) -> None:
        self.search, self._kept = search, kept
        self.floors: BySide | None = search.floors if kept.resumed else None

    def wrong(self, task: Task, part: Part) -> Finding | None:
        """The wrong input that a part tells of, scored again. Errors: DocumentError where it is none of the task's."""
        told = part.get("wrong")
        if told is None:
            return None
        numbers = type(told) is list and len(told) > 1 and all(type(x) is int for x in told)
        size, output, *active = told if numbers else (0, -1)
        try:
            if output not in task["outputs"] or sorted(active) != active or not len(active) == size <= task["most"]:
                raise SpuriousCounterexampleError("an input of another task")
            replay(self.search.subject.problem, self.search.subject.network, tuple(active), output)
        except SpuriousCounterexampleError:
            raise DocumentError(name_of(task), "tells of no wrong input of these outputs") from None
        return Finding(size, output, tuple(active))

    def take(self, task: Task, part: Part) -> None:
        """Put the proof of a range of outputs into the search, and keep it. Errors: DocumentError for anything else."""
        output = self.search.cases.output
        first, last = np.searchsorted(output, [task["begin"], task["end"]]).tolist()
        self._require_proof(task, part, first, last)
        take_up(self.search, part, first, last, np.isin(output[first:last], task["outputs"]))
        self._kept.finish((task["begin"], task["end"]))
        self._kept.save_in_time(self.search)

    def _require_proof(self, task: Task, part: Part, first: int, last: int) -> None:
        if set(part) != FIELDS or any(
            type(a) is not np.ndarray or a.dtype != np.int64 or a.ndim != 1 for a in part.values()
        ):
            raise DocumentError(name_of(task), f"must have lists of 64-bit integers {', '.join(sorted(FIELDS))}")
        roots, added = len(self.search.cases), len(part["bounds"]) - (last - first)
        numbers = part["numbers"]
        rule = complaint(part, self.search.subject, roots + max(added, 0))
        mine = ((numbers >= first) & (numbers < last)) | (numbers >= roots)
        if rule is not None or added != len(part["features"]) or not mine.all():
            raise DocumentError(name_of(task), f"is no proof of these outputs: {rule or 'other nodes'}")
        floors = BySide(*part["floors"].tolist())
        if self.floors not in (None, floors):
            raise DocumentError(name_of(task), f"has floors {floors}, and others have {self.floors}")
        self.floors = floors

    def require_attained(self) -> None:
        """DocumentError unless the worst scores seen are what some input scores."""
        for value, output, *active in self.search.extremes.values():
            if abs(score(self.search.subject.network, tuple(active), output)) != abs(value):
                raise DocumentError("the columns of a proof", f"tell of a score that {active} does not attain")


def name_of(task: Task) -> str:
    """What is asked for, in words."""
    return f"the part for {'columns' if 'block' in task else 'outputs'} {task['begin']} to {task['end'] - 1}"
