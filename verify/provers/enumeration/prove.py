"""Prove or refute by trying every admissible input, in exact integers, on both cores."""

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from math import comb
from typing import NamedTuple, final

from verify.certifying import certify
from verify.compiling import TimeLimit
from verify.progress import Deadline, Progress, silent
from verify.provers.choice import duration
from verify.provers.prover import Options
from verify.provers.reduced_inputs import reduced_inputs
from verify.scoring.extremes import NO_SCORE, Extremes
from verify.scoring.scan import Scanner, memory
from verify.statement.certificate import Certificate, Margin
from verify.statement.fit import require_fit
from verify.statement.forward import scores
from verify.statement.inputs import ActiveSets, active_sets, count_sparse, more_sparse_than
from verify.statement.network import Network
from verify.statement.on_inputs import evaluate
from verify.statement.problem import Problem
from verify.statement.verdict import Counterexample, Found, Refuted, Unchecked, Unknown, replay

BLOCK = 4096
MEMORY = 12 * 2**30
MOST_INPUTS = 2**62
LONG = 10**10
"""Additions from which a forecast, the time of one block of inputs, is worth its time."""


@final
@dataclass(frozen=True)
class Forecast:
    """What enumeration will cost: inputs to try, integer additions, and seconds at the rate measured just now.

    The inputs to try are the reduced ones, where these are few.
    """

    inputs: int
    operations: int
    seconds: float


def prove_by_enumeration(
    problem: Problem, network: Network, *, timeout: float | None = None, progress: Progress | None = None
) -> Unchecked:
    """Decide the statement by scoring all outputs on all admissible inputs.

    Those are sum_{k <= v} C(m, k), for circuits without those on which a level is too active.

    Guarantee: Found only if for all admissible y and all outputs i the score of i reads F_i(y); the certificate's
    margin is exact. Refuted with a counterexample of the fewest active features. Any depth, any codes.

    `forecast` says it beforehand. Unknown at the time limit, when G = W_1 A does not fit into memory, or for gates that
    are 1 on the empty input. Errors: ValueError when the network does not fit the problem. Source: ours (the
    definition). Details: docs/methods.md.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> verdict = prove_by_enumeration(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)
    >>> verdict.certificate.margin, verdict.certificate.inputs_covered
    (Margin(smallest_true=1, largest_false=0), 4)
    """
    deadline, report = TimeLimit(timeout), progress or silent
    require_fit(problem, network)
    reason = obstacle(problem, network)
    if reason is not None:
        return Unknown(reason)
    trying = Trying(problem, network, deadline)
    found = trying.tried(0, trying.total, deadline, report)
    if found.wrong is not None:
        return Refuted(counterexample_on(problem, network, found.wrong))
    if found.done < trying.total:
        return Unknown(late(deadline, found.done, trying.total))
    return Found(found_by_enumeration(problem, network, found.smallest, found.largest))


def found_by_enumeration(problem: Problem, network: Network, smallest: int, largest: int) -> Certificate:
    """The certificate of these extreme scores; `NO_SCORE` and its negative stand for none."""
    margin = Margin(None if smallest == NO_SCORE else smallest, None if largest == -NO_SCORE else largest)
    return certify(problem, network, "enumerate", margin=margin, evidence={"order": "colexicographic"})


def late(deadline: Deadline, done: int, total: int) -> str:
    """Why it is unknown."""
    return f"{deadline.reason('enumeration')}: {done:,} of {total:,} inputs were tried, and none is wrong"


class Tried(NamedTuple):
    """The extreme scores of outputs that must be 1 and 0, the first wrong input, and how many were tried."""

    smallest: int
    largest: int
    wrong: tuple[int, ...] | None
    done: int


