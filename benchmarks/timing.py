"""What the benchmarks share: wall-clock seconds, peak memory, and tables in Markdown."""

import resource
import sys
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

Value = TypeVar("Value")


def timed(work: Callable[[], Value]) -> tuple[Value, float]:
    """The result of `work` and the seconds it took."""
    start = time.perf_counter()
    value = work()
    return value, time.perf_counter() - start


def cpu_timed(work: Callable[[], Value]) -> tuple[Value, float, float]:
    """The result of `work`, the seconds it took, and the CPU seconds of all threads of this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    value = work()
    return value, time.perf_counter() - wall, time.process_time() - cpu


def peak_megabytes() -> float:
    """Largest resident memory of this process so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
