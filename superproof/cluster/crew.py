"""A crew of Dask workers: parts are handed out, come back in any order, and are asked for again where a worker died."""

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from secrets import token_hex
from typing import Any, final

from distributed import CancelledError, Client, Future, KilledWorker, Scheduler
from distributed.client import ClosedClientError

from superproof import __version__
from superproof.cluster.shelf import documents_of, sha256
from superproof.cluster.worker import ABOUT, SWEEP, answer, digests_of, store
from superproof.sweeps.grid import Point
from superproof.sweeps.point import Row
from verify.crew import Part, Question, Task
from verify.errors import DocumentError, ProgramError, shown
from verify.progress import Deadline

POLL_SECONDS = 0.2
AHEAD = 2
"""Tasks that are handed out for every worker: one at work, one waiting."""
ATTEMPTS = 8
"""How often a part is asked for again, while none is answered, when its workers die (each time Dask tried several)."""
GONE = "the scheduler is gone and does not come back: start it again, and repeat the command"
UNLIMITED = 4 * 2**30
"""Bytes of a worker that Dask does not limit."""
QUIET = 10.0
"""Seconds without an answer after which the scheduler is asked what became of the tasks."""
PATIENCE = 120.0
"""Seconds without a single worker after which nobody waits any more."""


@final
class DaskCrew:
    """Works on the workers of a Dask client. A part about something else than it was asked for is refused.

    `tell` hears sentences for people; `where` says which worker did what: (kind, begin, end, address) of every part.
    """

    def __init__(self, client: Client, tell: Callable[[str], None] = lambda sentence: None) -> None:
        self._client, self._tell = client, tell
        self.where: list[tuple[str, int, int, str]] = []

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
        round_ = _Round(self._client, kind, question, deadline)
        try:
            for task, found in round_.answers(iter(tasks), lambda: self.hands):
                self.where.append((kind, task["begin"], task["end"], found["worker"]))
                yield task, found["part"]
        finally:
            round_.forget()

    def sweep(self, points: Iterable[Point], seconds: float | None) -> Generator[Row, None, None]:
        """The rows of points, as they are finished; `worker` names who built, proved and checked each."""
        tasks = [{"begin": k, "end": k + 1, "point": list(p), "limit": seconds} for k, p in enumerate(points)]
        for _, row in self.work(SWEEP, None, tasks, Deadline(None)):
            yield {**row, "worker": self.where[-1][3]}

    def by_worker(self) -> dict[str, list[list[int]]]:
        """The ranges that every worker did, ascending, neighbours joined."""
        found: dict[str, list[list[int]]] = {}
        for _, begin, end, worker in sorted(self.where, key=lambda part: part[1:]):
            ranges = found.setdefault(worker, [])
            if ranges and ranges[-1][1] == begin:
                ranges[-1][1] = end
            else:
                ranges.append([begin, end])
        return found

    def tell_done(self) -> None:
        """How many parts each worker has done."""
        if self.where:
            done = Counter(worker for _, _, _, worker in self.where)
            self._tell("parts by worker: " + ", ".join(f"{worker} {count}" for worker, count in sorted(done.items())))


