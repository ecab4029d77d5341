"""A proof by branching with a crew: by columns where they are many, then by outputs; the proof of one machine."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import pairwise
from typing import final

import numpy as np

from verify.arrays import Integers, Longs
from verify.crew import PARTS_A_HAND, Crew, Part, Question, Task, cut, packed
from verify.errors import DocumentError
from verify.progress import Deadline, Progress
from verify.provers.branch.checkpoint import Checkpoint
from verify.provers.branch.columns import Largest, Roots
from verify.provers.branch.forecasting import LONG
from verify.provers.branch.gathering import Gathering, name_of
from verify.provers.branch.goals import Finding
from verify.provers.branch.search import Search
from verify.provers.branch.subject import Subject
from verify.provers.branch.tree import TreeTooLargeError

PART_ADDITIONS = 2**36
"""Additions of a part, outputs times channel times features: some ten seconds."""
LARGEST = 2**62


def settle_in_parts(
    search: Search, crew: Crew, kept: Checkpoint, memory: int | None, deadline: Deadline, report: Progress
) -> Finding | None:
    """The smallest counterexample; None when all outputs are proved, and in the search.

    Guarantee: the same certificate and counterexample as on one machine, however the outputs are cut and in whatever
    order parts come: `memory`, for every worker, decides which of equal inputs attains a margin, as it does there. A
    counterexample with k features ends what is under way: outputs before its own are still asked for inputs with k
    features, those behind for fewer. Errors: DocumentError for a part that is none.
    """
    gathering, subject, sparsity = Gathering(search, kept), search.subject, search.sparsity
    question, outputs = Question(subject.problem, subject.network), subject.problem.outputs
    left = np.concatenate([np.arange(*gap) for gap in [(0, 0), *kept.gaps()]])
    if subject.problem.inputs * outputs >= LONG and subject.received.block_count > 1:
        left = Rounds(search, question, crew, memory, deadline).left(gathering, kept, report)
    best, searched, done = None, dict[int, int](), outputs - len(left)
    numbers = left.tolist()
    parts = [numbers[begin:end] for begin, end in cut(0, len(left), _size(len(left), subject, crew.hands))]
    report(done, outputs)
    try:
        while tasks := list(_open(parts, searched, best, sparsity, memory)):
            with closing(crew.work("branch", question, tasks, deadline)) as answers:
                for task, part in answers:
                    found = gathering.wrong(task, _whole(part))
                    searched[task["begin"]] = task["most"] if found is None else sparsity
                    if found is not None and (best is None or found < best):
                        best = found
                        break
                    done += len(task["outputs"])
                    report(min(done, outputs), outputs)
                    if best is None:
                        gathering.take(task, part)
    finally:
        if best is None:
            kept.save(search)
    return best


def _size(outputs: int, subject: Subject, hands: int) -> int:
    """Outputs a part: some seconds, and some parts for every hand; one a hand where every part makes all of G."""
    features = subject.received.features
    many = PARTS_A_HAND if outputs * features >= LONG else 2
    size = max(1, min(PART_ADDITIONS // (subject.channels.mean * features), -(-outputs // (many * hands))))
    return size if subject.received.kept else max(size, -(-outputs // hands))


def _open(
    parts: Iterable[list[int]], searched: dict[int, int], best: Finding | None, sparsity: int, memory: int | None
) -> Iterator[Task]:
    """What is left to ask about every part of the outputs."""
    for outputs in parts:
        begin, end = outputs[0], outputs[-1] + 1
        most = sparsity if best is None else best.size if begin < best.output else best.size - 1
        if most > searched.get(begin, -1):
            yield {"begin": begin, "end": end, "outputs": outputs, "most": most, "memory": memory}


def _whole(part: Part) -> Part:
    """The part, unless its worker ran out of time or of nodes."""
    if "late" in part:
        raise TimeoutError
    if "large" in part:
        raise TreeTooLargeError
    return part


@final
class Rounds:
    """Two rounds over blocks of columns, those of one machine: the entries of all, and then the largest terms."""

    def __init__(self, search: Search, question: Question, crew: Crew, memory: int | None, deadline: Deadline) -> None:
        self._search, self._roots, self._crew, self._deadline = search, Roots(search.subject), crew, deadline
        self._question, received = question, search.subject.received
        same = {"memory": memory, "near": True}
        self._blocks: list[Task] = [
            {"begin": first, "end": min(first + received.block_columns, received.features), "block": number, **same}
            for number, first in enumerate(range(0, received.features, received.block_columns))
        ]
        self._entries: Integers | None = None

    def left(self, gathering: Gathering, kept: Checkpoint, report: Progress) -> Longs:
        """The outputs that columns leave to be searched; the others are proved, and kept, group by group.

        Errors: DocumentError for what is no answer; TimeoutError.
        """
        search, left = self._search, [np.zeros(0, dtype=np.int64)]
        if not kept.resumed:
            search.raise_floors()
            gathering.floors = search.floors
        for begin, end in kept.groups():
            left.append(self._left(begin, end, report))
            gathering.require_attained()
            edges = [begin - 1, *left[-1].tolist(), end]
            kept.finish(*((a + 1, b) for a, b in pairwise(edges) if a + 1 < b))
            kept.save(search)
        return np.concatenate(left)

    def _left(self, begin: int, end: int, report: Progress) -> Longs:
        """The outputs of begin..end-1 that do not close; all others are proved in the search, with its floors."""
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
                count += 1
                yield task, _whole(part)
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
