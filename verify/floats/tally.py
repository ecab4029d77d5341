"""How many inputs a float network gets wrong: figures that add up, the brackets that follow, and the certificate."""

from dataclasses import dataclass
from math import comb
from typing import final

import numpy as np

from verify.arrays import Longs, Reals
from verify.statement.problem import Problem

Bounds = tuple[int, int] | None
"""(lower, upper) bounds on a score, in units of 2**-`UNIT`; None where there is none."""
UNIT = 64


@final
@dataclass(frozen=True, eq=False)
class Figures:
    """Exact figures of some inputs, in their order.

    `counts` (4, v + 1) are the numbers of inputs tried, admissible, wrong and sure, by active features, as a `Tally`
    has them; `pairs` (outputs,) counts the wrong inputs of an output. `smallest` and `largest` (outputs,) are the
    extreme sums, integers, of an output where it must be 1, and where 0; infinite where there are none. `first` is the
    first wrong input, `most_harmful` the first on which most outputs are wrong, `harm` of them.
    """

    counts: Longs
    pairs: Longs
    smallest: Reals
    largest: Reals
    first: tuple[int, ...] | None
    most_harmful: tuple[int, ...] | None
    harm: int

    def then(self, later: "Figures") -> "Figures":
        """Those of these inputs and of others behind them."""
        return Figures(
            self.counts + later.counts,
            self.pairs + later.pairs,
            np.minimum(self.smallest, later.smallest),
            np.maximum(self.largest, later.largest),
            later.first if self.first is None else self.first,
            later.most_harmful if later.harm > self.harm else self.most_harmful,
            max(self.harm, later.harm),
        )


@final
@dataclass(frozen=True)
class Tally:
    """What was seen on the inputs that were tried, in exact arithmetic; entry k is about k active features.

    `tried` counts the sparse inputs that were looked at, the first in the order of `verify.floats.claims.ORDER`,
    `admissible` those of them that the problem asks about, `wrong` those on which some output is wrong, and `sure`
    those on which every execution that `verify.floats.machine` covers is right in every output. `pairs`[i] counts the
    wrong inputs of output i; `smallest_true`[i] and `largest_false`[i] bound its smallest score where it must be 1, and
    its largest where it must be 0. `smallest` is the first wrong input, `most_harmful` the first on which most outputs
    are wrong, `harm` of them; None where none is wrong.
    """

    tried: tuple[int, ...]
    admissible: tuple[int, ...]
    wrong: tuple[int, ...]
    sure: tuple[int, ...]
    pairs: tuple[int, ...]
    smallest_true: tuple[Bounds, ...]
    largest_false: tuple[Bounds, ...]
    smallest: tuple[int, ...] | None
    most_harmful: tuple[int, ...] | None
    harm: int


@final
@dataclass(frozen=True)
class TallyCertificate:
    """A tally bound to a problem and a network by their digests."""

    problem: str
    network: str
    sparsity: int
    tally: Tally


def unseen(problem: Problem, tally: Tally) -> int:
    """The number of sparse inputs that were not tried, admissible or not."""
    return sum(comb(problem.inputs, k) - tried for k, tried in enumerate(tally.tried))


def wrong_bracket(problem: Problem, tally: Tally) -> tuple[int, int]:
    """At least and at most so many inputs are wrong: those that were not tried count as right, and as wrong.

    >>> from verify import TwoAnd
    >>> tally = Tally((1, 0), (1, 0), (0, 0), (1, 0), (0,), (None,), (None,), None, None, 0)
    >>> wrong_bracket(TwoAnd(inputs=3, sparsity=1, pairs=((0, 1),)), tally)
    (0, 3)
    """
    return sum(tally.wrong), sum(tally.wrong) + unseen(problem, tally)


def tally_claim(problem: Problem, tally: Tally) -> str:
    """The tally in a sentence.

    >>> from verify import TwoAnd
    >>> tally = Tally((1, 3), (1, 3), (0, 1), (1, 2), (1,), (None,), ((0, 0),), (2,), (2,), 1)
    >>> tally_claim(TwoAnd(inputs=3, sparsity=1, pairs=((0, 1),)), tally)
    'exactly 1 of 4 admissible inputs is wrong in some output, in exact arithmetic'
    """
    low, high = wrong_bracket(problem, tally)
    seen, left = sum(tally.admissible), unseen(problem, tally)
    if not left:
        verb = "is" if low == 1 else "are"
        return f"exactly {low:,} of {seen:,} admissible inputs {verb} wrong in some output, in exact arithmetic"
    return (
        f"at least {low:,} and at most {high:,} inputs are wrong in some output, in exact arithmetic: {seen:,} were "
        f"tried, {left:,} are left"
    )


def thresholds_between(tally: Tally) -> list[tuple[int | None, int | None]]:
    """For every output the open end above which and the end up to which a threshold would make it right, in units.

    With a threshold t of largest_false < t <= smallest_true every output would be right on all inputs that were tried
    (read with >=; where an output is 1 only above its threshold, of largest_false <= t < smallest_true). None stands
    for no limit on that side; the first number is not below the second where there is no such threshold that these
    bounds show.

    >>> thresholds_between(Tally((1,), (1,), (0,), (1,), (0,), ((5, 6),), ((2, 3),), None, None, 0))
    [(3, 5)]
    """
    return [
        (None if false is None else false[1], None if true is None else true[0])
        for false, true in zip(tally.largest_false, tally.smallest_true, strict=True)
    ]
