"""The admissible inputs that decide a statement, numbered, and what their scores show, in exact integers."""

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from math import comb
from typing import NamedTuple, final

from verify.progress import Deadline, Progress
from verify.provers.reduced_inputs import reduced_inputs
from verify.scoring.extremes import NO_SCORE, Extremes
from verify.scoring.scan import Scanner, memory
from verify.statement.inputs import ActiveSets, active_sets, count_sparse, more_sparse_than
from verify.statement.network import Network
from verify.statement.on_inputs import evaluate
from verify.statement.problem import Problem

BLOCK = 4096
MEMORY = 12 * 2**30
MOST_INPUTS = 2**62


class Tried(NamedTuple):
    """The extreme scores of outputs that must be 1 and 0 (`NO_SCORE` and its negative: none), the first wrong input,
    and how many were tried.
    """

    smallest: int
    largest: int
    wrong: tuple[int, ...] | None
    done: int


@final
class Trying:
    """The inputs that decide the statement, numbered 0..total-1, fewest active features first, and their scores."""

    def __init__(self, problem: Problem, network: Network, deadline: Deadline | None = None) -> None:
        self.problem, self.network = problem, network
        self._reduced = reduced_inputs(problem, network, deadline)
        self.total = count_sparse(problem) if self._reduced is None else sum(map(len, self._reduced))
        self._scanner: Scanner | None = None

    def tried(self, begin: int, end: int, deadline: Deadline, report: Progress, threads: int | None = None) -> Tried:
        """What inputs begin..end-1 show, until one is wrong or the deadline passes."""
        self._scanner = self._scanner or Scanner(self.problem, self.network)
        smallest, largest, done = NO_SCORE, -NO_SCORE, 0
        report(done, end - begin)
        for active, extremes in scanned(self._scanner, self._blocks(begin, end), threads or workers()):
            wrong = extremes.wrong(self.network.threshold)
            if len(wrong):
                return Tried(smallest, largest, tuple(active[wrong[0]].tolist()), done)
            smallest = min(smallest, int(extremes.smallest_true.min()))
            largest = max(largest, int(extremes.largest_false.max()))
            done += len(active)
            report(done, end - begin)
            if done < end - begin and deadline.passed():
                break
        return Tried(smallest, largest, None, done)

    def _blocks(self, begin: int, end: int) -> Iterator[ActiveSets]:
        """Inputs begin..end-1 in blocks, each of one number of active features."""
        m, first = self.problem.inputs, 0
        for k in range(self.problem.sparsity + 1):
            sets = None if self._reduced is None else self._reduced[k]
            count = comb(m, k) if sets is None else len(sets)
            last = min(end - first, count)
            for start in range(max(begin - first, 0), last, BLOCK):
                stop = min(start + BLOCK, last)
                yield active_sets(m, k, start, stop) if sets is None else sets[start:stop]
            first += count


def obstacle(problem: Problem, network: Network, *, count: bool = True) -> str | None:
    """Why scanning cannot even start here, or None; `count`: whether the number of inputs matters."""
    if count and more_sparse_than(problem, MOST_INPUTS):
        return f"enumeration takes at most {MOST_INPUTS} inputs, and there are more"
    if memory(problem, network) > MEMORY:
        return f"scoring inputs may use {MEMORY} bytes of memory, but would need {memory(problem, network)}"
    if max(*network.activation_bounds, abs(network.threshold)) >= NO_SCORE:
        return f"scoring inputs takes scores and a threshold below {NO_SCORE}, the mark of an input without a score"
    ones = evaluate(problem, ())
    return f"scoring inputs takes gates that are 0 on the empty input, but output {ones[0]} is 1" if ones else None


def additions_an_input(problem: Problem, network: Network) -> int:
    """Additions for one input with v active features."""
    reading = network.output_code.columns * getattr(network.output_code, "weight", network.output_code.rows)
    hidden = sum(layer.weights.size for layer in network.layers[1:])
    return problem.sparsity * network.widths[1] + hidden + reading


def measured(problem: Problem, network: Network) -> tuple[int, float]:
    """Additions, and seconds of one thread, for one input with v active features, from the time of one block."""
    scanner, k = Scanner(problem, network), problem.sparsity
    sample = active_sets(problem.inputs, k, 0, min(scanner.block, comb(problem.inputs, k)))
    scanner.extremes(sample)  # The kernels are compiled.
    start = time.perf_counter()
    scanner.extremes(sample)
    return scanner.operations(k), (time.perf_counter() - start) / len(sample)


def workers() -> int:
    """Threads that scan at once: one a core, at most 8."""
    return min(8, os.cpu_count() or 1)


def scanned(scanner: Scanner, blocks: Iterable[ActiveSets], threads: int) -> Iterator[tuple[ActiveSets, Extremes]]:
    """The blocks with their extremes, in order, computed by so many threads with a short queue ahead."""
    pending: deque[tuple[ActiveSets, Future[Extremes]]] = deque()
    pool = ThreadPoolExecutor(threads)
    try:
        for active in blocks:
            pending.append((active, pool.submit(scanner.extremes, active)))
            if len(pending) > 2 * threads:
                active, extremes = pending.popleft()
                yield active, extremes.result()
        for active, extremes in pending:
            yield active, extremes.result()
    finally:
        pool.shutdown(cancel_futures=True)
