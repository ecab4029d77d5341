"""Very heavy: a hub has a block of its own, which it covers, and each of its partners names a channel in it."""

import numpy as np

from constructions.errors import ConstructionError
from constructions.regimes.block import Block, distinct_entries, joined
from constructions.regimes.split import oriented
from constructions.regimes.sub_blocks import words
from verify import Problem
from verify.arrays import Longs


def dedicated_block(problem: Problem, outputs: Longs, points: int, k: int, rng: np.random.Generator) -> Block:
    """One disjoint part a hub, of k sub-blocks each; the heavier input of an output is its hub.

    The hub excites every neuron of its part with weight v, the partners those of their channels with weight 1, and a
    neuron fires from v + 1 on.

    Guarantee: without input interference, for all sets of at most v active inputs every neuron of the channel of each
    output that is 1 fires, and no neuron of a part does whose hub is not active, however many partners are shared.
    Errors: ConstructionError for fewer points than hubs. Source: after AS (dedicated blocks for influence above
    sqrt(m')); weights and analysis ours. Details: docs/methods.md.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(5, 2, ((0, 1), (0, 2), (0, 3), (0, 4)))
    >>> block = dedicated_block(problem, np.arange(4), 2, 2, np.random.default_rng(0))
    >>> block.rows, block.rest
    (4, 2)
    """
    heavy, light = oriented(problem, outputs)
    hubs, counts = np.unique(heavy, return_counts=True)
    if points < len(hubs):
        raise ConstructionError(
            f"dedicated blocks need at least {len(hubs)} neurons a sub-block, one for every hub, not {points}"
        )
    shares = shared_out(points, counts)
    v = problem.sparsity
    parts = []
    for hub, share in zip(hubs, shares, strict=True):
        own = np.flatnonzero(heavy == hub)
        channels = words(len(own), share, k, rng) + share * np.arange(k)
        rows = k * share
        neurons, features = distinct_entries(channels, np.repeat(light[own], k), problem.inputs)
        parts.append(
            Block(
                "VH",
                rows,
                v,
                np.concatenate([neurons, np.arange(rows)]),
                np.concatenate([features, np.full(rows, hub)]),
                np.concatenate([np.ones_like(neurons), np.full(rows, v)]),
                outputs[own],
                channels,
            )
        )
    return joined("VH", parts).pruned()


def shared_out(points: int, counts: Longs) -> list[int]:
    """One point each, and the rest of `points` in proportion to the square roots of `counts`, rounded down.

    Outputs of a part with q points a sub-block disturb each other as counts / q; the sum of these is smallest so.

    >>> shared_out(12, np.array([16, 1]))
    [9, 3]
    """
    roots = np.sqrt(counts)
    return [1 + int((points - len(counts)) * root / roots.sum()) for root in roots]
