"""Spends the time on the kinds by their shares, ends cases that hang, and adds up what was tried."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from benchmarks.attack.registry import KINDS
from benchmarks.attack.trial import Finding
from benchmarks.attack.worker import Outcome, serve

MOST = 10
"""Findings of one kind that are kept; more are only counted."""
START = 180.0
"""Seconds that the first case of a process may take longer: kernels are compiled once after installation."""


@dataclass
class Tally:
    """Of one kind: cases, wall-clock seconds, and how often what was seen."""

    cases: int = 0
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    findings: int = 0


class _Worker:
    """A process that runs cases; it is started when it is needed, and again after it had to be ended."""

    def __init__(self, seed: int) -> None:
        self._seed, self._used = seed, False
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def run(self, name: str, case: int, patience: float) -> Outcome | str:
        """The outcome, or in words how the case ended without one."""
        connection = self._running()
        connection.send((name, case))
        patience, self._used = patience if self._used else patience + START, True
        start = time.monotonic()
        if not connection.poll(patience):
            self.end()
            return f"no answer within {time.monotonic() - start:.0f} seconds"
        try:
            outcome: Outcome = connection.recv()
        except EOFError:
            code = self.end()
            return f"the process ended, with status {code}"
        return outcome

    def _running(self) -> Connection:
        if self._connection is None:
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=serve, args=(theirs, self._seed), daemon=False)
            self._process.start()
            theirs.close()
            self._used = False
        return self._connection

    def end(self) -> int | None:
        """Kill the process; its exit status."""
        if self._process is None or self._connection is None:
            return None
        self._process.join(0.5)
        self._process.kill()
        self._process.join()
        self._connection.close()
        code, self._process, self._connection = self._process.exitcode, None, None
        return code


def attack(names: Sequence[str], seed: int, seconds: float) -> tuple[dict[str, Tally], list[Finding]]:
    """Cases 0, 1, ... of every kind until the time is over; every kind gets one at least."""
    tallies, findings = {name: Tally() for name in names}, []
    worker, end = _Worker(seed), time.monotonic() + seconds
    try:
        while time.monotonic() < end or any(tally.cases == 0 for tally in tallies.values()):
            name = min(names, key=lambda name: (tallies[name].seconds / KINDS[name].share, tallies[name].cases))
            findings += _one(worker, name, seed, tallies[name], tallies[name].cases)
    finally:
        worker.end()
    return tallies, findings


def one_case(name: str, seed: int, case: int) -> tuple[dict[str, Tally], list[Finding]]:
    """The one case with this number again."""
    worker, tally = _Worker(seed), Tally()
    try:
        return {name: tally}, _one(worker, name, seed, tally, case)
    finally:
        worker.end()


def _one(worker: _Worker, name: str, seed: int, tally: Tally, case: int) -> list[Finding]:
    start = time.monotonic()
    outcome = worker.run(name, case, KINDS[name].patience)
    tally.cases, tally.seconds = tally.cases + 1, tally.seconds + time.monotonic() - start
    if isinstance(outcome, str):
        found = [Finding(name, seed, case, outcome, {})]
    else:
        counts, found, _ = outcome
        tally.counts.update(counts)
    tally.findings += len(found)
    return found[: max(0, MOST - tally.findings + len(found))]