@final
class _Round:
    """Tasks under way: the futures, what each is, and the documents that workers still miss."""

    def __init__(self, client: Client, kind: str, question: Question | None, deadline: Deadline) -> None:
        self._client, self._kind, self._deadline = client, kind, deadline
        contents = () if question is None else documents_of(question.problem, question.network)
        self._files = {sha256(content): content for content in contents}
        self._message = {"version": __version__, "kind": kind, **digests_of(question), "files": list(self._files)}
        self._finished: SimpleQueue[Future] = SimpleQueue()
        self._open: dict[str, tuple[Future, Task | None, str]] = {}
        self._attempts: Counter[int] = Counter()
        self._again: list[Task] = []
        self._waiting: dict[str, list[Task]] = {}
        self._lonely: float | None = None
        self._asked = time.monotonic()
        self._token, self._number = token_hex(8), 0

    def answers(self, tasks: Iterator[Task], hands: Callable[[], int]) -> Generator[tuple[Task, Part], None, None]:
        """(task, answer) as they come, with a few tasks handed out ahead."""
        left = True
        while left or self._again or self._open:
            room = AHEAD * hands() - len(self._open)
            while room > 0 and (self._again or left):
                task = self._again.pop(0) if self._again else next(tasks, None)
                left, room = left and task is not None, room - 1
                if task is not None:
                    self._hand_out(task)
            future = self._next()
            if future is not None:
                self._asked = time.monotonic()
                yield from self._settled(future)

    def forget(self) -> None:
        """Nobody wants what is still open."""
        with suppress(OSError, RuntimeError, CancelledError):
            self._client.cancel([future for future, _, _ in self._open.values()], force=True)
        self._open.clear()

    def _hand_out(self, task: Task) -> None:
        left = self._deadline.remaining()
        about = {"begin": task["begin"], "end": task["end"], "seconds": None if left is None else float(left)}
        self._submit(task, "", answer, self._message | about | {"task": task})

    def _submit(self, task: Task | None, worker: str, function: Callable[..., Any], *arguments: object) -> None:
        self._number += 1
        key = f"superproof-{function.__name__}-{self._token}-{self._number}"
        options = {"workers": [worker], "allow_other_workers": False} if worker else {}
        priority = 10 if worker else -self._number
        try:
            future = self._client.submit(function, *arguments, key=key, pure=False, priority=priority, **options)
        except ClosedClientError as error:
            raise ProgramError(GONE) from error
        self._open[key] = future, task, worker
        future.add_done_callback(self._finished.put)

    def _next(self) -> Future | None:
        """A future that is finished, or None after a moment. Errors: TimeoutError, ProgramError."""
        with suppress(Empty):
            return self._finished.get(timeout=POLL_SECONDS)
        if self._deadline.passed():
            raise TimeoutError(self._deadline.reason("the work of the cluster"))
        if self._client.status in ("closed", "closing"):
            raise ProgramError(GONE)
        self._look_for_workers()
        if self._client.status == "running" and time.monotonic() - self._asked > QUIET:
            self._look_for_lost()
        return None

    def _look_for_lost(self) -> None:
        """Tasks that the scheduler does not know, or that wait for a worker that is gone: nobody will say so."""
        self._asked = time.monotonic()
        with suppress(OSError, CancelledError):
            known = self._client.run_on_scheduler(known_keys, list(self._open))
            workers = self._client.scheduler_info(n_workers=-1)["workers"]
            for key, (future, task, worker) in list(self._open.items()):
                if future.status == "pending" and (key not in known or (worker and worker not in workers)):
                    del self._open[key]
                    future.cancel(force=True)
                    self._lost(task, worker)

    def _look_for_workers(self) -> None:
        if self._client.status == "running" and self._client.scheduler_info(n_workers=-1)["workers"]:
            self._lonely = None
        elif self._lonely is None:
            self._lonely = time.monotonic()
        elif time.monotonic() - self._lonely > PATIENCE:
            raise ProgramError(f"the cluster has had no worker for {PATIENCE:g} seconds: start workers, and repeat it")

    def _settled(self, future: Future) -> Generator[tuple[Task, Part], None, None]:
        found = self._open.pop(future.key, None)
        if found is None:
            return
        _, task, worker = found
        if future.status == "finished":
            try:
                said = future.result()
            except (OSError, CancelledError):  # Its worker, or the scheduler, died before it was fetched.
                self._lost(task, worker)
                return
            self._attempts.clear()
            if "refused" in said:
                raise DocumentError("cluster", said["refused"])
            if task is None:
                self._again += self._waiting.pop(worker, [])
            elif "missing" in said:
                self._bring(task, said["worker"], said["missing"])
            else:
                require_about(self._message | {"begin": task["begin"], "end": task["end"]}, said)
                yield task, said
        elif future.status == "error" and not isinstance(future.exception(), KilledWorker):
            error = future.exception()
            raise ProgramError(f"a worker cannot answer: {type(error).__name__}: {error}")
        else:
            self._lost(task, worker)

    def _bring(self, task: Task, worker: str, missing: list[str]) -> None:
        """Give a worker the documents that it misses; the task waits until it has them."""
        if worker in self._waiting:
            self._waiting[worker].append(task)
            return
        self._waiting[worker] = [task]
        for digest in missing:
            if digest not in self._files:
                raise DocumentError(
                    "cluster", f"worker {worker} asks for {shown(digest)}, which is none of the documents"
                )
            try:
                content = self._client.scatter(self._files[digest], workers=[worker], hash=False)
            except (OSError, CancelledError):  # The worker, or the scheduler, is gone.
                self._lost(None, worker)
                return
            self._submit(None, worker, store, digest, content)

    def _lost(self, task: Task | None, worker: str) -> None:
        """The worker, or the scheduler, died meanwhile."""
        for lost in [task] if task is not None else self._waiting.pop(worker, []):
            self._attempts[lost["begin"]] += 1
            if self._attempts[lost["begin"]] > ATTEMPTS:
                what = f"the {self._kind} part {lost['begin']} to {lost['end'] - 1}"
                raise ProgramError(f"the workers of {what} died again and again: do they have enough memory?")
            self._again.append(lost)


def known_keys(keys: list[str], dask_scheduler: Scheduler) -> list[str]:
    """Those that the scheduler has tasks for; runs there."""
    return [key for key in keys if key in dask_scheduler.tasks]


def require_about(message: dict[str, Any], said: dict[str, Any]) -> None:
    """DocumentError unless an answer is about what was asked."""
    about = said.get("about", {})
    for name in ABOUT:
        found, right = about.get(name), message[name]
        if type(found) is not type(right) or found != right:
            raise DocumentError("cluster", f"a part's {name} must be {shown(right, 80)}, not {shown(found, 80)}")
