"""Check a tally of a float network: count again, and hold every figure against what is counted."""

from collections.abc import Callable, Sequence
from math import comb

import numpy as np

from verify.arrays import Bools, Reals
from verify.checker.binding import require_bound
from verify.checker.budget import Budget, RefusedError
from verify.checker.floats.blocks import Block, Cells, Extremes, blocks, float_need, open_cells
from verify.checker.floats.proof import AT_ONCE
from verify.checker.result import Answer, Valid, answered
from verify.errors import shown
from verify.floats.fine import FINE
from verify.floats.machine import worst_losses
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Pointwise
from verify.floats.tally import UNIT, Bounds, Figures, Tally, TallyCertificate, tally_claim
from verify.floats.to_integers import Rounded, cutoffs, rounded, score_bounds
from verify.progress import Deadline, Progress, silent
from verify.statement.fit import require_fit
from verify.statement.problem import Problem


def check_tally(
    problem: Problem,
    network: FloatNetwork,
    certificate: TallyCertificate,
    *,
    timeout: float | None = None,
    memory: int | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Whether all that the tally says of this problem and this network holds.

    Guarantee: Valid only if of the first inputs in the stated order, as many as it says of every size, exactly those
    numbers are admissible and wrong in exact arithmetic, in all and by output, at least those are right in every
    execution that is covered, every score is within the bounds, and the inputs named are what they are said to be.
    Unknown at the time limit, and where more than `memory` bytes would be taken. Errors: TypeError for objects of a
    class of one's own; ValueError where the network does not fit.
    """

    def count(budget: Budget) -> Figures:
        budget.require(float_need(problem, network).memory, "this check")
        return counted(problem, network, [(0, tried) for tried in certificate.tally.tried], budget, progress or silent)

    return _held(problem, network, certificate, Budget(Deadline(timeout), memory), count, ())


def check_counted(
    problem: Problem, network: FloatNetwork, certificate: TallyCertificate, figures: Figures, trust: str
) -> Answer:
    """As `check_tally`, with figures that others got by `counted` of as many inputs: `trust` says who that takes."""
    return _held(problem, network, certificate, Budget(Deadline(None)), lambda _: figures, (trust,))


def _held(
    problem: Problem,
    network: FloatNetwork,
    certificate: TallyCertificate,
    budget: Budget,
    count: Callable[[Budget], Figures],
    assumptions: tuple[str, ...],
) -> Answer:
    """A tally held against what is counted."""
    for name, value, kind in (
        ("problem", problem, Problem),
        ("network", network, FloatNetwork),
        ("certificate", certificate, TallyCertificate),
        ("the certificate's tally", certificate.tally, Tally),
    ):
        if type(value) is not kind:
            raise TypeError(f"{name} must be a {kind.__name__}, not {shown(value)}")
    require_fit(problem, network)
    tally = certificate.tally

    def ask() -> Answer:
        require_bound(problem, network, (certificate.problem, certificate.network, certificate.sparsity))
        _require_form(problem, tally)
        try:
            _require_figures(problem, network, tally, count(budget))
        except OverflowError as error:
            raise RefusedError(str(error)) from None
        return Valid(tally_claim(problem, tally), assumptions)

    return answered(ask, budget)


def _require_form(problem: Problem, tally: Tally) -> None:
    """RefusedError unless all figures are plain integers, as many as there have to be."""
    for name in ("tried", "admissible", "wrong", "sure", "pairs"):
        values, size = getattr(tally, name), problem.outputs if name == "pairs" else problem.sparsity + 1
        if type(values) is not tuple or len(values) != size or not all(type(one) is int and one >= 0 for one in values):
            raise RefusedError(f"{name} must be {size} numbers from 0 on, not {shown(values)}")
    if any(tried > comb(problem.inputs, k) for k, tried in enumerate(tally.tried)):
        raise RefusedError(f"tried must be at most the number of inputs of every size, not {shown(tally.tried)}")
    for name in ("smallest_true", "largest_false"):
        values = getattr(tally, name)
        plain = type(values) is tuple and len(values) == problem.outputs
        if not plain or not all(
            one is None or (type(one) is tuple and list(map(type, one)) == [int, int]) for one in values
        ):
            raise RefusedError(f"{name} must be a lower and an upper bound an output, or null")
    for name in ("smallest", "most_harmful"):
        active = getattr(tally, name)
        if active is not None and (type(active) is not tuple or not all(type(one) is int for one in active)):
            raise RefusedError(f"{name} must be the numbers of active features, not {shown(active)}")
    if type(tally.harm) is not int:
        raise RefusedError(f"harm must be an integer, not {shown(tally.harm)}")


def counted(
    problem: Problem,
    network: FloatNetwork,
    ranges: Sequence[tuple[int, int]],
    budget: Budget,
    progress: Progress = silent,
) -> Figures:
    """The figures of inputs number begin..end-1 of those with k active features, (begin, end) = `ranges`[k].

    Errors: UndecidedError at the time limit, OverflowError for networks that cannot be rounded.
    """
    found = rounded(network, problem.sparsity)
    above, below = cutoffs(network, found.scales, found.errors)
    wide = _wide_cutoffs(network, found, problem.sparsity)
    point, extremes, total = Pointwise(network), Extremes(problem.outputs), sum(end - begin for begin, end in ranges)
    counts = np.zeros((4, problem.sparsity + 1), dtype=np.int64)
    pairs = np.zeros(problem.outputs, dtype=np.int64)
    first: tuple[int, ...] | None = None
    worst: tuple[tuple[int, ...] | None, int] = (None, 0)
    for block in blocks(problem, network, found, budget, ranges):
        extremes.add(block)
        # What machines may lose makes the open cells more, never fewer.
        cells = open_cells(block, *(wide or (above, below)))
        wrong = _wrong(point, block, cells, above, below, budget)
        sure = 0 if wide is None else len(block.active) - len(np.unique(cells.rows))
        harm = np.bincount(cells.rows[wrong], minlength=len(block.active))
        counts[:, block.active.shape[1]] += (block.looked_at, len(block.active), int((harm > 0).sum()), sure)
        pairs += np.bincount(cells.outputs[wrong], minlength=problem.outputs)
        if first is None and harm.any():
            first = tuple(block.active[int(np.argmax(harm > 0))].tolist())
        if int(harm.max(initial=0)) > worst[1]:
            worst = tuple(block.active[int(np.argmax(harm))].tolist()), int(harm.max())
        progress(int(counts[0].sum()), total)
    return Figures(counts, pairs, extremes.smallest, extremes.largest, first, *worst)


def _require_figures(problem: Problem, network: FloatNetwork, tally: Tally, figures: Figures) -> None:
    """RefusedError unless the tally says just these figures."""
    tried, admissible, wrong, sure = (tuple(row.tolist()) for row in figures.counts)
    for name, right in (
        ("tried", tried), ("admissible", admissible), ("wrong", wrong), ("pairs", tuple(figures.pairs.tolist())),
        ("smallest", figures.first), ("most_harmful", figures.most_harmful), ("harm", figures.harm),
    ):  # fmt: skip
        if getattr(tally, name) != right:
            raise RefusedError(f"{name} must be {shown(right)}, not {shown(getattr(tally, name))}")
    if any(stated > known for stated, known in zip(tally.sure, sure, strict=True)):
        raise RefusedError(f"sure must be at most {shown(sure)}, not {shown(tally.sure)}")
    found = rounded(network, problem.sparsity)
    _require_bounds("smallest_true", tally.smallest_true, score_bounds(network, found, figures.smallest))
    _require_bounds("largest_false", tally.largest_false, score_bounds(network, found, figures.largest))


def _wide_cutoffs(network: FloatNetwork, found: Rounded, active: int) -> tuple[Reals, Reals] | None:
    try:
        return cutoffs(network, found.scales, found.errors + worst_losses(network, active))
    except OverflowError:
        return None


def _wrong(point: Pointwise, block: Block, cells: Cells, above: Reals, below: Reals, budget: Budget) -> Bools:
    """Which cells are wrong: by their sums, or exactly where these leave it open."""
    one, zero = cells.sums >= above[cells.outputs], cells.sums <= below[cells.outputs]
    wrong = np.where(cells.truth, zero, one)
    left = np.flatnonzero(~(one | zero))
    for output in np.unique(cells.outputs[left]).tolist():
        places = left[cells.outputs[left] == output]
        for start in range(0, len(places), AT_ONCE):
            budget.look()
            mine = places[start : start + AT_ONCE]
            inputs = [tuple(active) for active in block.active[cells.rows[mine]].tolist()]
            wrong[mine] = point.reads(inputs, output) != cells.truth[mine]
    return wrong


def _require_bounds(name: str, stated: tuple[Bounds, ...], known: tuple[list[int | None], list[int | None]]) -> None:
    """RefusedError unless what is known lies within what is stated, for every output."""
    up = FINE - UNIT
    for output, (bounds, low, high) in enumerate(zip(stated, *known, strict=True)):
        if bounds is None or low is None or high is None:
            if bounds is not None or low is not None:
                raise RefusedError(f"{name} of output {output} must be null just where there is no such score")
        elif bounds[0] << up > low or bounds[1] << up < high:
            raise RefusedError(f"{name} of output {output} is not within {bounds[0]} and {bounds[1]}")
