"""A proof by branching in parts: ranges of outputs, settled by others, in any order, give the proof of one machine."""

import os
from collections.abc import Generator, Iterable
from contextlib import closing
from functools import partial
from typing import final

import numpy as np

from verify.compiling import TimeLimit
from verify.crew import Crew, Part, Question, Task, cut
from verify.errors import DocumentError
from verify.progress import Deadline, Progress, silent
from verify.provers.branch.checkpoint import Checkpoint, floors_in, note_attained, tree_tensors
from verify.provers.branch.extremes import Extremes, Floors
from verify.provers.branch.forecasting import LONG, forecast
from verify.provers.branch.kept_form import NAMES, seen_complaint, tree_complaint
from verify.provers.branch.prove import TOO_LARGE, certificate_of, tighten
from verify.provers.branch.search import Finding, Limits, Search
from verify.provers.branch.settling import smallest_wrong
from verify.provers.branch.subject import Subject, subject_of
from verify.provers.branch.threads import TimeUpError, Workers
from verify.provers.branch.tree import TreeTooLargeError
from verify.statement.fit import require_fit
from verify.statement.forward import score
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Found, Refuted, Unchecked, Unknown, replay

PART_SECONDS = 15.0
PARTS_A_HAND = 4
EXTRA = 0.15
"""The share of a part's time that blocks of G may take, where a worker cannot keep them for the next part."""
FIELDS = NAMES - {"done"}


@final
class _Ready:
    """What one process makes of a question once: G, where it fits, and the floors."""

    def __init__(self, question: Question, memory: int | None, workers: Workers) -> None:
        subject = subject_of(question.problem, question.network, memory)
        if isinstance(subject, str):
            raise ValueError(subject)
        self.subject: Subject = subject
        search = Search(subject, question.problem, question.network, workers)
        search.raise_floors(_limits(question.network))
        self.floors: Floors = search.floors
        self.false, self.true = search.extremes.false, search.extremes.true


def settled_part(question: Question, task: Task, deadline: Deadline, threads: int) -> Part:
    """The part of a task {begin, end, most, memory}: the smallest wrong input of these outputs, or their proof.

    `wrong` is [size, output, features...]; a proof has the tensors of a checkpoint, with the bounds of these outputs'
    cases, and of the children. `late` where the time was over, `large` for too many nodes.
    """
    problem, network = question.problem, question.network
    begin, end, memory = task["begin"], task["end"], task["memory"]
    try:
        with Workers(deadline, threads) as workers:
            ready = question.once(f"branch {memory}", partial(_Ready, question, memory, workers))
            search = Search(ready.subject, problem, network, workers)
            search.floors, search.extremes = ready.floors, Extremes(ready.false, ready.true)
            found = smallest_wrong(search, begin, end, _limits(network), task["most"])
    except TimeUpError:
        return {"late": True}
    except TreeTooLargeError:
        return {"large": True}
    if found is not None:
        return {"wrong": [found.size, found.output, *found.active]}
    tree, roots = search.tree, len(search.cases)
    first, last = np.searchsorted(search.cases.output, [begin, end]).tolist()
    bounds = np.concatenate([tree.bounds[first:last], tree.bounds[roots : tree.size]])
    return {**tree_tensors(search), "bounds": bounds}


@final
class _Gathering:
    """A search that takes up the parts of others."""

    def __init__(self, search: Search, problem: Problem, network: Network) -> None:
        self.search, self._problem, self._network = search, problem, network
        self._floors: Floors | None = None

    def wrong(self, task: Task, part: Part) -> Finding | None:
        """The wrong input that a part tells of, scored again. Errors: DocumentError where it is none of the task's."""
        told = part.get("wrong")
        if told is None:
            return None
        rest = [] if type(told) is not list or any(type(x) is not int for x in told) else told
        in_range = len(rest) >= 2 and task["begin"] <= rest[1] < task["end"]
        active = rest[2:]
        fitting = sorted(set(active)) == active and all(0 <= j < self._problem.inputs for j in active)
        if not in_range or not fitting or not len(active) == rest[0] <= task["most"] or not self._is_wrong(rest):
            raise DocumentError(_name(task), "tells of no wrong input of these outputs")
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
            kept.finish(task["begin"], task["end"])
            kept.save_in_time(self.search)

    def _require_proof(self, task: Task, part: Part) -> None:
        cases = self.search.cases
        if set(part) != FIELDS or any(
            type(a) is not np.ndarray or a.dtype != np.int64 or a.ndim != 1 for a in part.values()
        ):
            raise DocumentError(_name(task), f"must have lists of 64-bit integers {', '.join(sorted(FIELDS))}")
        first, last = np.searchsorted(cases.output, [task["begin"], task["end"]]).tolist()
        roots, added = len(cases), len(part["bounds"]) - (last - first)
        numbers = part["numbers"]
        complaint = seen_complaint(part, self._problem, self._network) or tree_complaint(
            part, roots, roots + max(added, 0), self._problem.inputs
        )
        mine = ((numbers >= first) & (numbers < last)) | (numbers >= roots)
        if complaint is not None or added != len(part["features"]) or not mine.all():
            raise DocumentError(_name(task), f"is no proof of these outputs: {complaint or 'other nodes'}")
        floors = floors_in(part)
        if self._floors not in (None, floors):
            raise DocumentError(_name(task), f"has floors {floors}, and others have {self._floors}")
        self._floors = self.search.floors = floors

    def _graft(self, task: Task, part: Part) -> None:
        """The nodes of a part, its children numbered behind all others."""
        search, roots = self.search, len(self.search.cases)
        first, last = np.searchsorted(search.cases.output, [task["begin"], task["end"]]).tolist()
        added, numbers = len(part["bounds"]) - (last - first), part["numbers"]
        place = search.tree.grow(added)
        search.tree.bounds[first:last] = part["bounds"][: last - first]
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
        self._floors = self.search.floors if kept.resumed else None


