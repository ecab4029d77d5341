"""Compiled kernels on all cores, with a time limit that can stop them and progress while they run."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import pairwise
from typing import final

import numpy as np

from verify.arrays import Bytes
from verify.progress import Deadline

POLL_SECONDS = 0.05


@final
class Workers:
    """A pool of threads for kernels that release the GIL and look at a shared `stop` byte."""

    def __init__(self, deadline: Deadline, threads: int | None = None) -> None:
        self.threads = threads or max(1, min(8, os.cpu_count() or 1))
        self.stop: Bytes = np.zeros(1, dtype=np.uint8)
        self._deadline = deadline
        self._pool = ThreadPoolExecutor(self.threads)

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop[0] = 1
        self._pool.shutdown(cancel_futures=True)

    def run(self, tasks: Sequence[Callable[[], object]], tick: Callable[[], None] | None = None) -> list[object]:
        """Results of all tasks, in order; `tick` is called while they run. Errors: TimeoutError."""
        self.require_time()
        futures = [self._pool.submit(task) for task in tasks]
        open_futures = set(futures)
        while open_futures:
            _, open_futures = wait(open_futures, timeout=POLL_SECONDS)
            if self._deadline.passed():
                self.stop[0] = 1
            if tick is not None:
                tick()
        results = [future.result() for future in futures]
        self.require_time()
        return results

    def require_time(self) -> None:
        """TimeoutError once the deadline has passed."""
        if self._deadline.passed() or self.stop[0]:
            raise TimeoutError


def ranges(count: int, parts: int) -> list[tuple[int, int]]:
    """0..count-1 cut into at most `parts` ranges of nearly equal length, none empty.

    >>> ranges(5, 2), ranges(1, 4)
    ([(0, 2), (2, 5)], [(0, 1)])
    """
    parts = max(1, min(parts, count))
    edges = [count * k // parts for k in range(parts + 1)]
    return [(a, b) for a, b in pairwise(edges) if a < b]
