"""The two rounds of a proof by columns: entries of all columns, and then the largest terms of all cases."""

from collections.abc import Iterator
from contextlib import closing
from typing import final

import numpy as np

from verify.arrays import Integers, Longs
from verify.crew import Crew, Part, Question, Task, cut, packed
from verify.errors import DocumentError
from verify.progress import Deadline, Progress
from verify.provers.branch.columns import Largest, Roots
from verify.provers.branch.gathering import name_of
from verify.provers.branch.search import Search
from verify.provers.branch.threads import TimeUpError

LARGEST = 2**62


@final
class Rounds:
    """Hands out blocks of columns, those of one machine, and takes up what comes back."""

    def __init__(self, search: Search, question: Question, crew: Crew, memory: int | None, deadline: Deadline) -> None:
        self._search, self._roots, self._crew, self._deadline = search, Roots(search.subject), crew, deadline
        self._question, received = question, search.subject.received
        same = {"memory": memory, "near": True}
        self._blocks: list[Task] = [
            {"begin": first, "end": min(first + received.block_columns, received.features), "block": number, **same}
            for number, first in enumerate(range(0, received.features, received.block_columns))
        ]
        self._entries: Integers | None = None

    def left(self, begin: int, end: int, report: Progress) -> Longs:
        """The outputs of begin..end-1 that do not close; all others are proved in the search. The floors are raised.

        Errors: DocumentError for what is no answer; TimeUpError, TimeoutError.
        """
        if self._entries is None:
            self._entries = self._first_round()
        search = self._search
        largest = [
            Largest(nodes, self._roots.excited(nodes, self._entries), search.floors)
            for nodes in self._roots.nodes(begin, end)
        ]
        # Where there are fewer blocks than hands, blocks are made more than once, for some of the outputs each.
        share = -(-(end - begin) // max(1, self._crew.hands // len(self._blocks)))
        tasks = [
            block | {"entries": False, "outputs": list(part), "floors": list(search.floors)}
            for part in cut(begin, end, share)
            for block in self._blocks
        ]
        for done, (task, part) in enumerate(self._parts(tasks, self._entries)):
            report(begin + (end - begin) * done // len(tasks), search.subject.problem.outputs)
            found = self._terms(task, part)
            for some in largest:
                some.merge(*found)
        left = [search.close(some.nodes, some.terms) for some in largest]
        return np.concatenate([np.zeros(0, dtype=np.int64), *left])

    def _first_round(self) -> Integers:
        found = np.zeros(self._roots.size, dtype=np.int64)
        for task, part in self._parts([block | {"entries": True} for block in self._blocks], None):
            _, place = self._roots.inside(task["begin"], task["end"])
            entries = part.get("entries")
            if type(entries) is not np.ndarray or entries.dtype.kind != "i" or entries.shape != place.shape:
                raise DocumentError(name_of(task), f"must have {len(place)} entries")
            found[place] = entries
        least = max(1, -int(found.min(initial=0)), 1 + int(found.max(initial=0)))
        return found.astype(np.min_scalar_type(-least))

    def _parts(self, tasks: list[Task], entries: Integers | None) -> Iterator[tuple[Task, Part]]:
        more = {} if entries is None else {"entries": packed(None, {"entries": entries})}
        question, count = Question(self._question.problem, self._question.network, more), 0
        with closing(self._crew.work("branch", question, tasks, self._deadline)) as parts:
            for task, part in parts:
                if "late" in part:
                    raise TimeUpError
                count += 1
                yield task, part
        if count != len(tasks):
            raise DocumentError("the columns of a proof", f"came back {count} times, and not {len(tasks)}")

    def _terms(self, task: Task, part: Part) -> tuple[Longs, Longs, Longs]:
        """The terms that a part tells of, which must have the form of terms: nobody trusts that they are right."""
        found = [part.get(name) for name in ("numbers", "values", "features")]
        if any(type(array) is not np.ndarray or array.dtype != np.int64 for array in found):
            raise DocumentError(name_of(task), "must have numbers, values and features")
        numbers, values, features = (np.asarray(array) for array in found)
        first, last = (int(np.searchsorted(self._search.cases.output, output)) for output in task["outputs"])
        inside = ((features >= task["begin"]) & (features < task["end"])) | (features == -1)
        if (
            numbers.ndim != 1 or values.ndim != 2 or values.shape != features.shape or len(values) != len(numbers)
            or not (np.diff(numbers) > 0).all() or not ((numbers >= first) & (numbers < last)).all()
            or not inside.all() or not (np.abs(values) < LARGEST).all()
        ):  # fmt: skip
            raise DocumentError(name_of(task), "has terms of other cases or features")
        return numbers, values, features
