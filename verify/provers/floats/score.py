"""Count the inputs that a float network gets wrong: exactly, or as far as time suffices."""

from collections.abc import Sequence

import numpy as np

from verify.floats.fine import FINE
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Pointwise
from verify.floats.tally import UNIT, Bounds, Figures, Tally, TallyCertificate
from verify.floats.to_integers import score_bounds
from verify.progress import Deadline, Progress, silent
from verify.provers.floats.scan import OverdueError, Scanned, Scanner, scanner_of
from verify.statement.digest import problem_digest
from verify.statement.inputs import count_sparse
from verify.statement.problem import Problem
from verify.statement.unknown import Unknown

SLACK = 2
"""Bounds on scores are widened by so many times the error of the rounding, for other ways of rounding to confirm."""


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
    point, figures = Pointwise(network), _none(problem)
    report, done, total, kept = progress or silent, 0, count_sparse(problem), 0
    report(done, total)
    for block in scanner.blocks():
        try:
            figures = figures.then(_counted(scanner, point, block, deadline))
        except OverdueError:
            break
        done += block.looked_at
        report(done, total)
        if earlier is not None and done >= 2 * kept:
            earlier.append(certificate_of(scanner, figures))
            kept = done
        if deadline.passed():
            break
    return certificate_of(scanner, figures) if done else Unknown(deadline.reason("scoring"))


def figures_of(scanner: Scanner, ranges: Sequence[tuple[int, int]], deadline: Deadline) -> Figures:
    """The figures of some inputs, as `Scanner.blocks` takes them. Errors: OverdueError when the deadline passes."""
    point, figures = Pointwise(scanner.network), _none(scanner.problem)
    for block in scanner.blocks(ranges):
        if deadline.passed():
            raise OverdueError(deadline.reason("scoring"))
        figures = figures.then(_counted(scanner, point, block, deadline))
    return figures


def _none(problem: Problem) -> Figures:
    counts, pairs = np.zeros((4, problem.sparsity + 1), dtype=np.int64), np.zeros(problem.outputs, dtype=np.int64)
    return Figures(counts, pairs, np.full(problem.outputs, np.inf), np.full(problem.outputs, -np.inf), None, None, 0)


def _counted(scanner: Scanner, point: Pointwise, block: Scanned, deadline: Deadline) -> Figures:
    """The figures of a block, in exact arithmetic: what the sums leave open is evaluated. Errors: OverdueError."""
    wrong = block.wrong.copy()
    for output, cells in block.by_output(np.flatnonzero(~(block.wrong | block.right)), deadline):
        wrong[cells] = point.reads(block.inputs(cells), output) != block.truth[cells]
    figures, (inputs, k) = _none(scanner.problem), block.active.shape
    harm, unclear = (np.bincount(rows, minlength=inputs) for rows in (block.rows[wrong], block.rows))
    sure = int((unclear == 0).sum()) if scanner.doubt is None else 0
    figures.counts[:, k] = block.looked_at, inputs, int((harm > 0).sum()), sure
    pairs = np.bincount(block.outputs[wrong], minlength=scanner.problem.outputs)
    first, worst = (tuple(block.active[where.argmax()].tolist()) if harm.any() else None for where in (harm > 0, harm))
    ends = scanner.smallest.copy(), scanner.largest.copy()
    return Figures(figures.counts, pairs, *ends, first, worst, int(harm.max(initial=0)))


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
