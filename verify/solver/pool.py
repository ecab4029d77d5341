"""A few solver processes at work on a list of scripts, under one time limit that holds.

A solver may ignore its own time limit; here the process is killed when the deadline passes. Processes that have
nothing left to do wait for the next list, because to start one takes longer than most small scripts.
"""

import atexit
import json
import os
import sys
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from subprocess import DEVNULL, PIPE, Popen
from typing import NamedTuple, final

from verify.progress import Deadline
from verify.solver.installed import DISTRIBUTIONS, WORKER, milliseconds, solver_names

GRACE = 0.1
SCRIPTS_A_WORKER = 32  # fewer do not repay the start of another process


class Answer(NamedTuple):
    """A solver's word on one script: "unsat", "sat" (with the features set to 1) or "unknown" (with the reason)."""

    word: str
    active: tuple[int, ...] = ()
    reason: str = ""


def solve(scripts: Sequence[str], deadline: Deadline, solver: str = "z3") -> Generator[tuple[int, Answer], None, None]:
    """(number, answer) for every script, in the order in which the solvers finish; at most one process a core.

    Answers after the deadline are "unknown". Closing the iterator early kills the processes still at work a
    tenth of a second later.

    >>> script = "(set-logic QF_LIA)(declare-const y3 Int)(assert (= y3 1))(check-sat)"
    >>> list(solve([script], Deadline(None)))
    [(0, Answer(word='sat', active=(3,), reason=''))]
    """
    if solver not in solver_names():
        raise ValueError(f"solver must be an installed one of {', '.join(DISTRIBUTIONS)}, not {solver!r}")
    workers = [_take(solver) for _ in range(min(1 + len(scripts) // SCRIPTS_A_WORKER, os.cpu_count() or 1))]
    idle = list(workers)  # pop and append are whole steps to other threads

    def ask(number: int) -> tuple[int, Answer]:
        worker = idle.pop()
        try:
            return number, worker.ask(scripts[number], deadline)
        finally:
            idle.append(worker)

    pool = ThreadPoolExecutor(len(workers))
    futures = [pool.submit(ask, number) for number in range(len(scripts))]
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        # To await an answer that is nearly there is quicker than to start another process.
        wait([future for future in futures if not future.cancelled()], GRACE)
        for worker in workers:
            if worker not in idle:
                worker.close()
        pool.shutdown()
        _keep(workers)


@final
class _Worker:
    """One solver process, started again after it had to be killed."""

    def __init__(self, solver: str) -> None:
        self.solver, self.owner = solver, os.getpid()
        self._process: Popen[str] | None = None

    def ask(self, script: str, deadline: Deadline) -> Answer:
        """The answer to one script, "unknown" when time is over or the process dies."""
        if deadline.passed():
            return Answer("unknown", reason="no time was left")
        left = deadline.remaining()
        process = self._started()
        killer = threading.Timer(threading.TIMEOUT_MAX if left is None else left + 0.5, process.kill)
        killer.start()
        try:
            line = self._exchange(process, json.dumps({"script": script, "milliseconds": milliseconds(left)}))
        finally:
            killer.cancel()
        if not line:
            self.close()
            return Answer("unknown", reason="the time limit passed" if deadline.passed() else "the solver process died")
        said = json.loads(line)
        return Answer(str(said["answer"]), tuple(said.get("active", ())), str(said.get("reason", "")))

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def close(self) -> None:
        """Kill the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _started(self) -> Popen[str]:
        if self._process is None:
            # Its own session: Ctrl-C reaches the parent alone, which then kills the worker.
            command = [sys.executable, str(WORKER), self.solver]
            self._process = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True, start_new_session=True)
        return self._process

    @staticmethod
    def _exchange(process: Popen[str], request: str) -> str:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the solver process has no pipes")
        try:
            process.stdin.write(request + "\n")
            process.stdin.flush()
            return process.stdout.readline()
        except (BrokenPipeError, ValueError):
            return ""


_waiting: list[_Worker] = []
_lock = threading.Lock()


def _take(solver: str) -> _Worker:
    """A worker that waits in this very process, not in the one it was forked from, or a new one."""
    with _lock:
        fitting = [worker for worker in _waiting if worker.solver == solver and worker.owner == os.getpid()]
        if not fitting:
            return _Worker(solver)
        worker = fitting[0]
        _waiting.remove(worker)
    if not worker.alive():
        worker.close()
    return worker


def _keep(workers: Sequence[_Worker]) -> None:
    """Let the workers that are alive wait for the next scripts."""
    with _lock:
        _waiting.extend(worker for worker in workers if worker.alive())


@atexit.register
def _dismiss() -> None:
    with _lock:
        while _waiting:
            _waiting.pop().close()
