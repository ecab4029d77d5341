"""The definition of the check of a node, in plain int64: what a fast way may say is held against this.

A node is about one output whose channel has the neurons e with weights B(e) >= 0. It has members T, s free slots, and
p_e = b_e + the sum of G(e, j) over T. It stands for all inputs T + R with at most s features R, none of them settled.
"""

import numpy as np

from verify.arrays import Bools, Longs

NO_FLOOR = -(2**62)


def worst_sum(
    weights: Longs, p: Longs, entries: Longs, free: Bools, slots: int, side: int, floor: int = NO_FLOOR
) -> int:
    """For all inputs of the node, side * s * score is at most this; for s = 0, side * score is just this.

    `entries` (neurons, features) is G, `free` (features,) says which features R may have. Side 1: the output must be 0,
    -1: it must be 1. Every slot k of R, filled up with empty ones of G(e, empty) = 0, has the *term* of its feature,

        the sum of B(e) max(0, s G(e, j) + p_e), or, on side -1 with s >= 2, of B(e) (s G(e, j) + p_e) over p_e > 0.

    A term better than `floor` counts as the floor, which only makes the bound weaker. Details: docs/methods.md.
    """
    if slots == 0:
        return side * int(weights @ np.maximum(p, 0))
    sums = slots * entries + p[:, None]
    if side < 0 and slots > 1:
        weights = weights * (p > 0)
    else:
        sums = np.maximum(sums, 0)
    terms = side * (weights @ sums)[free]
    empty = np.full(slots, side * int(weights @ np.maximum(p, 0)))
    all_terms = np.maximum(np.concatenate([terms, empty]), floor)
    return int(np.partition(all_terms, len(terms))[len(terms) :].sum())
