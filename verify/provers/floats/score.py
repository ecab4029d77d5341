"""Count the inputs that a float network gets wrong: exactly, or as far as time suffices."""

from collections.abc import Sequence
from typing import final

import numpy as np

from verify.arrays import Bools, Longs, Reals
from verify.errors import SuperproofError
from verify.floats.fine import FINE
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Pointwise
from verify.floats.tally import UNIT, Bounds, Figures, Tally, TallyCertificate
from verify.floats.to_integers import score_bounds
from verify.progress import Deadline, Progress, silent
from verify.provers.floats.scan import Scanned, Scanner, scanner_of
from verify.statement.digest import problem_digest
from verify.statement.inputs import count_sparse
from verify.statement.problem import Problem
from verify.statement.unknown import Unknown

SLACK = 2
"""Bounds on scores are widened by so many times the error of the rounding, for other ways of rounding to confirm."""


class OverdueError(SuperproofError):
    """The deadline passed inside a block, which then does not count."""


def score_floats(
    problem: Problem,
    network: FloatNetwork,
    *,
    deadline: Deadline,
    progress: Progress | None = None,
    earlier: list[TallyCertificate] | None = None,
) -> TallyCertificate | Unknown:
    """The tally of all admissible inputs, or of the first of them when the deadline passes; nobody has checked it.

    `earlier` is given tallies on the way, each of about twice the inputs of the one before. Cost: that of `Scanner`,
    and an exact evaluation of every cell that is within the rounding of its threshold. Errors: ValueError where the
    network does not fit.
    """
    scanner = scanner_of(problem, network)
    if isinstance(scanner, Unknown):
        return scanner
    counts = _Counts(scanner)
    report, done, total, kept = progress or silent, 0, count_sparse(problem), 0
    report(done, total)
    for block in scanner.blocks():
        try:
            counts.add(block, deadline)
        except OverdueError:
            break
        done += block.looked_at
        report(done, total)
        if earlier is not None and done >= 2 * kept:
            earlier.append(certificate_of(scanner, counts.figures()))
            kept = done
        if deadline.passed():
            break
    return certificate_of(scanner, counts.figures()) if done else Unknown(deadline.reason("scoring"))


def figures_of(scanner: Scanner, ranges: Sequence[tuple[int, int]], deadline: Deadline) -> Figures:
    """The figures of some inputs, as `Scanner.blocks` takes them. Errors: OverdueError when the deadline passes."""
    counts = _Counts(scanner)
    for block in scanner.blocks(ranges):
        if deadline.passed():
            raise OverdueError(deadline.reason("scoring"))
        counts.add(block, deadline)
    return counts.figures()


def certificate_of(scanner: Scanner, figures: Figures) -> TallyCertificate:
    """What was counted, with bounds on the smallest and the largest scores, by their sums."""
    problem, network = scanner.problem, scanner.network
    slack = [SLACK * int(error) for error in scanner.rounded.errors]
    true, false = (
        tuple(_widened(score_bounds(network, scanner.rounded, each), slack))
        for each in (figures.smallest, figures.largest)
    )
    tried, admissible, wrong, sure = (tuple(row.tolist()) for row in figures.counts)
    tally = Tally(
        tried, admissible, wrong, sure, tuple(figures.pairs.tolist()), true, false,
        figures.first, figures.most_harmful, figures.harm,
    )  # fmt: skip
    return TallyCertificate(problem_digest(problem), network.digest, problem.sparsity, tally)


def _widened(bounds: tuple[list[int | None], list[int | None]], slack: list[int]) -> list[Bounds]:
    down = FINE - UNIT
    return [
        None if low is None or high is None else ((low - more) >> down, -((-high - more) >> down))
        for low, high, more in zip(*bounds, slack, strict=True)
    ]


@final
class _Counts:
    """The figures of a tally, block by block."""

    def __init__(self, scanner: Scanner) -> None:
        outputs = scanner.problem.outputs
        self._scanner, self._point = scanner, Pointwise(scanner.network)
        self._counts = np.zeros((4, scanner.problem.sparsity + 1), dtype=np.int64)
        self._pairs: Longs = np.zeros(outputs, dtype=np.int64)
        self._ends: tuple[Reals, Reals] = np.full(outputs, np.inf), np.full(outputs, -np.inf)
        self._first: tuple[int, ...] | None = None
        self._harmful: tuple[tuple[int, ...] | None, int] = (None, 0)

    def add(self, block: Scanned, deadline: Deadline) -> None:
        """Count a block whole, or raise OverdueError and leave everything as it was."""
        wrong = self._wrong(block, deadline)
        k = block.active.shape[1]
        harm = np.bincount(block.rows[wrong], minlength=len(block.active))
        unclear = np.bincount(block.rows, minlength=len(block.active))
        sure = int((unclear == 0).sum()) if self._scanner.doubt is None else 0
        self._counts[:, k] += (block.looked_at, len(block.active), int((harm > 0).sum()), sure)
        self._pairs += np.bincount(block.outputs[wrong], minlength=len(self._pairs))
        self._ends = self._scanner.smallest.copy(), self._scanner.largest.copy()
        if harm.any():
            if self._first is None:
                self._first = tuple(block.active[int(np.argmax(harm > 0))].tolist())
            if int(harm.max()) > self._harmful[1]:
                self._harmful = tuple(block.active[int(np.argmax(harm))].tolist()), int(harm.max())

    def _wrong(self, block: Scanned, deadline: Deadline) -> Bools:
        """Which cells are wrong in exact arithmetic: what the sums leave open is evaluated exactly."""
        wrong = block.wrong.copy()
        left = np.flatnonzero(~(block.wrong | block.right))
        for output, cells in block.by_output(left):
            if deadline.passed():
                raise OverdueError(deadline.reason("scoring"))
            wrong[cells] = self._point.reads(block.inputs(cells), output) != block.truth[cells]
        return wrong

    def figures(self) -> Figures:
        """What has been counted."""
        return Figures(self._counts.copy(), self._pairs.copy(), *self._ends, self._first, *self._harmful)
