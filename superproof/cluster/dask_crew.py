"""A crew of Dask workers: parts are handed out, come back in any order, and are asked for again where a worker died."""

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping
from typing import TYPE_CHECKING, Any, final

from distributed import Client

from superproof.cluster.on_worker import RECORD, SWEEP
from superproof.cluster.round import Round
from superproof.cluster.shelf import documents_of, sha256
from verify import FloatNetwork, Network, Problem
from verify.crew import Part, Question, Task
from verify.progress import Deadline

if TYPE_CHECKING:
    from superproof.sweeps.point import Row
    from superproof.sweeps.sweep_file import Point

TELL_SECONDS = 30.0
UNLIMITED = 4 * 2**30
"""Bytes of a worker that Dask does not limit."""


@final
class DaskCrew:
    """Works on the workers of a Dask client. A part about something else than it was asked for is refused.

    `tell` hears sentences for people; `where` says which worker did what: (what, begin, end, address) of every range.
    """

    def __init__(self, client: Client, tell: Callable[[str], None] = lambda sentence: None) -> None:
        self._client, self._tell = client, tell
        self.where: list[tuple[str, int, int, str]] = []
        self._near: dict[int, str] = {}
        self._told = time.monotonic()
        self._pair: tuple[Problem, Network | FloatNetwork, dict[str, bytes]] | None = None

    def _documents_of(self, question: Question) -> dict[str, bytes]:
        """What workers must have read, by name; the pair is written once."""
        if self._pair is None or self._pair[0] is not question.problem or self._pair[1] is not question.given:
            self._pair = question.problem, question.given, documents_of(question.problem, question.given)
            self._near = {}
        return self._pair[2] | question.more

    @property
    def hands(self) -> int:
        """Workers that there are just now, at least one."""
        return max(1, len(self._workers()))

    @property
    def memory(self) -> int:
        """Bytes of the worker that may take least."""
        return min((worker["memory_limit"] or UNLIMITED for worker in self._workers().values()), default=UNLIMITED)

    def _workers(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = self._client.scheduler_info(n_workers=-1)["workers"]
        return found

    def work(
        self, kind: str, question: Question | None, tasks: Iterable[Task], deadline: Deadline
    ) -> Generator[tuple[Task, Part], None, None]:
        """As `verify.crew.Crew.work`. Errors: DocumentError for a wrong part, ProgramError where nobody can answer."""
        yield from self._work(kind, {} if question is None else self._documents_of(question), tasks, deadline)

    def _work(
        self, kind: str, documents: Mapping[str, bytes], tasks: Iterable[Task], deadline: Deadline
    ) -> Generator[tuple[Task, Part], None, None]:
        """The same with these documents, or with those of them that a task names by digest in its `files`."""
        round_ = Round(self._client, kind, documents, deadline, self._tell_sometimes)
        try:
            for task, found in round_.answers(iter(tasks), lambda: self.hands, self._near):
                for begin, end in task.get("runs", [(task["begin"], task["end"])]):
                    self.where.append((task.get("what", kind), begin, end, found["worker"]))
                if "near" in task:
                    self._near[task["begin"]] = found["worker"]
                yield task, found["part"]
        finally:
            round_.forget()

    def sweep(self, points: "Iterable[Point]", seconds: float | None) -> "Generator[Row, None, None]":
        """The rows of points, as they are finished; `worker` names who built, proved and checked each."""
        tasks = [{"begin": k, "end": k + 1, "point": list(p), "limit": seconds} for k, p in enumerate(points)]
        for _, row in self.work(SWEEP, None, tasks, Deadline(None)):
            yield {**row, "worker": self.where[-1][3]}

    def examine(
        self, folders: Iterable[tuple[Task, Mapping[str, bytes]]], deadline: Deadline
    ) -> Generator[tuple[Task, Part, str], None, None]:
        """(task, what came of it, worker) for tasks about a folder each, with its files."""
        documents, tasks = dict[str, bytes](), list[Task]()
        for place, (task, files) in enumerate(folders):
            digests = {name: sha256(content) for name, content in files.items()}
            documents |= {digests[name]: content for name, content in files.items()}
            tasks.append({**task, "begin": place, "end": place + 1, "files": digests})
        for task, part in self._work(RECORD, documents, tasks, deadline):
            yield task, part, self.where[-1][3]

    def by_worker(self, what: str) -> dict[str, list[list[int]]]:
        """The ranges that every worker did of one kind of parts, ascending, neighbours joined."""
        found: dict[str, list[list[int]]] = {}
        for _, begin, end, worker in sorted(part for part in self.where if part[0] == what):
            ranges = found.setdefault(worker, [])
            if ranges and ranges[-1][1] == begin:
                ranges[-1][1] = end
            else:
                ranges.append([begin, end])
        return found

    def _tell_sometimes(self, under_way: int) -> None:
        if time.monotonic() - self._told > TELL_SECONDS:
            self.tell_done(under_way)

    def tell_done(self, under_way: int = 0) -> None:
        """How many parts each worker has done by now; it is told from time to time, also while long parts last."""
        self._told = time.monotonic()
        done = Counter(worker for _, _, _, worker in self.where)
        if done or under_way:
            said = ", ".join(f"{worker} {count}" for worker, count in sorted(done.items())) or "none is finished"
            self._tell(f"parts by worker: {said}" + (f"; {under_way} under way" if under_way else ""))