def prove_in_parts(
    problem: Problem,
    network: Network,
    crew: Crew,
    *,
    timeout: float | None = None,
    progress: Progress | None = None,
    memory: int | None = None,
    exact_margin: bool = False,
    checkpoint: str | os.PathLike[str] | None = None,
) -> Unchecked:
    """As `prove_by_branching`, with ranges of outputs settled by a crew.

    Guarantee: that of `prove_by_branching`, and the same certificate and counterexample, however the outputs are cut
    and in whatever order parts come: `memory`, for every worker, decides which of equal inputs attains a margin, as it
    does on one machine. The margin is made exact here, not by the crew. Errors: DocumentError for a part that is none.
    """
    require_fit(problem, network)
    deadline, subject = TimeLimit(timeout), subject_of(problem, network, memory)
    if isinstance(subject, str):
        return Unknown(subject)
    kept = None if checkpoint is None else Checkpoint(checkpoint, problem, network)
    try:
        with Workers(deadline) as workers:
            search = Search(subject, problem, network, workers)
            size = _size(problem, network, memory, crew.hands, workers.threads)
            finding = _gathered(search, Question(problem, network), crew, kept, size, memory, deadline, progress)
            if finding is not None:
                return Refuted(replay(problem, network, finding.active, finding.output))
            if exact_margin:
                tighten(search, network.threshold)
    except (TimeUpError, TimeoutError):
        return Unknown(deadline.reason("branching") + ("" if kept is None else f"; {kept.summary()}"))
    except TreeTooLargeError:
        return Unknown(TOO_LARGE)
    return Found(certificate_of(problem, network, search), None if kept is None else kept.resumed)


def _gathered(
    search: Search, question: Question, crew: Crew, kept: Checkpoint | None, size: int, memory: int | None,
    deadline: Deadline, progress: Progress | None,
) -> Finding | None:  # fmt: skip
    """The smallest counterexample; None when all outputs are proved, and in the search.

    A counterexample with k features ends what is under way: outputs before its own are still asked for inputs with k
    features, those behind for fewer.
    """
    gathering, report = _Gathering(search, question.problem, question.network), progress or silent
    outputs = question.problem.outputs
    if kept is not None:
        gathering.resume(kept)
    gaps = [(0, outputs)] if kept is None else kept.gaps()
    ranges, best = [part for begin, end in gaps for part in cut(begin, end, size)], None
    searched: dict[int, int] = {}
    done = outputs - sum(end - begin for begin, end in ranges)
    report(done, outputs)
    try:
        while tasks := list(_open(ranges, searched, best, question.problem.sparsity, memory)):
            with closing(crew.work("branch", question, tasks, deadline)) as parts:
                for task, part in parts:
                    found = gathering.wrong(task, _whole(part))
                    searched[task["begin"]] = task["most"] if found is None else question.problem.sparsity
                    if found is not None and (best is None or found < best):
                        best = found
                        break
                    done += task["end"] - task["begin"]
                    report(min(done, outputs), outputs)
                    if best is None:
                        gathering.take(task, part, kept)
    finally:
        if kept is not None and best is None:
            kept.save(search)
    return best


def _open(
    ranges: Iterable[tuple[int, int]], searched: dict[int, int], best: Finding | None, sparsity: int, memory: int | None
) -> Generator[Task, None, None]:
    """What is left to ask about every range."""
    for begin, end in ranges:
        most = sparsity if best is None else best.size if begin < best.output else best.size - 1
        if most > searched.get(begin, -1):
            yield {"begin": begin, "end": end, "most": most, "memory": memory}


def _whole(part: Part) -> Part:
    """The part, unless its worker ran out of time or of nodes."""
    if "late" in part:
        raise TimeUpError
    if "large" in part:
        raise TreeTooLargeError
    return part


def _size(problem: Problem, network: Network, memory: int | None, hands: int, threads: int) -> int:
    """Outputs a part: some seconds, several parts for every hand, and few parts where G is made again for each."""
    fair = max(1, problem.outputs // (PARTS_A_HAND * hands))
    if problem.inputs * problem.outputs < LONG:
        return max(fair, -(-problem.outputs // (2 * hands)))
    cost = forecast(problem, network, memory=memory)
    if isinstance(cost, str):
        return fair
    an_output = max(1e-9, (cost.seconds - cost.expanding) * threads / problem.outputs)
    again = 0.0 if cost.kept else cost.expanding * threads / (EXTRA * an_output)
    return min(problem.outputs, max(1, int(again), min(fair, int(PART_SECONDS / an_output))))


def _limits(network: Network) -> Limits:
    return Limits(network.threshold, network.threshold)


def _name(task: Task) -> str:
    return f"the part for outputs {task['begin']} to {task['end'] - 1}"
