"""One round of tasks on Dask workers: what is open, what is asked for again, and what workers still miss."""

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from secrets import token_hex
from typing import Any, final

from distributed import CancelledError, Client, Future, KilledWorker, Scheduler
from distributed.client import ClosedClientError

from superproof import __version__
from superproof.cluster.on_worker import about_of, answer, forget, store
from superproof.cluster.shelf import sha256
from verify.crew import Part, Task
from verify.errors import DocumentError, ProgramError, shown
from verify.progress import Deadline

POLL_SECONDS = 0.2
AHEAD = 2
"""Tasks that are handed out for every worker: one at work, one waiting."""
ATTEMPTS = 8
"""How often a part is asked for again, while none is answered, when its workers die (each time Dask tried several)."""
GONE = "the scheduler is gone and does not come back: start it again, and repeat the command"
QUIET = 10.0
"""Seconds without an answer after which the scheduler is asked what became of the tasks."""
PATIENCE = 120.0
"""Seconds without a single worker after which nobody waits any more."""


@final
class Round:
    """Tasks under way: the futures, what each is, and the documents that workers still miss.

    A task is about all documents, or those whose digests it has by name in its `files`. `tick` hears all the time how
    many tasks there are, also while no part comes to its end.
    """

    def __init__(
        self, client: Client, kind: str, documents: Mapping[str, bytes], deadline: Deadline, tick: Callable[[int], None]
    ) -> None:
        self._client, self._kind, self._deadline, self._tick = client, kind, deadline, tick
        self._names = {name: sha256(content) for name, content in documents.items()}
        self._files = {self._names[name]: content for name, content in documents.items()}
        self._finished: SimpleQueue[Future] = SimpleQueue()
        self._open: dict[str, tuple[Future, Task | None, str]] = {}
        self._attempts: Counter[int] = Counter()
        self._again: list[Task] = []
        self._waiting: dict[str, list[Task]] = {}
        self._lonely: float | None = None
        self._asked = time.monotonic()
        self._token, self._number = token_hex(8), 0

    def answers(
        self, tasks: Iterator[Task], hands: Callable[[], int], near: Mapping[int, str]
    ) -> Generator[tuple[Task, Part], None, None]:
        """(task, answer) as they come, with a few tasks handed out ahead, those that are near to who did one before."""
        left = True
        while left or self._again or self._open:
            room = AHEAD * hands() - len(self._open)
            while room > 0 and (self._again or left):
                task = self._again.pop(0) if self._again else next(tasks, None)
                left, room = left and task is not None, room - 1
                if task is not None:
                    self._hand_out(task, near.get(task["begin"], "") if "near" in task else "")
            self._tick(len(self._open))
            future = self._next()
            if future is not None:
                self._asked = time.monotonic()
                yield from self._settled(future)

    def forget(self) -> None:
        """Nobody wants what is still open: it is not begun, and what is under way ends soon."""
        with suppress(OSError, RuntimeError, CancelledError):
            self._client.cancel([future for future, _, _ in self._open.values()], force=True)
            if self._open and self._client.status == "running":
                self._client.run(forget, self._token, wait=False, on_error="ignore")
        self._open.clear()

    def _hand_out(self, task: Task, near: str) -> None:
        left = self._deadline.remaining()
        options = {"workers": [near], "allow_other_workers": True} if near else {}
        message = {
            "version": __version__, "kind": self._kind, "files": task.get("files", self._names), "task": task,
            "round": self._token, "seconds": None if left is None else float(left),
        }  # fmt: skip
        self._submit(task, "", options | {"priority": -self._number}, answer, message)

    def _submit(
        self, task: Task | None, worker: str, options: dict[str, Any], function: Callable[..., Any], *arguments: object
    ) -> None:
        self._number += 1
        key = f"superproof-{function.__name__}-{self._token}-{self._number}"
        try:
            future = self._client.submit(function, *arguments, key=key, pure=False, **options)
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
        running = self._client.status == "running"
        workers = self._client.scheduler_info(n_workers=-1)["workers"] if running else {}
        if any(worker["status"] != "paused" for worker in workers.values()):
            self._lonely = None
        elif self._lonely is None:
            self._lonely = time.monotonic()
        elif time.monotonic() - self._lonely > PATIENCE:
            if workers:
                full = f"all workers have stood still for {PATIENCE:g} seconds because their memory is nearly full"
                raise ProgramError(f"{full}: start them with more, and repeat it")
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
                require_about(about_of(self._kind, task, task.get("files", self._names)), said)
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
            options = {"workers": [worker], "allow_other_workers": False, "priority": 10}
            self._submit(None, worker, options, store, digest, content)

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


def require_about(asked: Mapping[str, Any], said: Mapping[str, Any]) -> None:
    """DocumentError unless an answer is about what was asked."""
    about = said.get("about", {})
    for name, right in asked.items():
        found = about.get(name)
        if type(found) is not type(right) or found != right:
            raise DocumentError("cluster", f"a part's {name} must be {shown(right, 80)}, not {shown(found, 80)}")
