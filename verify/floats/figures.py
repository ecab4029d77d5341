"""What is counted on some inputs, whoever counts them: figures of one range after another add up."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Longs, Reals


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
