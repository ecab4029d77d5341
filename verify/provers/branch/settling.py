"""Settling some outputs: all proved, or the wrong input of the fewest active features."""

import numpy as np

from verify.arrays import Longs
from verify.provers.branch.goals import Finding
from verify.provers.branch.search import Search


def smallest_wrong(search: Search, outputs: Longs, most: int) -> Finding | None:
    """The smallest wrong input of these outputs with at most `most` active features; None when there is none.

    Guarantee: for all ways to cut outputs into parts, the smallest of what is found in them is the same: it has the
    fewest active features, and is of the first output that has such a one. Without any, and with `most` the sparsity,
    all of the outputs are proved in the tree of the search. Errors: TimeUpError, TreeTooLargeError.
    """
    output = search.cases.output
    chosen = np.flatnonzero(np.isin(output, outputs))
    best: Finding | None = None
    # Once an input with k active features is found wrong, only inputs with fewer are still of interest.
    while most >= 0:
        findings, undecided = search.settle(chosen, search.limits, most)
        if not findings:
            break
        best = min(findings)
        most = best.size - 1
        unsettled = np.union1d(undecided, np.array([finding.output for finding in findings]))
        chosen = chosen[np.isin(output[chosen], unsettled)]
    return None if best is None else _of_first_output(search, chosen, best)


def _of_first_output(search: Search, chosen: Longs, best: Finding) -> Finding:
    """The finding of the first output that is wrong on as few features, whatever was searched beside it."""
    output = search.cases.output[chosen]
    while True:
        findings, _ = search.settle(chosen[output < best.output], search.limits, best.size)
        if not findings:
            return min(search.settle(chosen[output == best.output], search.limits, best.size)[0])
        best = min(findings)
