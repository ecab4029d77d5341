"""Scores that are linear in the features: the worst of all v-sparse inputs in closed form, no input left out."""

from collections.abc import Iterable

import numpy as np

from verify.arrays import Longs, Numbers


def linear_extremes(received: Numbers, own: Longs, sparsity: int) -> tuple[Numbers, Numbers]:
    """For every output its smallest score with its own feature active and its largest score without it.

    `received` (outputs, features) is what each output receives from each feature, `own` (outputs,) the feature that it
    repeats. Guarantee: for all sets S of at most `sparsity` features, the score of output i, the sum of received[i, j]
    over j in S, is at least smallest_true[i] if own[i] is in S and at most largest_false[i] if not; both are attained:
    on the v - 1 most negative others, and on the v largest positive ones. Exact for integers whose sums of v + 1 fit
    the type. Complexity: O(outputs * features).

    >>> true, false = linear_extremes(np.array([[5, -1, 2, 1]]), np.array([0]), 2)
    >>> true.tolist(), false.tolist()
    ([4], [3])
    """
    outputs = np.arange(len(own))
    smallest_true = received[outputs, own].copy()
    others = received.copy()
    others[outputs, own] = 0
    # A zero in place of the own feature changes neither sum: only positive and only negative entries are counted.
    most = min(sparsity, others.shape[1])
    largest = np.partition(others, others.shape[1] - most, axis=1)[:, others.shape[1] - most :]
    largest_false = np.maximum(largest, 0).sum(axis=1, dtype=others.dtype)
    if most > 1:
        smallest = np.partition(others, most - 2, axis=1)[:, : most - 1]
        smallest_true += np.minimum(smallest, 0).sum(axis=1, dtype=others.dtype)
    return smallest_true, largest_false


def worst_scores(blocks: Iterable[tuple[Numbers, Longs]], sparsity: int) -> tuple[int, int]:
    """The smallest true and the largest false score of all outputs, given as (received, own) some at a time."""
    found = [linear_extremes(received, own, sparsity) for received, own in blocks]
    return min(int(true.min()) for true, _ in found), max(int(false.max()) for _, false in found)
