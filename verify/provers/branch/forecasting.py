"""What a proof by branching will cost, said before it starts."""

import time
from dataclasses import dataclass
from typing import final

import numpy as np

from verify.certifying import NotTakenError
from verify.progress import ENDLESS
from verify.provers.branch.nodes import root_nodes
from verify.provers.branch.search import Search
from verify.provers.branch.subject import Subject, subject_of
from verify.provers.branch.threads import Workers
from verify.provers.choice import duration
from verify.provers.prover import Options
from verify.statement.fit import require_fit
from verify.statement.network import Network
from verify.statement.problem import Problem

LONG = 2**28
"""Features times outputs from which a forecast, the time of two blocks of columns, is worth its time."""
SAMPLES = 256, 8192
"""Numbers of outputs that are bounded: what they take in common is spent once a block, however many there are."""


@final
@dataclass(frozen=True)
class Forecast:
    """Cases to close, the additions that bounding them once takes, and seconds at the rate measured just now.

    Branching, if any is needed, comes on top: seconds are those of a proof that closes every case at its root.
    """

    cases: int
    operations: int
    seconds: float


def forecast(problem: Problem, network: Network, *, memory: int | None = None) -> Forecast:
    """The forecast of `prove_by_branching`.

    One block of G is expanded and some cases are bounded on it, twice, so that compiling is not counted: the time of
    about two blocks. Errors: ValueError when the network does not fit the problem, NotTakenError with the rule by which
    it does not take this network.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> found = forecast(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)
    >>> found.cases, found.operations
    (4, 6)
    """
    require_fit(problem, network)
    subject = subject_of(problem, network, memory)
    seconds = min(_measured(subject) for _ in range(2))
    lengths = np.diff(subject.channels.start)[subject.cases.output[subject.cases.slots > 0]]
    operations = int(lengths.sum()) * problem.inputs
    return Forecast(len(subject.cases), operations, seconds)


def _measured(subject: Subject) -> float:
    """Seconds of the whole, from one block and two numbers of outputs (`SAMPLES`), spread over all."""
    received, cases, outputs = subject.received, subject.cases, subject.problem.outputs
    with Workers(ENDLESS) as workers:
        start = time.perf_counter()
        block = received.expand(0, workers)
        expanded = time.perf_counter() - start
        scanner = subject.scanner.over(block)
        search = Search(subject, workers)
        search.raise_floors()

        def scanned(count: int) -> tuple[int, float]:
            some = np.linspace(0, outputs - 1, min(count, outputs)).astype(np.int64)
            chosen = np.flatnonzero(np.isin(cases.output, some))
            nodes = root_nodes(cases, chosen, search.sparsity)
            start = time.perf_counter()
            excited = scanner.excited(nodes, workers)
            scanner.terms(nodes, excited, search.limits.false, search.floors, workers)
            return len(chosen), time.perf_counter() - start

        (few, short), (many, long) = (scanned(count) for count in SAMPLES)
    each = max(0.0, long - short) / (many - few) if many > few else 0.0
    expanding = expanded if received.kept else 2 * expanded
    return received.block_count * (expanding + long + each * (len(cases) - many))


def announced(problem: Problem, network: Network, options: Options) -> list[str]:
    """How long it takes, where that is worth the time of two blocks of columns."""
    if problem.inputs * problem.outputs < LONG:
        return []
    try:
        cost = forecast(problem, network, memory=options.get("memory"))
    except NotTakenError:
        return []
    words = f"{cost.cases:,} cases take {duration(cost.seconds)}, and branching, if needed, comes on top"
    return [f"forecast: {words}"]
