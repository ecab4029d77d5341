"""Channels with one neuron in each of k sub-blocks: which neuron, for many outputs at once."""

import numpy as np

from constructions.fields import largest_prime, least_degree
from verify import ReedSolomonCode
from verify.arrays import Longs


def words(count: int, points: int, k: int, rng: np.random.Generator) -> Longs:
    """The point of each output in each of the k sub-blocks of `points` points: shape (count, k).

    Reed-Solomon words where a prime of at least k fits (two outputs share at most degree - 1 points); else dealt.

    >>> words(4, 2, 3, np.random.default_rng(0)).sum(axis=0).tolist()
    [2, 2, 2]
    """
    q = largest_prime(points, k)
    if q is None or q**k < count:
        return dealt(count, points, k, rng)
    code = ReedSolomonCode(field=q, blocks=k, degree=least_degree(count, q), columns=count)
    return code.supports(0, count)[rng.permutation(count)] - q * np.arange(k)


def dealt(count: int, points: int, k: int, rng: np.random.Generator) -> Longs:
    """Points dealt out in random order, in every sub-block anew: shape (count, k), all points used equally often.

    >>> np.bincount(dealt(6, 3, 1, np.random.default_rng(0))[:, 0]).tolist()
    [2, 2, 2]
    """
    return np.stack([rng.permutation(count) % points for _ in range(k)], axis=1).astype(np.int64)