@final
class Trying:
    """The inputs that decide the statement, numbered 0..total-1, fewest active features first, and their scores."""

    def __init__(self, problem: Problem, network: Network, deadline: Deadline | None = None) -> None:
        self._problem, self._network = problem, network
        self._reduced = reduced_inputs(problem, network, deadline)
        self.total = count_sparse(problem) if self._reduced is None else sum(map(len, self._reduced))
        self._scanner: Scanner | None = None

    def tried(self, begin: int, end: int, deadline: Deadline, report: Progress, threads: int | None = None) -> Tried:
        """What inputs begin..end-1 show, until one is wrong or the deadline passes."""
        self._scanner = self._scanner or Scanner(self._problem, self._network)
        smallest, largest, done = NO_SCORE, -NO_SCORE, 0
        report(done, end - begin)
        for active, extremes in _scanned(self._scanner, self._blocks(begin, end), threads or workers()):
            wrong = extremes.wrong(self._network.threshold)
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
        m, first = self._problem.inputs, 0
        for k in range(self._problem.sparsity + 1):
            sets = None if self._reduced is None else self._reduced[k]
            count = comb(m, k) if sets is None else len(sets)
            last = min(end - first, count)
            for start in range(max(begin - first, 0), last, BLOCK):
                stop = min(start + BLOCK, last)
                yield active_sets(m, k, start, stop) if sets is None else sets[start:stop]
            first += count


def inputs_to_try(problem: Problem, network: Network) -> int:
    """How many inputs enumeration tries; the cost is that of `reduced_inputs`."""
    return Trying(problem, network).total


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


def forecast(problem: Problem, network: Network) -> Forecast:
    """Inputs, additions and seconds of `prove_by_enumeration`, from the time that one block of inputs takes.

    The kernels are compiled on first use after installation (some seconds), which is not counted.
    Errors: ValueError where enumeration would answer Unknown at once.
    """
    require_fit(problem, network)
    reason = obstacle(problem, network)
    if reason is not None:
        raise ValueError(reason)
    scanner = Scanner(problem, network)
    k = problem.sparsity
    sample = active_sets(problem.inputs, k, 0, min(scanner.block, comb(problem.inputs, k)))
    scanner.extremes(sample)
    start = time.perf_counter()
    scanner.extremes(sample)
    elapsed = time.perf_counter() - start
    inputs = inputs_to_try(problem, network)
    return Forecast(inputs, inputs * scanner.operations(k), elapsed / len(sample) * inputs / workers())


def workers() -> int:
    """Threads that scan at once: one a core, at most 8."""
    return min(8, os.cpu_count() or 1)


def _scanned(scanner: Scanner, blocks: Iterable[ActiveSets], threads: int) -> Iterator[tuple[ActiveSets, Extremes]]:
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


def counterexample_on(problem: Problem, network: Network, active: tuple[int, ...]) -> Counterexample:
    """The first wrong output on an input known to be handled wrongly, replayed."""
    ones = set(evaluate(problem, active))
    found = scores(network, active)
    wrong = next(i for i in range(problem.outputs) if (found[i] >= network.threshold) != (i in ones))
    return replay(problem, network, active, wrong)


def predicted_additions(problem: Problem, network: Network) -> int:
    """Additions over all inputs that have to be tried."""
    return inputs_to_try(problem, network) * additions_an_input(problem, network)


def additions_an_input(problem: Problem, network: Network) -> int:
    """Additions for one input with v active features."""
    reading = network.output_code.columns * getattr(network.output_code, "weight", network.output_code.rows)
    hidden = sum(layer.weights.size for layer in network.layers[1:])
    return problem.sparsity * network.widths[1] + hidden + reading


def announced(problem: Problem, network: Network, options: Options) -> list[str]:
    """How long it takes, where that is worth the time of one block of inputs."""
    inputs = count_sparse(problem)
    if obstacle(problem, network) is not None or inputs * additions_an_input(problem, network) < LONG:
        return []
    cost = forecast(problem, network)
    all_ = f" that stand for all {inputs:,}" if cost.inputs < inputs else ""
    return [f"forecast: {cost.inputs:,} inputs{all_} take {duration(cost.seconds)}"]
